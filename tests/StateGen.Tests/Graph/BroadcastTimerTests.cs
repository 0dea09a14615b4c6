using StateGen.TestKit;
using StateGen.TestKit.Pipelines;

namespace StateGen.Tests.Graph;

public sealed class BroadcastTimerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Timers_of_processing_time_fire_between_broadcast_events_and_while_both_inputs_wait()
    {
        var time = new VirtualTime();
        var registered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var keyed = new ListSource<string>(["key"]) { BeforeRead = (_, next, token) => next == 0 ? default : new(released.Task.WaitAsync(token)) };
        var broadcast = new ListSource<int>(Enumerable.Range(1, 200).ToArray())
        {
            BeforeRead = (_, next, token) => next is 0 or 200 ? new((next == 0 ? registered.Task : released.Task).WaitAsync(token)) : default,
        };
        var second = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sink = new ListSink<int>
        {
            Written = counts =>
            {
                if (counts.Span.Contains(200))
                    second.SetResult();
            },
        };
        var running = Pipeline.From(keyed, "keyed").KeyBy(key => key)
            .Connect(Pipeline.From(broadcast, "broadcast").Broadcast()).Process(() => new Ticking(time, registered)).To(sink)
            .RunAsync(new() { JobId = "job", Time = time }, Token);
        var armed = time.WaitForTimerAsync(TimeSpan.FromMilliseconds(9_800), Token);
        await Task.WhenAny(armed, running);
        Assert.False(running.IsCompleted, $"{running.Exception}");
        time.Advance(TimeSpan.FromMilliseconds(9_800));
        await second.Task.WaitAsync(Token);
        released.SetResult();
        await running;
        Assert.Equal(2, sink.Committed.Count);
        Assert.InRange(sink.Committed[0], 50, 114);
    }
}

/// <summary>Counts broadcast events, each of which takes a millisecond, and emits the count when a timer fires.</summary>
[Operator("ticking")]
internal sealed partial class Ticking(VirtualTime time, TaskCompletionSource registered) : KeyedBroadcastOperator<string, string, int, int>
{
    [State]
    private partial BroadcastState<string, int> Counts { get; }

    protected override void OnEvent(string value, OperatorContext<int> context)
    {
        context.Timers.RegisterProcessingTime(context.ProcessingTime.AddMilliseconds(50));
        context.Timers.RegisterProcessingTime(context.ProcessingTime.AddSeconds(10));
        registered.SetResult();
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<int> context) => context.Emit(Counts.GetValueOrDefault("all"));

    protected override void OnBroadcast(int value, BroadcastContext<int> context)
    {
        Counts["all"] = Counts.GetValueOrDefault("all") + 1;
        time.Advance(TimeSpan.FromMilliseconds(1));
    }
}
