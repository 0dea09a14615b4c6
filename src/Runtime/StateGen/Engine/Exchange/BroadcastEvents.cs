namespace StateGen.Engine.Exchange;

/// <summary>
/// A run of broadcast events. One object is sent to all receivers, so it does not change after it was sent, and no pool reuses it. The arrays grow with it.
/// </summary>
internal abstract class BroadcastEvents
{
    private long[] _timestamps = [];
    private RecordOrigin[] _origins = [];

    public int Count { get; private set; }

    /// <summary>Gets the event times in milliseconds since the Unix epoch.</summary>
    public ReadOnlySpan<long> Timestamps => _timestamps.AsSpan(0, Count);

    /// <summary>Gets an event, for messages and dead letters.</summary>
    public abstract object? ValueAt(int index);

    public string? DescribeOrigin(int index) => RecordOrigin.Describe(_origins, index);

    protected void Append(long timestamp, RecordOrigin? origin)
    {
        if (Count == _timestamps.Length)
            Array.Resize(ref _timestamps, Math.Max(8, 2 * Count));
        _timestamps[Count] = timestamp;
        if (origin is { } known)
        {
            if (_origins.Length <= Count)
                Array.Resize(ref _origins, _timestamps.Length);
            _origins[Count] = known;
        }

        Count++;
    }
}

/// <summary>A run of broadcast events of a type.</summary>
internal sealed class BroadcastEvents<T> : BroadcastEvents
{
    private T[] _values = [];

    public ReadOnlySpan<T> Values => _values.AsSpan(0, Count);

    public override object? ValueAt(int index) => Values[index];

    /// <summary>Adds an event. Before the events are sent.</summary>
    public void Append(T value, long timestamp, RecordOrigin? origin)
    {
        if (Count == _values.Length)
            Array.Resize(ref _values, Math.Max(8, 2 * Count));
        _values[Count] = value;
        Append(timestamp, origin);
    }
}
