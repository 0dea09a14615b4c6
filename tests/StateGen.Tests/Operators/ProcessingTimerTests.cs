using StateGen.Checkpoints;
using StateGen.Engine.Jobs;
using StateGen.RocksDb;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Operators;

public sealed class SingleProcessingTimerTests() : ProcessingTimerTests(StormPlace.Alone);

public sealed class ChainedProcessingTimerTests() : ProcessingTimerTests(StormPlace.Chained);

public sealed class FirstProcessingTimerTests() : ProcessingTimerTests(StormPlace.First);

/// <summary>Timers of processing time in a pipeline, in virtual time.</summary>
public abstract partial class ProcessingTimerTests(StormPlace place) : IDisposable
{
    private const int Timers = 6_000;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly TemporaryDirectory _directory = new();
    private readonly MemoryCheckpointStorage _storage = new();
    private readonly VirtualTime _time = new();
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SentBarrier _barrier = new();
    private JobAttempt? _attempt;

    private delegate void OnEvent(Ticks ticks, Reading reading, OperatorContext<string> context);

    private delegate void OnTimer(Ticks ticks, FiredTimer timer, OperatorContext<string> context);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _directory.Dispose();
        _storage.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Timers_fire_in_order_while_the_subtask_waits_for_input_and_one_of_the_process_is_armed_for_them()
    {
        var written = new SemaphoreSlim(0);
        var sink = new ListSink<string> { Written = records => written.Release(records.Length) };
        var running = RunAsync(
            Source(["a", "b", "c"], isHeld: true),
            sink,
            (_, reading, context) =>
            {
                for (var minutes = 1; minutes <= 100; minutes++)
                    context.Timers.RegisterProcessingTime(context.ProcessingTime + (minutes * Minute) + TimeSpan.FromMilliseconds(reading.Value));
            },
            (ticks, timer, context) =>
            {
                Assert.Equal(timer.Timestamp, context.ProcessingTime);
                ticks.Emit(context, $"{timer.Timestamp.ToUnixTimeMilliseconds()}");
            });
        foreach (var wait in new long[] { 60_000, 1, 1, 59_998, 1 })
        {
            await _time.WaitForTimerAsync(TimeSpan.FromMilliseconds(wait), Token);
            // The job has one of its own.
            Assert.InRange(_time.ArmedTimers, 1, 2);
            _time.Advance(TimeSpan.FromMilliseconds(wait));
            await written.WaitAsync(Token);
        }

        _released.SetResult();
        await running;
        Assert.Equal(["a@60000", "b@60001", "c@60002", "a@120000", "b@120001"], sink.Committed);
    }

    [Fact]
    public async Task Timers_fire_between_the_records_of_a_batch_soon_after_their_time()
    {
        var seen = 0;
        var fired = new List<int>();
        await RunAsync(
            Source(Keys(1_000)),
            new(),
            (_, _, context) =>
            {
                if (seen++ % 100 == 0)
                    context.Timers.RegisterProcessingTime(context.ProcessingTime.AddMilliseconds(5));
                _time.Advance(TimeSpan.FromMilliseconds(1));
            },
            (_, _, _) => fired.Add(seen));
        Assert.Equal(10, fired.Count);
        foreach (var (number, record) in fired.Index())
            Assert.InRange(record, (number * 100) + 5, (number * 100) + 5 + 64);
    }

    [Fact]
    public async Task Timers_that_are_left_at_the_end_of_input_do_not_fire()
    {
        var fired = new List<FiredTimer>();
        await RunAsync(
            Source(["a"]),
            new(),
            (_, _, context) =>
            {
                context.Timers.RegisterProcessingTime(context.ProcessingTime + Minute);
                context.Timers.RegisterEventTime(context.Timestamp + Minute);
            },
            (_, timer, context) =>
            {
                fired.Add(timer);
                context.Timers.RegisterProcessingTime(context.ProcessingTime);
            });
        Assert.Equal(TimerKind.EventTime, Assert.Single(fired).Kind);
    }

