namespace StateGen.TestKit;

/// <summary>
/// Time that moves when it is told to, with timers that fire then. Unlike a FakeTimeProvider it lets a test wait until the code under test has armed a timer.
/// Thread-safe.
/// </summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<VirtualTimer> _timers = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Waits until a timer is armed for a time span from now, so that a test moves time only when somebody waits for it.</summary>
    public async Task WaitForTimerAsync(TimeSpan due, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_timers.Exists(timer => timer.DueTicks == _ticks + due.Ticks))
                    return;
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Gets the number of timers that are armed.</summary>
    public int ArmedTimers
    {
        get
        {
            lock (_gate)
                return _timers.Count(timer => timer.DueTicks != long.MaxValue);
        }
    }

    /// <summary>Moves the time and fires the timers that become due. Threads that advance at the same time move it by the sum.</summary>
    public void Advance(TimeSpan time)
    {
        var left = time.Ticks;
        while (MoveToNext(ref left) is { } timer)
            timer.Fire();
    }

    // A wait for a timer depends on the time and on the timers.
    private void SignalChange()
    {
        _changed.TrySetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    // No timer can be armed between the last look for one and the last move.
    private VirtualTimer? MoveToNext(ref long left)
    {
        lock (_gate)
        {
            var end = _ticks + left;
            var timer = _timers.Where(timer => timer.DueTicks <= end).MinBy(timer => timer.DueTicks);
            var step = timer is null ? left : Math.Max(0, timer.DueTicks - _ticks);
            _ticks += step;
            left -= step;
            if (timer is null)
                SignalChange();
            else
                timer.Rearm();
            return timer;
        }
    }

    private sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public long DueTicks { get; private set; } = long.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                _period = period;
                DueTicks = dueTime < TimeSpan.Zero ? long.MaxValue : time._ticks + dueTime.Ticks;
                if (!time._timers.Contains(this))
                    time._timers.Add(this);
                time.SignalChange();
            }

            return true;
        }

        public void Rearm() => DueTicks = _period > TimeSpan.Zero ? DueTicks + _period.Ticks : long.MaxValue;

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (time._gate)
                time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
