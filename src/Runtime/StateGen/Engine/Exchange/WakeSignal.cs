using System.Threading.Tasks.Sources;

namespace StateGen.Engine.Exchange;

/// <summary>
/// A signal that wakes a single waiter. Any thread sets it. If nobody waits, the next wait completes immediately, so a waiter that checks its condition before
/// each wait misses nothing that was published before the signal was set. The waiter continues from the global queue of the thread pool, as it does after a
/// <see cref="Operators.FairYield"/>. A wait allocates nothing.
/// </summary>
internal sealed class WakeSignal : IValueTaskSource, IThreadPoolWorkItem
{
    private const int Unset = 0;
    private const int IsSet = 1;
    private const int IsAwaited = 2;

    private ManualResetValueTaskSourceCore<bool> _wait;
    private CancellationTokenRegistration _cancellation;
    private CancellationToken _canceled;
    private int _state;

    public void Set()
    {
        if (Interlocked.Exchange(ref _state, IsSet) == IsAwaited)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Waits until the signal is set, and resets it. The previous wait must have ended.</summary>
    public ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        if (TryReset())
            return ValueTask.CompletedTask;
        _canceled = default;
        _wait.Reset();
        var version = _wait.Version;
        _cancellation = cancellationToken.UnsafeRegister(static (signal, token) => ((WakeSignal)signal!).Cancel(token), this);
        if (Interlocked.CompareExchange(ref _state, IsAwaited, Unset) == IsSet)
        {
            _cancellation.Unregister();
            TryReset();
            return ValueTask.CompletedTask;
        }

        // The callback finds no waiter if the token was canceled before the wait began.
        if (cancellationToken.IsCancellationRequested)
            Cancel(cancellationToken);
        return new(this, version);
    }

    void IValueTaskSource.GetResult(short token)
    {
        _cancellation.Unregister();
        _wait.GetResult(token);
        _canceled.ThrowIfCancellationRequested();
        TryReset();
    }

    void IThreadPoolWorkItem.Execute() => _wait.SetResult(true);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    private bool TryReset() => Interlocked.CompareExchange(ref _state, Unset, IsSet) == IsSet;

    private void Cancel(CancellationToken token)
    {
        if (Interlocked.CompareExchange(ref _state, Unset, IsAwaited) != IsAwaited)
            return;
        _canceled = token;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
