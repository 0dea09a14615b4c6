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

    public void Advance(TimeSpan time)
    {
        var end = GetTimestamp() + time.Ticks;
        while (TakeDue(end) is { } timer)
            timer.Fire();
        lock (_gate)
        {
            _ticks = end;
            SignalChange();
        }
    }

    // A wait for a timer depends on the time and on the timers.
    private void SignalChange()
    {
        _changed.TrySetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private VirtualTimer? TakeDue(long end)
    {
        lock (_gate)
        {
            var timer = _timers.Where(timer => timer.DueTicks <= end).MinBy(timer => timer.DueTicks);
            if (timer is null)
                return null;
            _ticks = Math.Max(_ticks, timer.DueTicks);
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
