using FlightDelays.Flights;
using FlightDelays.Jobs;
using FlightDelays.Tests.Processes;
using FlightDelays.Tests.Results;
using StateGen;
using StateGen.Checkpoints;
using StateGen.RocksDb;

namespace FlightDelays.Tests;

/// <summary>A state directory that is not this job's to go on with is refused and left as it is.</summary>
public sealed class StateDirectoryTests : IDisposable
{
    private readonly Workspace _workspace = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("memory")]
    [InlineData("rocksdb")]
    public async Task State_of_another_job_is_refused(string backend)
    {
        using (var storage = DirectoryCheckpointStorage.Open(_workspace.Checkpoints))
            await CheckpointStore.OpenAsync(storage, "train-delays", cancellationToken: Cancellation);
        await AssertRefusedAndUntouchedAsync(backend, "train-delays", DelaysJob.Id);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("rocksdb")]
    public async Task State_of_another_operator_schema_is_refused(string backend)
    {
        await RunOtherOperatorAsync(backend);
        await AssertRefusedAndUntouchedAsync(backend, "daily-delays", "Flights");
    }

    [Theory]
    [InlineData("memory", "rocksdb")]
    [InlineData("rocksdb", "memory")]
    public async Task State_of_another_backend_is_refused(string former, string backend)
    {
        Assert.Equal(0, (await Sample.RunAsync(Sample.Arguments(_workspace, former))).ExitCode);
        await AssertRefusedAndUntouchedAsync(backend, former, backend);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("rocksdb")]
    public async Task A_second_process_on_the_same_directory_is_refused_and_does_not_disturb_the_first_one(string backend)
    {
        // So slow that the second one certainly comes before its end.
        await using var first = Sample.Start(
            Sample.Arguments(_workspace, backend, "--rate", "200", "--checkpoint-every-ms", "100", "--progress-every-ms", "10"));
        Assert.NotNull(await first.ReadErrorLineAsync(static line => Sample.RecordsIn(line) > 0));
        Refusal.AssertShown(await Sample.RunAsync(Sample.Arguments(_workspace, backend)), "Another process uses the directory");
        await first.StopAsync();
        Assert.Equal(130, (await first.WaitAsync()).ExitCode);
        Assert.Equal(0, (await Sample.RunAsync(Sample.Arguments(_workspace, backend))).ExitCode);
        Assert.Equal(await Oracle.Rows, CommittedRows.Rows(_workspace.Output));
    }

    [Fact]
    public async Task Output_of_a_run_whose_state_is_gone_is_not_mixed_with_new_output()
    {
        Assert.Equal(0, (await Sample.RunAsync(Sample.Arguments(_workspace, "memory"))).ExitCode);
        Directory.Delete(_workspace.State, recursive: true);
        var before = CommittedRows.Rows(_workspace.Output);
        Refusal.AssertShown(await Sample.RunAsync(Sample.Arguments(_workspace, "memory")), _workspace.Output);
        Assert.Equal(before, CommittedRows.Rows(_workspace.Output));
    }

    [Fact]
    public async Task A_finished_job_is_not_run_again()
    {
        Assert.Equal(0, (await Sample.RunAsync(Sample.Arguments(_workspace, "memory"))).ExitCode);
        var before = _workspace.Fingerprint();
        var again = await Sample.RunAsync(Sample.Arguments(_workspace, "memory"));
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("was finished before", again.Error, StringComparison.Ordinal);
        Assert.Equal(before, _workspace.Fingerprint());
    }

    [Fact]
    public async Task Stopped_by_its_user_the_job_says_so_and_goes_on_later()
    {
        await using (var process = Sample.Start(Sample.Arguments(_workspace, "memory", "--rate", "500", "--checkpoint-every-ms", "50", "--progress-every-ms", "10")))
        {
            Assert.NotNull(await process.ReadErrorLineAsync(static line => Sample.CheckpointsIn(line) >= 2));
            await process.StopAsync();
            var stopped = await process.WaitAsync();
            Assert.Equal(130, stopped.ExitCode);
            Assert.StartsWith("error: Stopped at checkpoint ", stopped.ErrorLines[^1], StringComparison.Ordinal);
            Assert.Empty(Directory.GetFiles(_workspace.Output, ".part-*"));
        }

        var result = await Sample.RunAsync(Sample.Arguments(_workspace, "memory"));
        Assert.Contains("from checkpoint", result.Error, StringComparison.Ordinal);
        Assert.Equal(await Oracle.Rows, CommittedRows.Rows(_workspace.Output));
    }

    private async Task AssertRefusedAndUntouchedAsync(string backend, params string[] messages)
    {
        var before = _workspace.Fingerprint();
        Refusal.AssertShown(await Sample.RunAsync(Sample.Arguments(_workspace, backend)), messages);
        Assert.Equal(before, _workspace.Fingerprint());
    }

    // The same pipeline as the sample's, but for the operator.
    private Task<JobResult> RunOtherOperatorAsync(string backend) =>
        Pipeline.From(FlightSource.Open(Oracle.FlightData, splits: 1))
            .WithEventTime(static flight => flight.Scheduled, maxOutOfOrderness: TimeSpan.FromMinutes(5))
            .KeyBy(static flight => new AirportDay(flight.Origin, flight.Day))
            .Process(static () => new OtherDelays())
            .To(FileSink.Lines<DailyDelay>(_workspace.Output, DailyDelay.ToCsv))
            .RunAsync(
                new PipelineOptions
                {
                    JobId = DelaysJob.Id,
                    Backend = backend == "rocksdb" ? RocksDbBackend.At(Path.Combine(_workspace.State, "rocksdb")) : MemoryBackend.Default,
                    CheckpointTo = _workspace.Checkpoints,
                },
                Cancellation);
}
