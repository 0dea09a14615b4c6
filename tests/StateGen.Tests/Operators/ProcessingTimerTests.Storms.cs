using StateGen.TestKit.Pipelines;
using StateGen.Tests.Sources;

namespace StateGen.Tests.Operators;

/// <content>Many timers that are due at once, and timers that always are.</content>
public abstract partial class ProcessingTimerTests
{
    [Theory]
    [InlineData("memory", 1)]
    [InlineData("memory", 3)]
    [InlineData("rocksdb", 2)]
    public async Task A_checkpoint_among_timers_that_are_due_is_restored_to_fire_the_overdue_rest_once(string backend, int restoredParallelism)
    {
        var sink = new ListSink<string>();
        var fired = 0;
        Task<long?>? taken = null;
        await Assert.ThrowsAsync<StateGenException>(() => RunAsync(
            Source(Keys(), isHeld: true),
            sink,
            RegisterAndWaitForAll(),
            (ticks, _, context) =>
            {
                ticks.Emit(context, "fired");
                if (++fired == 100)
                    taken = _attempt!.Coordinator.TriggerAsync(Token);
                if (fired == 200)
                    _barrier.WaitUntilPassed();
                if (fired < Timers - 100)
                    return;
                InTime.Until(() => taken!.IsCompleted);
                throw new StateGenException("late");
            },
            SentBarrier.Watch(Options(backend))));
        Assert.Equal(1L, await taken!);
        // A few slices after it was sent.
        Assert.InRange(sink.Committed.Count, 100, 500);

        var rest = 0;
        await RunAsync(
            Source(Keys()),
            sink,
            RegisterAndWaitForAll(),
            (ticks, _, context) =>
            {
                Interlocked.Increment(ref rest);
                ticks.Emit(context, "fired");
            },
            Options(backend) with { Parallelism = restoredParallelism });
        Assert.Equal(Keys().Select(key => $"{key}@fired").Order(StringComparer.Ordinal), sink.Committed.Order(StringComparer.Ordinal));
        Assert.InRange(rest, 101, Timers - 100);
    }

    [Fact]
    public async Task All_timers_that_are_due_when_the_end_is_read_fire_although_there_is_a_checkpoint_among_them()
    {
        const int Due = 60_000;
        const int TriggeredAt = 34_000;
        var fired = 0;
        Task<long?>? taken = null;
        await RunAsync(
            Source(["a"]),
            new(),
            (_, _, context) =>
            {
                for (var milliseconds = 1; milliseconds <= Due; milliseconds++)
                    context.Timers.RegisterProcessingTime(context.ProcessingTime.AddMilliseconds(milliseconds));
                _time.Advance(60 * Minute);
            },
            (_, _, _) =>
            {
                if (++fired == TriggeredAt)
                    taken = _attempt!.Coordinator.TriggerAsync(Token);
                if (taken is { IsCompleted: false })
                    InTime.LetOthersRun();
            },
            Options("memory"));
        Assert.Equal(1L, await taken!);
        Assert.Equal(Due, fired);
    }

    [Fact]
    public async Task A_timer_that_always_registers_itself_for_a_time_passed_stops_neither_records_nor_the_job()
    {
        const int Records = 20_000;
        using var stop = new CancellationTokenSource();
        var seen = 0;
        var fired = 0;
        var result = await RunAsync(
            Source(Keys(Records), isHeld: true),
            new(),
            (ticks, _, context) =>
            {
                if (seen == 0)
                    context.Timers.RegisterProcessingTime(context.ProcessingTime);
                if (++seen == Records)
                    stop.Cancel();
            },
            (_, timer, context) =>
            {
                fired++;
                context.Timers.RegisterProcessingTime(timer.Timestamp);
            },
            Options("memory") with { StopRequested = stop.Token });
        Assert.Equal((Records, true), (seen, result.IsStopped));
        Assert.NotEqual(0, fired);
    }

    [Fact]
    public async Task A_timer_that_always_registers_itself_for_a_time_passed_can_be_canceled()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var fired = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(
            Source(["a"], isHeld: true),
            new(),
            (_, _, context) => context.Timers.RegisterProcessingTime(context.ProcessingTime),
            (_, timer, context) =>
            {
                if (++fired == 1_000)
                    stop.Cancel();
                context.Timers.RegisterProcessingTime(timer.Timestamp);
            },
            cancellationToken: stop.Token));
        Assert.Equal(1_000, fired);
    }

    /// <summary>Registers a timer for each key in a minute, and lets an hour pass when all are registered.</summary>
    private OnEvent RegisterAndWaitForAll()
    {
        var registered = 0;
        return (_, _, context) =>
        {
            context.Timers.RegisterProcessingTime(DateTimeOffset.UnixEpoch + Minute);
            if (++registered == Timers)
                _time.Advance(60 * Minute);
        };
    }
}