    [Fact]
    public async Task All_timers_that_are_due_when_the_end_is_read_fire_before_it()
    {
        const int Due = 20_000;
        var fired = 0;
        await RunAsync(
            Source(["a"]),
            new(),
            (_, _, context) =>
            {
                for (var milliseconds = 1; milliseconds <= Due; milliseconds++)
                    context.Timers.RegisterProcessingTime(context.ProcessingTime.AddMilliseconds(milliseconds));
                _time.Advance(Minute);
            },
            (_, timer, context) =>
            {
                Assert.Equal(++fired, timer.Timestamp.ToUnixTimeMilliseconds());
                context.Timers.RegisterProcessingTime(timer.Timestamp + (2 * Minute));
            });
        Assert.Equal(Due, fired);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("rocksdb")]
    public async Task Timers_of_a_job_that_was_stopped_fire_in_a_later_run_when_they_are_due_at_any_parallelism(string backend)
    {
        var sink = new ListSink<string>();
        await FireAsync(0, parallelism: 1);
        _time.Advance(Minute - TimeSpan.FromMilliseconds(1));
        await FireAsync(0, parallelism: 2);
        _time.Advance(Minute);
        await FireAsync(20, parallelism: 3);
        await FireAsync(0, parallelism: 1);
        Assert.Equal(Keys(20).Select(key => $"{key}@60000").Order(StringComparer.Ordinal), sink.Committed.Order(StringComparer.Ordinal));

        // A run stops when the events are read, or when the expected timers have fired.
        async Task FireAsync(int expected, int parallelism)
        {
            var fired = 0;
            using var stop = new CancellationTokenSource();
            var source = new ListSource<Reading>([.. Keys(20).Select(key => new Reading(key, 0, 0))])
            {
                BeforeRead = async (_, next, token) =>
                {
                    if (next < 20)
                        return;
                    if (expected == 0)
                        await stop.CancelAsync();
                    await _released.Task.WaitAsync(token);
                },
            };
            var options = Options(backend) with { Parallelism = parallelism, StopRequested = stop.Token };
            var result = await RunAsync(
                source,
                sink,
                (_, _, context) => context.Timers.RegisterProcessingTime(DateTimeOffset.UnixEpoch + Minute),
                (ticks, timer, context) =>
                {
                    ticks.Emit(context, $"{timer.Timestamp.ToUnixTimeMilliseconds()}");
                    if (Interlocked.Increment(ref fired) == expected)
                        stop.Cancel();
                },
                options);
            Assert.Equal((true, expected), (result.IsStopped, fired));
        }
    }

    [Fact]
    public async Task A_timer_that_fails_is_a_dead_letter_and_the_next_one_fires()
    {
        var letters = new List<DeadLetter>();
        var sink = new ListSink<string>();
        await RunAsync(
            Source(["a"]),
            sink,
            (_, _, context) =>
            {
                for (var milliseconds = 1; milliseconds <= 3; milliseconds++)
                    context.Timers.RegisterProcessingTime(context.ProcessingTime.AddMilliseconds(milliseconds));
                _time.Advance(Minute);
            },
            (ticks, timer, context) =>
            {
                ticks.Emit(context, $"{timer.Timestamp.ToUnixTimeMilliseconds()}");
                if (timer.Timestamp.ToUnixTimeMilliseconds() == 2)
                    throw new InjectedFailureException("second");
            },
            new() { JobId = "job", Parallelism = 1, Time = _time, ErrorPolicy = ErrorPolicy.DeadLetter(letters.Add) });
        Assert.Equal(["a@1", "a@3"], sink.Committed);
        Assert.Equal(new FiredTimer(DateTimeOffset.FromUnixTimeMilliseconds(2), TimerKind.ProcessingTime), Assert.Single(letters).Timer);
    }

    private static string[] Keys(int count = Timers) => [.. Enumerable.Range(0, count).Select(key => $"key-{key}")];

    private ListSource<Reading> Source(string[] keys, bool isHeld = false) => new([.. keys.Select((key, index) => new Reading(key, index, index))])
    {
        ReadSize = 1_000_000,
        BeforeRead = async (_, next, token) =>
        {
            if (isHeld && next == keys.Length)
                await _released.Task.WaitAsync(token);
        },
    };

    private Task<JobResult> RunAsync(
        ListSource<Reading> source,
        ListSink<string> sink,
        OnEvent onEvent,
        OnTimer onTimer,
        PipelineOptions? options = null,
        CancellationToken? cancellationToken = null)
    {
        var keyed = Pipeline.From(source).KeyBy(reading => reading.Sensor);
        var ticks = place == StormPlace.Chained
            ? keyed.Process(() => new Passing<Reading>()).KeepKey().Process(() => new Ticks(onEvent, onTimer))
            : keyed.Process(() => new Ticks(onEvent, onTimer));
        var pipeline = (place == StormPlace.First ? ticks.KeepKey().Process(() => new Passing<string>()) : ticks).To(sink);
        options ??= new() { JobId = "job", Parallelism = 1, Time = _time };
        return (options.ErrorPolicy == ErrorPolicy.Skip ? _barrier.Watch(pipeline) : pipeline).RunAsync(options, cancellationToken ?? Token);
    }

    private PipelineOptions Options(string backend) => new()
    {
        JobId = "job",
        Parallelism = 1,
        Time = _time,
        Backend = backend == "memory" ? MemoryBackend.Default : RocksDbBackend.At(_directory["state"]),
        CheckpointTo = CheckpointTarget.ToStorage(_storage),
        AttemptOpened = attempt => _attempt = attempt,
    };

    private sealed class Passing<T>() : TotalOperator<T, T>("passing")
    {
        protected override void OnEvent(T value, OperatorContext<T> context)
        {
            Count++;
            context.Emit(value);
        }
    }

    private sealed class Ticks(OnEvent onEvent, OnTimer onTimer) : TotalOperator<Reading, string>("ticks")
    {
        public void Emit(OperatorContext<string> context, string value) => context.Emit($"{Key}@{value}");

        protected override void OnEvent(Reading value, OperatorContext<string> context) => onEvent(this, value, context);

        protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
        {
            Count++;
            onTimer(this, timer, context);
        }
    }
}
