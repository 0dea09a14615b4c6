using StateGen.Engine.Exchange;

namespace StateGen.Tests.Pipelines;

/// <summary>A waiter is woken once for what has happened since its last wait, and misses nothing.</summary>
public sealed class WakeSignalTests
{
    private readonly WakeSignal _signal = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_signal_that_was_set_before_ends_one_wait()
    {
        _signal.Set();
        _signal.Set();
        Assert.True(_signal.WaitAsync(Token).AsTask().IsCompletedSuccessfully);
        var waiting = _signal.WaitAsync(Token).AsTask();
        Assert.False(waiting.IsCompleted);
        _signal.Set();
        await waiting;
        Assert.False(_signal.WaitAsync(Token).AsTask().IsCompleted);
    }

    [Fact]
    public async Task A_canceled_wait_ends_and_the_next_one_sees_what_was_set_meanwhile()
    {
        using var stop = new CancellationTokenSource();
        var waiting = _signal.WaitAsync(stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _signal.WaitAsync(stop.Token).AsTask());
        _signal.Set();
        Assert.True(_signal.WaitAsync(Token).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task No_wake_up_is_lost_between_threads()
    {
        const int Rounds = 100_000;
        var other = new WakeSignal();
        var (sent, answered) = (0, 0);
        var answering = Task.Run(
            async () =>
            {
                while (answered < Rounds)
                {
                    while (answered == Volatile.Read(ref sent))
                        await _signal.WaitAsync(Token);
                    Volatile.Write(ref answered, answered + 1);
                    other.Set();
                }
            },
            Token);
        while (sent < Rounds)
        {
            Volatile.Write(ref sent, sent + 1);
            _signal.Set();
            while (Volatile.Read(ref answered) < sent)
                await other.WaitAsync(Token);
        }

        await answering;
        Assert.Equal((Rounds, Rounds), (sent, answered));
    }

    [Fact]
    public async Task A_wait_allocates_nothing()
    {
        const int Waits = 10_000;
        using var stop = new CancellationTokenSource();
        for (var round = 0; round < 10; round++)
            await WaitAsync(stop.Token);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < Waits; round++)
            await WaitAsync(stop.Token);
        // The queue of the thread pool may grow once.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 * Waits);
    }

    /// <summary>Waits, and returns when the wait has ended, so that the caller stays on its thread.</summary>
    private ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        var waiting = _signal.WaitAsync(cancellationToken);
        Assert.False(waiting.IsCompleted);
        _signal.Set();
        while (!waiting.IsCompleted)
            Thread.Yield();
        return waiting;
    }
}
