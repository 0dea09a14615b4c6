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
        var options = new DelaysOptions(
            Oracle.FlightData, workspace.Output, workspace.State, backend, parallelism, splits, TimeSpan.FromMilliseconds(50), Rate: 0, ProgressInterval: TimeSpan.FromSeconds(1));
        var result = await DelaysJob.RunAsync(options, new Progress<JobProgress>(), NullLogger.Instance, Cancellation);
        Assert.Equal(20_000, result.Records);
        Assert.Equal(6_901, CommittedRows.Rows(workspace.Output).Count);
        Assert.Equal(await Oracle.Rows, CommittedRows.Rows(workspace.Output));
        Assert.Empty(CommittedRows.Hidden(workspace.Output));
    }
}
