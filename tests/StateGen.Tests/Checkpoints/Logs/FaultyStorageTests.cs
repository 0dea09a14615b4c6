using StateGen.Checkpoints;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Checkpoints.Logs;

/// <summary>Each operation on the storage fails once, in each way in which it can. After another start the output is exact, and no file is left.</summary>
public sealed class FaultyStorageTests : IDisposable
{
    private static readonly Reading[] Input = Readings.Generate(seed: 16, count: 60);

    private readonly MemoryCheckpointStorage _files = new();
    private readonly ListSink<RunningTotal> _sink = new();

    public enum Fault
    {
        Error,
        SuccessReportedAsError,
        PartialWrite,

        /// <summary>The client gives up, and the operation takes place after two others nevertheless.</summary>
        LateSuccess,
    }

    public static MatrixTheoryData<Fault, int, bool> Faults { get; } = new(Enum.GetValues<Fault>(), [0, 1], [false, true]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Output_is_exact_after_any_operation_has_failed(Fault fault, int tolerated, bool restarts)
    {
        for (var at = 1; await FailAsync(fault, at, tolerated, restarts); at++)
            Assert.True(at < 1_000, "the job never ends");
    }

    public void Dispose() => _files.Dispose();

    /// <returns>false if the job has ended before the operation.</returns>
    private static async Task<bool> FailAsync(Fault fault, int at, int tolerated, bool restarts)
    {
        using var round = new FaultyStorageTests();
        return await round.FailFirstAsync(fault, at, tolerated, restarts);
    }

    private async Task<bool> FailFirstAsync(Fault fault, int at, int tolerated, bool restarts)
    {
        var storage = new ProcessStorage(_files, fault == Fault.Error ? FailAsync : null, fault == Fault.SuccessReportedAsError ? FailAsync : null)
        {
            PartialAt = fault == Fault.PartialWrite ? at : 0,
            LateAt = fault == Fault.LateSuccess ? at : 0,
        };
        var failure = await Record.ExceptionAsync(() => RunAsync(storage, tolerated, restarts));
        Assert.True(failure is null or CheckpointStorageException or StateGenException { IsPermanent: false }, $"{fault} at {at}: {failure}");
        if (failure is not null)
            await RunAsync(new ProcessStorage(_files), tolerated: 0, restarts: false);
        await storage.PerformLateAsync();
        Readings.AssertExactlyOnce(_sink.Committed, Input);
        await AssertNothingIsLeftAsync();
        return storage.Operations >= at;

        ValueTask FailAsync(int number) => number == at ? throw new CheckpointStorageException($"Operation {number} failed.") : ValueTask.CompletedTask;
    }

    private Task<JobResult> RunAsync(ICheckpointStorage storage, int tolerated, bool restarts)
    {
        var job = new TriggeredJob(triggerEvery: 2, readSize: 15);
        var options = job.Options(storage) with { TolerableCheckpointFailures = tolerated };
        return Pipeline.From(job.Source<Reading>(null, Input.Split(2))).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(_sink)
            .RunAsync(restarts ? options : options with { Restart = RestartStrategy.None }, Token);
    }

    private async Task AssertNothingIsLeftAsync()
    {
        var store = await CheckpointStore.OpenAsync(_files, "job", cancellationToken: Token);
        foreach (var id in store.CheckpointIds.SkipLast(1).ToArray())
            await store.DiscardAsync(id, Token);
        Assert.Equal(store.FindLatest()!.Files.Select(file => file.Path).Order(StringComparer.Ordinal), await _files.ListAsync("chk-", Token));
        Assert.Equal(2, (await _files.ListAsync("log/", Token)).Count);
    }
}
