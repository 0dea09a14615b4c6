using StateGen.Checkpoints;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;
using StateGen.Tests.Sources;

namespace StateGen.Tests.Checkpoints.Logs;

/// <summary>A job that takes no checkpoint looks at the log now and then, and ends when another process has taken over.</summary>
public sealed class SuccessionWatchTests : IDisposable
{
    // The interval of the watch. The test fails when no timer of the job has it.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(1_950);
    private static readonly TimeSpan Instant = TimeSpan.FromTicks(1);
    private static readonly Reading[] Input = Readings.Generate(seed: 19, count: 40);

    private readonly MemoryCheckpointStorage _files = new();
    private readonly VirtualTime _time = new();
    private readonly ListSink<RunningTotal> _sink = new();
    private readonly TaskCompletionSource _atGate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_without_checkpoints_ends_within_two_seconds_after_it_was_superseded()
    {
        Assert.True(Interval < TimeSpan.FromSeconds(2));
        var storage = new ProcessStorage(_files);
        var running = await StartAsync(storage);
        await CheckpointStore.OpenAsync(_files, "job", cancellationToken: Token);
        var before = storage.Operations;
        _time.Advance(Interval - Instant);
        Assert.Equal(before, storage.Operations);
        _time.Advance(Instant);
        await AssertSupersededAsync(running);
        Assert.Empty(_sink.Committed);
    }

    [Fact]
    public async Task A_look_that_fails_is_repeated_after_the_next_interval()
    {
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var failing = false;
        var storage = new ProcessStorage(_files, _ =>
        {
            if (!Volatile.Read(ref failing))
                return ValueTask.CompletedTask;
            Volatile.Write(ref failing, false);
            failed.SetResult();
            throw new CheckpointStorageException("The storage cannot be reached.");
        });
        var running = await StartAsync(storage);
        await CheckpointStore.OpenAsync(_files, "job", cancellationToken: Token);
        Volatile.Write(ref failing, true);
        _time.Advance(Interval);
        await failed.Task.InTimeAsync();
        Assert.False(running.IsCompleted);
        _time.Advance(Interval);
        await AssertSupersededAsync(running);
    }

    [Fact]
    public async Task A_job_that_is_current_goes_on()
    {
        var storage = new ProcessStorage(_files);
        var running = await StartAsync(storage);
        for (var look = 0; look < 3; look++)
        {
            var before = storage.Operations;
            _time.Advance(Interval);
            await InTime.UntilAsync(() => storage.Operations > before);
        }

        _gate.SetResult();
        await running.InTimeAsync();
        Readings.AssertExactlyOnce(_sink.Committed, Input);
    }

    public void Dispose() => _files.Dispose();

    private static async Task AssertSupersededAsync(Task running)
    {
        var superseded = await Assert.ThrowsAsync<JobSupersededException>(() => running.InTimeAsync());
        Assert.Contains("attempt 2, in process ", superseded.Message, StringComparison.Ordinal);
    }

    /// <summary>Starts a job whose source waits, so that nothing but the watch uses the storage.</summary>
    private async Task<Task<JobResult>> StartAsync(ICheckpointStorage storage)
    {
        var source = new ListSource<Reading>(Input)
        {
            BeforeRead = async (_, _, token) =>
            {
                _atGate.TrySetResult();
                await _gate.Task.WaitAsync(token);
            },
        };
        var options = new PipelineOptions
        {
            JobId = "job", CheckpointTo = CheckpointTarget.ToStorage(storage), Time = _time, Restart = RestartStrategy.FixedDelay(100, TimeSpan.Zero),
        };
        var running = Task.Run(
            () => Pipeline.From(source).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(_sink).RunAsync(options, Token), Token);
        await _atGate.Task.InTimeAsync();
        await _time.WaitForTimerAsync(Interval, Token).InTimeAsync();
        return running;
    }
}
