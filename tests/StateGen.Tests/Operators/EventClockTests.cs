using StateGen.Checkpoints;
using StateGen.Engine.Jobs;
using StateGen.RocksDb;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;
using StateGen.Tests.Sources;

namespace StateGen.Tests.Operators;

/// <summary>The time by which state expires in event time, which timers that are due move before the watermark has passed.</summary>
public sealed class EventClockTests : IDisposable
{
    private const int Timers = 500;

    private readonly TemporaryDirectory _directory = new();
    private readonly MemoryCheckpointStorage _storage = new();
    private readonly SentBarrier _barrier = new();
    private JobAttempt? _attempt;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _directory.Dispose();
        _storage.Dispose();
    }

    [Theory]
    [InlineData("memory", 1)]
    [InlineData("memory", 2)]
    [InlineData("rocksdb", 1)]
    [InlineData("rocksdb", 2)]
    public async Task What_had_expired_by_a_timer_has_still_expired_when_the_rest_are_restored(string backend, int restoredParallelism)
    {
        await FailAmongTimersAsync(backend);
        var latest = (await CheckpointStore.OpenForReadingAsync(_storage, "job", cancellationToken: Token)).FindLatest()!;
        var subtask = latest.Operators[0].Subtasks[0];
        Assert.Equal((999L, 61_000L), (subtask.WatermarkMilliseconds, subtask.EventClockMilliseconds));

        var sink = new ListSink<string>();
        await Expiring(Source([.. Events(), new(EventClockProbe.Kept, 1, 1_000)]), sink, () => { })
            .RunAsync(Options(backend) with { Parallelism = restoredParallelism }, Token);
        Assert.Equal(["found 0"], sink.Committed);
    }

    /// <summary>Takes a checkpoint after some of the timers that a watermark has made due.</summary>
    private async Task FailAmongTimersAsync(string backend)
    {
        var fired = 0;
        Task<long?>? taken = null;
        var pipeline = Expiring(Source(Events(), isEndless: true), new(), () =>
        {
            if (++fired == 50)
                taken = _attempt!.Coordinator.TriggerAsync(Token);
            if (fired == 100)
                _barrier.WaitUntilPassed();
            if (fired < Timers - 100)
                return;
            InTime.Until(() => taken!.IsCompleted);
            throw new StateGenException("late");
        });
        await Assert.ThrowsAsync<StateGenException>(() => _barrier.Watch(pipeline).RunAsync(SentBarrier.Watch(Options(backend)), Token));
        Assert.Equal(1L, await taken!);
    }

    private static RunnablePipeline Expiring(ListSource<Reading> source, ListSink<string> sink, Action onTimer) => Pipeline.From(source)
        .WithEventTime(reading => reading.Time, TimeSpan.Zero).KeyBy(reading => reading.Sensor).Process(() => new EventClockProbe(onTimer)).To(sink);

    private static Reading[] Events() =>
    [
        new(EventClockProbe.Kept, 1, 1_000),
        .. Enumerable.Range(0, Timers).Select(key => new Reading($"key-{key}", 1, 1_000)),
        new("late", 1, 3_600_000),
    ];

    private static ListSource<Reading> Source(Reading[] events, bool isEndless = false) => new(events)
    {
        ReadSize = 1_000_000,
        BeforeRead = async (_, next, token) =>
        {
            if (isEndless && next == events.Length)
                await new TaskCompletionSource().Task.WaitAsync(token);
        },
    };

    private PipelineOptions Options(string backend) => new()
    {
        JobId = "job",
        Backend = backend == "memory" ? MemoryBackend.Default : RocksDbBackend.At(_directory["state"]),
        CheckpointTo = CheckpointTarget.ToStorage(_storage),
        AttemptOpened = attempt => _attempt = attempt,
    };
}
