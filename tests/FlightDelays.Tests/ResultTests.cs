using Microsoft.Extensions.Logging.Abstractions;
using FlightDelays.CommandLine;
using FlightDelays.Jobs;
using FlightDelays.Tests.Results;
using StateGen;

namespace FlightDelays.Tests;

public sealed class ResultTests
{
    public static MatrixTheoryData<string, int, int> Runs { get; } = new(["memory", "rocksdb"], [1, 2, 4], [1, 4]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Backends_parallelism_and_splits_make_no_difference_to_the_rows(string backend, int parallelism, int splits)
    {
        using var workspace = new Workspace();
        var result = await RunAsync(new(
            Oracle.FlightData, workspace.Output, workspace.State, backend, parallelism, splits, TimeSpan.FromMilliseconds(50), Rate: 0, ProgressInterval: TimeSpan.FromSeconds(1)));
        Assert.Equal(20_000, result.Records);
        Assert.Equal(6_901, CommittedRows.Rows(workspace.Output).Count);
        Assert.Equal(await Oracle.Rows, CommittedRows.Rows(workspace.Output));
        Assert.Empty(CommittedRows.Hidden(workspace.Output));
    }

    [Fact]
    public async Task A_finished_job_says_so_although_its_input_is_gone()
    {
        using var workspace = new Workspace();
        var options = new DelaysOptions(
            workspace["flights.csv"], workspace.Output, workspace.State, "memory", Parallelism: 1, Splits: 1, TimeSpan.FromSeconds(1), Rate: 0, ProgressInterval: TimeSpan.FromSeconds(1));
        File.Copy(Oracle.FlightData, options.Input);
        Assert.False((await RunAsync(options)).AlreadyFinished);
        File.Delete(options.Input);
        Assert.True((await RunAsync(options)).AlreadyFinished);
    }

    private static Task<JobResult> RunAsync(DelaysOptions options) =>
        DelaysJob.RunAsync(options, new Progress<JobProgress>(), NullLogger.Instance, Cancellation);
}
