using StateGen.Checkpoints;
using StateGen.Engine.Jobs;
using StateGen.Engine.Operators;
using StateGen.RocksDb;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;
using StateGen.Tests.Sources;

namespace StateGen.Tests.Operators;

public sealed class SingleTimerStormTests() : TimerStormTests(StormPlace.Alone);

public sealed class ChainedTimerStormTests() : TimerStormTests(StormPlace.Chained);

public sealed class FirstTimerStormTests() : TimerStormTests(StormPlace.First);

/// <summary>The place of the operator whose timers are many.</summary>
public enum StormPlace
{
    /// <summary>The only operator.</summary>
    Alone,

    /// <summary>Chained to another operator.</summary>
    Chained,

    /// <summary>With another operator chained to it.</summary>
    First,
}

/// <summary>Many timers that are due at once let barriers and cancellations pass, and none is lost or fires twice.</summary>
public abstract partial class TimerStormTests(StormPlace place) : IDisposable
{
    private const int Timers = 6_000;

    // A barrier that was sent when 200 timers had fired passes after a few slices.
    private const int MostBefore = 500;

    private readonly TemporaryDirectory _directory = new();
    private readonly MemoryCheckpointStorage _storage = new();
    private readonly SentBarrier _barrier = new();
    private JobAttempt? _attempt;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _directory.Dispose();
        _storage.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("memory", true, 1)]
    [InlineData("memory", true, 3)]
    [InlineData("memory", false, 1)]
    [InlineData("memory", false, 3)]
    [InlineData("rocksdb", true, 1)]
    [InlineData("rocksdb", false, 2)]
    public async Task A_checkpoint_among_timers_is_restored_to_fire_the_rest_once(string backend, bool isEnd, int restoredParallelism)
    {
        var sink = new ListSink<string>();
        var fired = 0;
        Task<long?>? taken = null;
        var operators = new StormOptions
        {
            IsAtEnd = isEnd,
            OnTimer = () =>
            {
                if (++fired == 100)
                    taken = _attempt!.Coordinator.TriggerAsync(Token);
                if (fired == 200)
                    _barrier.WaitUntilPassed();
                if (fired < Timers - 100)
                    return;
                // The snapshot is taken by now, and is written beside this.
                InTime.Until(() => taken!.IsCompleted);
                throw new StateGenException("late");
            },
        };
        await Assert.ThrowsAsync<StateGenException>(
            () => _barrier.Watch(Storm(Source(isEnd), sink, operators)).RunAsync(SentBarrier.Watch(Options(backend)), Token));
        Assert.Equal(1L, await taken!);
        var latest = (await CheckpointStore.OpenForReadingAsync(_storage, "job", cancellationToken: Token)).FindLatest()!;
        Assert.Equal(1, latest.CheckpointId);
        Assert.InRange(sink.Committed.Count, 100, MostBefore);

        var rest = 0;
        var restored = Options(backend) with { Parallelism = restoredParallelism };
        var others = new StormOptions { IsAtEnd = isEnd, OnTimer = () => Interlocked.Increment(ref rest) };
        await Storm(new(Source(isEnd).Events), sink, others).RunAsync(restored, Token);
        Assert.Equal(Keys().Order(StringComparer.Ordinal), sink.Committed.Order(StringComparer.Ordinal));
        Assert.InRange(rest, 101, Timers - 100);
    }

    [Fact]
    public async Task A_barrier_passes_timers_that_a_watermark_has_made_due_before_the_end_of_input_which_then_fires_what_they_have_registered()
    {
        var sink = new ListSink<string>();
        var fired = 0;
        Task<long?>? taken = null;
        var operators = new StormOptions
        {
            IsAtEnd = true,
            OnTimer = () =>
            {
                if (++fired == 100)
                    taken = _attempt!.Coordinator.TriggerAsync(Token);
                if (fired == 200)
                    _barrier.WaitUntilPassed();
                // The timers that these register fire at the end, after all that were due before.
                if (fired == Timers - 100)
                    InTime.Until(() => taken!.IsCompleted);
            },
        };
        // What the source has read is sent with its end, because the time stands.
        await _barrier.Watch(Storm(new(Source(isEnd: false).Events), sink, operators))
            .RunAsync(SentBarrier.Watch(Options("memory") with { Time = new VirtualTime() }), Token);
        Assert.Equal(1L, await taken!);
        Assert.Equal(2 * Timers, fired);
        Assert.Equal(2 * Timers, sink.Committed.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_checkpoint_after_one_of_two_subtasks_has_fired_all_keeps_what_was_registered_at_the_end(int restoredParallelism)
    {
        var sink = new ListSink<string>();
        var subtasks = new List<Storms>();
        // The description of the pipeline opens one more, before the subtasks.
        Storms Fast() => subtasks[1];
        Task<long?>? taken = null;
        var operators = new StormOptions
        {
            IsAtEnd = true,
            Firing = storms =>
            {
                if (storms == Fast() || storms.Fired < 50)
                    return;
                if (taken is null)
                {
                    InTime.Until(() => storms.Registered + Fast().Fired == Timers);
                    taken = _attempt!.Coordinator.TriggerAsync(Token);
                    // That of the source, and the fast one.
                    _barrier.WaitUntilPassed(subtasks: 2);
                }

                if (storms.Fired < storms.Registered - 100)
                    return;
                InTime.Until(() => taken.IsCompleted);
                throw new StateGenException("late");
            },
        };
        var first = Options("memory") with { Parallelism = 2 };
        await Assert.ThrowsAsync<StateGenException>(
            () => _barrier.Watch(Storm(Source(isEnd: true), sink, operators, subtasks)).RunAsync(SentBarrier.Watch(first), Token));
        Assert.Equal(1L, await taken!);
        Assert.InRange(sink.Committed.Count, Fast().Registered + 1, Timers - 101);
        await Storm(Source(isEnd: true), sink, new() { IsAtEnd = true }).RunAsync(first with { Parallelism = restoredParallelism }, Token);
        Assert.Equal(Keys().Order(StringComparer.Ordinal), sink.Committed.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_timer_that_always_registers_itself_again_can_be_stopped_and_resumed(int parallelism)
    {
        var sink = new ListSink<string>();
        using var stop = new CancellationTokenSource();
        var fired = 0;
        var endless = new StormOptions
        {
            IsEndless = true,
            OnTimer = () =>
            {
                if (Interlocked.Increment(ref fired) == 1_000)
                    stop.Cancel();
            },
        };
        var stopped = await Storm(Source(isEnd: false, keys: 3), sink, endless).RunAsync(Options("memory") with { Parallelism = parallelism, StopRequested = stop.Token }, Token);
        Assert.Equal((true, 1L), (stopped.IsStopped, stopped.StoppedCheckpointId));
        var before = sink.Committed.Count;
        await Storm(new(Source(isEnd: false, keys: 3).Events), sink, new()).RunAsync(Options("memory"), Token);
        Assert.Equal(["key-0", "key-1", "key-2"], sink.Committed.Skip(before).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_timer_that_always_registers_itself_again_can_be_canceled()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var fired = 0;
        var endless = new StormOptions
        {
            IsEndless = true,
            OnTimer = () =>
            {
                if (++fired == 1_000)
                    stop.Cancel();
            },
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Storm(Source(isEnd: false, keys: 3), new(), endless).RunAsync(Options("memory"), stop.Token));
        Assert.Equal(1_000, fired);
    }

    [Fact]
    public async Task What_slow_timers_emit_is_handed_on_in_time()
    {
        var time = new VirtualTime();
        var delays = new List<TimeSpan>();
        var emitted = new Queue<long>();
        var slow = new StormOptions
        {
            OnTimer = () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(60));
                emitted.Enqueue(time.GetTimestamp());
            },
        };
        var sink = new ListSink<string>
        {
            Written = records =>
            {
                for (var record = 0; record < records.Length; record++)
                    delays.Add(time.GetElapsedTime(emitted.Dequeue()));
            },
        };
        await Storm(Source(isEnd: true, keys: 500), sink, slow).RunAsync(new() { JobId = "job", Time = time }, Token);
        Assert.Equal(500, delays.Count);
        Assert.All(delays, delay => Assert.InRange(delay, TimeSpan.Zero, TimeSpan.FromMilliseconds(160)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Large_output_is_handed_on_before_the_next_record_or_timer(bool byTimers)
    {
        const int Rows = 20_000;
        var largest = 0;
        var written = 0L;
        var sink = new ListSink<string>
        {
            Written = records =>
            {
                largest = Math.Max(largest, records.Length);
                written += records.Length;
            },
        };
        var storm = byTimers ? new StormOptions { RowsByTimer = Rows } : new StormOptions { RowsByRecord = Rows };
        await Storm(Source(isEnd: true, keys: 100), sink, storm).RunAsync(new() { JobId = "job" }, Token);
        // An operator that is chained to it hands its own output on within these rows.
        Assert.InRange(largest, place == StormPlace.First ? 1 : Rows, place == StormPlace.First ? 1_024 : Rows + 1_024);
        Assert.InRange(written, 100L * Rows, (100L * Rows) + 100);
    }

    [Fact]
    public void A_slice_is_at_most_32_timers_and_fewer_where_they_are_slow()
    {
        var time = new VirtualTime();
        var slices = new TimerSlices(time);
        var limits = new List<int>();
        foreach (var milliseconds in new[] { 0, 0, 0, 0, 0, 0, 640, 320, 160, 80, 40, 20, 0, 0 })
        {
            limits.Add(slices.Limit);
            slices.Begin();
            time.Advance(TimeSpan.FromMilliseconds(milliseconds));
            slices.Complete();
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 32, 16, 8, 4, 2, 1, 1, 2], limits);
    }

    private static IEnumerable<string> Keys(int keys = Timers) => Enumerable.Range(0, keys).Select(key => $"key-{key}");

    private RunnablePipeline Storm(ListSource<Reading> source, ListSink<string> sink, StormOptions options, List<Storms>? subtasks = null)
    {
        var keyed = Pipeline.From(source).WithEventTime(reading => reading.Time, TimeSpan.Zero).KeyBy(reading => reading.Sensor);
        var storms = place == StormPlace.Chained
            ? keyed.Process(() => new Passing<Reading>()).KeepKey().Process(() => Open(options, subtasks))
            : keyed.Process(() => Open(options, subtasks));
        return (place == StormPlace.First ? storms.KeepKey().Process(() => new Passing<string>()) : storms).To(sink);
    }

    private static Storms Open(StormOptions options, List<Storms>? subtasks)
    {
        var opened = new Storms(options);
        subtasks?.Add(opened);
        return opened;
    }

    /// <summary>One event for each key, whose timers are due at the end of input or, if the source has no end, at a last event of an hour later.</summary>
    private static ListSource<Reading> Source(bool isEnd, int keys = Timers)
    {
        Reading[] events = [.. Keys(keys).Select(key => new Reading(key, 1, 1_000))];
        if (!isEnd)
            events = [.. events, new("late", 1, 3_600_000)];
        return new(events)
        {
            ReadSize = 1_000_000,
            BeforeRead = async (_, next, token) =>
            {
                if (!isEnd && next == events.Length)
                    await new TaskCompletionSource().Task.WaitAsync(token);
            },
        };
    }

    private PipelineOptions Options(string backend) => new()
    {
        JobId = "job",
        Backend = backend == "memory" ? MemoryBackend.Default : RocksDbBackend.At(_directory["state"]),
        CheckpointTo = CheckpointTarget.ToStorage(_storage),
        AttemptOpened = attempt => _attempt = attempt,
    };
}
