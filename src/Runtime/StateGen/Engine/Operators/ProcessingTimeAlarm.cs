namespace StateGen.Engine.Operators;

/// <summary>
/// Wakes a subtask for its earliest processing-time timer, however many are registered. It is armed only while the subtask waits: else the subtask looks at the
/// clock itself. An alarm for a timer that was deleted since wakes the subtask for nothing. Used by one subtask.
/// </summary>
/// <param name="time">The source of the time.</param>
/// <param name="wake">Wakes the subtask. Called on any thread.</param>
internal sealed class ProcessingTimeAlarm(TimeProvider time, Action wake) : IAsyncDisposable
{
    // The system clock may be set while the subtask waits, and timers of the process do not notice.
    private const long LongestWait = 60_000;

    private ITimer? _timer;
    private long _armedFor = long.MaxValue;

    /// <summary>Arms the alarm for a time, unless it is armed for that or an earlier one.</summary>
    /// <param name="due">The time in milliseconds since the Unix epoch; <see cref="long.MaxValue"/> for none.</param>
    public void ArmFor(long due)
    {
        if (due >= Volatile.Read(ref _armedFor))
            return;
        Volatile.Write(ref _armedFor, due);
        var wait = Math.Clamp(due - time.GetUtcNow().ToUnixTimeMilliseconds(), 1, LongestWait);
        _timer ??= time.CreateTimer(static alarm => ((ProcessingTimeAlarm)alarm!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(TimeSpan.FromMilliseconds(wait), Timeout.InfiniteTimeSpan);
    }

    public ValueTask DisposeAsync() => _timer?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Fire()
    {
        Volatile.Write(ref _armedFor, long.MaxValue);
        wake();
    }
}
