namespace StateGen.Engine.Operators;

/// <summary>
/// Divides the timers that are due into slices, between which a subtask looks for barriers, hands its output on and lets others run. A slice is at most 32
/// timers, and fewer where they are slow. Used by one thread at a time.
/// </summary>
internal sealed class TimerSlices(TimeProvider time)
{
    private const int MostTimers = 32;

    private static readonly TimeSpan LongestSlice = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    // A yield costs as much as several timers.
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMilliseconds(1);

    private long _begun = time.GetTimestamp();
    private long _handedOn = time.GetTimestamp();
    private long _yielded = time.GetTimestamp();

    /// <summary>Gets the number of timers that may fire before the next look.</summary>
    public int Limit { get; private set; } = 1;

    /// <summary>Gets a value indicating whether output that is not handed on yet may have waited long enough.</summary>
    public bool IsOutputOverdue => time.GetElapsedTime(_handedOn, _begun) >= LongestWait;

    public void Begin() => _begun = time.GetTimestamp();

    /// <summary>Ends a slice, begins the next, and finds its size.</summary>
    public void Complete()
    {
        var now = time.GetTimestamp();
        Limit = time.GetElapsedTime(_begun, now) > LongestSlice ? Math.Max(1, Limit / 2) : Math.Min(MostTimers, Limit * 2);
        _begun = now;
    }

    public void NoteHandedOn() => _handedOn = _begun;

    /// <summary>Lets other subtasks run if this one has run long enough.</summary>
    public async ValueTask YieldAsync()
    {
        if (time.GetElapsedTime(_yielded, _begun) < LongestTurn)
            return;
        await default(FairYield);
        BeginTurn();
    }

    /// <summary>Begins the time that the subtask may run before it yields.</summary>
    public void BeginTurn() => _yielded = time.GetTimestamp();
}
