namespace StateGen.Testing;

/// <summary>
/// Time that stands until it is moved, with timers that fire then, in the order of their times and on the thread that moves it. Thread-safe: threads that
/// advance at the same time move it by the sum.
/// </summary>
public sealed class VirtualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<VirtualTimer> _timers = [];
    private readonly DateTimeOffset _start;
    private long _elapsed;
    private long _order;

    /// <summary>Creates a clock that stands at <see cref="DefaultStart"/>.</summary>
    public VirtualTime()
        : this(DefaultStart)
    {
    }

    /// <summary>Creates a clock.</summary>
    /// <param name="start">The time at which the clock stands.</param>
    public VirtualTime(DateTimeOffset start) => _start = start.ToUniversalTime();

    /// <summary>Gets the time at which a clock stands by default: the start of the year 2000, in UTC.</summary>
    public static DateTimeOffset DefaultStart { get; } = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Gets the number of ticks in a second: those of <see cref="TimeSpan"/>.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _start.AddTicks(GetTimestamp());

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref _elapsed);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the time and fires the timers that become due. While a timer fires, the time is the one at which it is due.</summary>
    /// <param name="time">The time span, not negative.</param>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        var left = time.Ticks;
        while (MoveToNext(ref left) is { } timer)
            timer.Fire();
    }

    // No timer can be armed between the last look for one and the last move.
    private VirtualTimer? MoveToNext(ref long left)
    {
        lock (_gate)
        {
            var end = _elapsed + left;
            var timer = _timers.Where(timer => timer.Due <= end).MinBy(static timer => (timer.Due, timer.Order));
            var step = timer is null ? left : Math.Max(0, timer.Due - _elapsed);
            _elapsed += step;
            left -= step;
            timer?.Rearm();
            return timer;
        }
    }

    /// <summary>A timer. One without a due time is not in the list of the clock.</summary>
    private sealed class VirtualTimer(VirtualTime clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        /// <summary>Gets the time at which the timer is due, in ticks since the start of the clock.</summary>
        public long Due { get; private set; }

        /// <summary>Gets the position among timers that are due at the same time.</summary>
        public long Order { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                _period = period;
                if (dueTime >= TimeSpan.Zero)
                    Arm(clock._elapsed + dueTime.Ticks);
            }

            return true;
        }

        public void Rearm()
        {
            clock._timers.Remove(this);
            if (_period > TimeSpan.Zero)
                Arm(Due + _period.Ticks);
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (clock._gate)
                clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Arm(long due)
        {
            Due = due;
            Order = clock._order++;
            clock._timers.Add(this);
        }
    }
}
