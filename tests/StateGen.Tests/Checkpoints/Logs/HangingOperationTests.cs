using StateGen.Checkpoints;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;
using StateGen.Tests.Sources;

namespace StateGen.Tests.Checkpoints.Logs;

/// <summary>
/// Each operation on the storage hangs once, without listening to its token, and takes place when everything is over. While the job runs, the timeout of the
/// checkpoint ends it; before that, whoever has started the job gives up. After another start the output is exact.
/// </summary>
public sealed class HangingOperationTests : IDisposable
{
    private static readonly TimeSpan CheckpointTimeout = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);
    private static readonly Reading[] Input = Readings.Generate(seed: 21, count: 60);

    private readonly MemoryCheckpointStorage _files = new();
    private readonly ListSink<RunningTotal> _sink = new();
    private readonly VirtualTime _time = new();
    private readonly TaskCompletionSource _hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isOpen;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Output_is_exact_after_any_operation_has_hung(int tolerated)
    {
        for (var at = 1; await HangAsync(at, tolerated); at++)
            Assert.True(at < 1_000, "the job never ends");
    }

    public void Dispose() => _files.Dispose();

    /// <returns>false if the job has ended before the operation.</returns>
    private static async Task<bool> HangAsync(int at, int tolerated)
    {
        using var round = new HangingOperationTests();
        return await round.HangFirstAsync(at, tolerated);
    }

    private async Task<bool> HangFirstAsync(int at, int tolerated)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var storage = new ProcessStorage(_files, number => number == at ? HangAsync() : ValueTask.CompletedTask);
        var running = RunAsync(storage, tolerated, giveUp.Token);
        await Task.WhenAny(running, _hanging.Task);
        if (!_isOpen && !running.IsCompleted)
            await giveUp.CancelAsync();
        await InTime.UntilAsync(() => running.IsCompleted, () => _time.Advance(Step));
        var failure = await Record.ExceptionAsync(() => running);
        Assert.True(failure is null or CheckpointStorageException or OperationCanceledException or StateGenException { IsPermanent: false }, $"{at}: {failure}");
        if (failure is not null)
            await RunAsync(_files, tolerated: 0, Token);
        _answer.SetResult();
        Readings.AssertExactlyOnce(_sink.Committed, Input);
        var store = await CheckpointStore.OpenAsync(_files, "job", cancellationToken: Token);
        await store.VerifyAsync(store.FindLatest()!, Token);
        Assert.True(store.FindLatest()!.IsFinished);
        return _hanging.Task.IsCompleted;
    }

    private async ValueTask HangAsync()
    {
        _hanging.SetResult();
        await _answer.Task;
    }

    private Task<JobResult> RunAsync(ICheckpointStorage storage, int tolerated, CancellationToken cancellationToken)
    {
        var job = new TriggeredJob(triggerEvery: 2, readSize: 15);
        var options = job.Options(storage) with
        {
            Time = _time, CheckpointTimeout = CheckpointTimeout, TolerableCheckpointFailures = tolerated, Restart = RestartStrategy.None,
        };
        var opened = options.AttemptOpened!;
        return Task.Run(
            () => Pipeline.From(job.Source<Reading>(null, Input)).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(_sink)
                .RunAsync(
                    options with
                    {
                        AttemptOpened = attempt =>
                        {
                            opened(attempt);
                            _isOpen = true;
                        },
                    },
                    cancellationToken),
            CancellationToken.None);
    }
}
