namespace StateGen.Engine.Sources;

/// <summary>
/// The wait of a split: for an operation of its source, for a task, or for a time. Any thread may report that it is over; the subtask does everything else.
/// A wait needs no task of its own.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="arrive">Reports that a wait may be over. Called on any thread, even if the wait has been ended before.</param>
internal sealed class SplitWait(TimeProvider time, Action arrive) : IDisposable
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    private ITimer? _timer;
    private Task? _task;
    private Task? _limit;

    public bool IsWaiting { get; private set; }

    /// <summary>Gets the task that is waited for; null if there is none.</summary>
    public Task? Awaited => _task;

    /// <summary>Gets the timestamp from which on the split was waiting and delivered nothing; null if it has delivered since it last waited.</summary>
    public long? QuietSince { get; private set; }

    /// <summary>Gets a value indicating whether the wait is over. A wait for a time ends with any report.</summary>
    public bool IsOver => _task is null || _task.IsCompleted || _limit is { IsCompleted: true };

    public void For(Task task)
    {
        Begin();
        _task = task;
        if (task.IsCompleted)
            arrive();
        else
            task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(arrive);
    }

    public void For(TimeSpan delay)
    {
        Begin();
        _timer ??= time.CreateTimer(static arrive => ((Action)arrive!)(), arrive, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(delay < LongestTimer ? delay : LongestTimer, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends the wait for a task when another one has completed.</summary>
    public void LimitBy(Task limit)
    {
        _limit = limit;
        limit.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(arrive);
    }

    /// <summary>Ends the wait, whether it is over or not.</summary>
    public void End()
    {
        _task = _limit = null;
        IsWaiting = false;
    }

    /// <summary>Notes that the split has delivered events, or is newly read.</summary>
    public void EndQuiet() => QuietSince = null;

    public void Dispose() => _timer?.Dispose();

    private void Begin()
    {
        IsWaiting = true;
        _limit = null;
        QuietSince ??= time.GetTimestamp();
    }
}

/// <summary>Finds the splits of a subtask that have been quiet for the timeout. One timer serves all of them.</summary>
/// <param name="timeout">The time after which a quiet split is idle.</param>
/// <param name="time">The clock.</param>
/// <param name="wake">Wakes the subtask, so that it looks for idle splits. Called on any thread.</param>
internal sealed class IdleTimeout(TimeSpan timeout, TimeProvider time, Action wake) : IDisposable
{
    private readonly long _timeout = (long)((Int128)timeout.Ticks * time.TimestampFrequency / TimeSpan.TicksPerSecond);
    private ITimer? _timer;
    private long _armedFor = long.MaxValue;
    private volatile bool _isDue;

    /// <summary>Gets a value indicating whether there may be an idle split.</summary>
    public bool IsDue => _isDue;

    /// <summary>Sets the timer so that a split that has begun to wait is found in time.</summary>
    public void Watch(SplitWait wait)
    {
        var due = wait.QuietSince!.Value + _timeout;
        if (due < _armedFor)
            Arm(due);
    }

    /// <summary>Marks the splits that have become idle.</summary>
    /// <param name="splits">All active splits of the subtask.</param>
    /// <param name="onIdle">Called for each split that has become idle.</param>
    /// <returns>true if a split has become idle; otherwise, false.</returns>
    public bool TryMark<T>(IEnumerable<SplitCursor<T>> splits, Action<SplitCursor<T>> onIdle)
    {
        _isDue = false;
        _armedFor = long.MaxValue;
        var now = time.GetTimestamp();
        var isMarked = false;
        foreach (var split in splits)
        {
            // A split that is about to be read is not quiet: the subtask may have been too busy to read it.
            if (split.IsIdle || split.Wait is not { IsWaiting: true } wait)
                continue;
            if (wait.QuietSince + _timeout > now)
            {
                Watch(wait);
                continue;
            }

            split.IsIdle = isMarked = true;
            onIdle(split);
        }

        return isMarked;
    }

    public void Dispose() => _timer?.Dispose();

    private void Arm(long due)
    {
        _armedFor = due;
        var left = time.GetElapsedTime(time.GetTimestamp(), due);
        if (left <= TimeSpan.Zero)
        {
            _isDue = true;
            wake();
            return;
        }

        _timer ??= time.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        // Timers count in milliseconds, and a shorter time would become none.
        _timer.Change(left < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : left, Timeout.InfiniteTimeSpan);
    }

    private void Fire()
    {
        _isDue = true;
        wake();
    }
}
