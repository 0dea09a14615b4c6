using StateGen.Engine.Exchange;

namespace StateGen.Engine.Operators;

/// <summary>
/// The output of an operator since it was last taken, with timestamps and the watermarks between the records. The buffer grows and is reused, so there is no
/// allocation per record.
/// </summary>
internal sealed class OutputBuffer<TOut>
{
    private TOut[] _values = new TOut[16];
    private long[] _timestamps = new long[16];

    public int Count { get; private set; }

    /// <summary>Gets or sets the number of records at which the buffer counts as full. A single record may exceed it.</summary>
    public int Limit { get; set; } = int.MaxValue;

    /// <summary>Gets a value indicating whether the buffer, or a side output, must be taken before the next record.</summary>
    public bool IsFull { get; private set; }

    public ReadOnlySpan<TOut> Values => _values.AsSpan(0, Count);

    public ReadOnlyMemory<TOut> ValueMemory => _values.AsMemory(0, Count);

    public ReadOnlyMemory<long> Timestamps => _timestamps.AsMemory(0, Count);

    /// <summary>Gets the watermarks that the operator has reached, each positioned after all records that were emitted before it.</summary>
    public WatermarkPositionList Watermarks { get; } = new();

    /// <summary>Gets or sets what keeps the keys of the records; null if nobody needs them.</summary>
    public EmittedKeys? Keys { get; set; }

    public void Append(TOut value, long timestamp)
    {
        if (Count == _values.Length)
            Grow();
        Keys?.Keep(Count);
        _values[Count] = value;
        _timestamps[Count++] = timestamp;
        if (Count >= Limit)
            IsFull = true;
    }

    /// <summary>Makes the buffer count as full, because a side output is.</summary>
    public void MarkFull() => IsFull = true;

    /// <summary>
    /// Drops all records after the first <paramref name="count"/>. Called only for the record that is being processed, or to clear the buffer.
    /// </summary>
    public void Truncate(int count)
    {
        Array.Clear(_values, count, Count - count);
        Keys?.Clear(count, Count - count);
        Count = count;
        IsFull = count >= Limit;
    }

    /// <summary>Copies the records with their timestamps.</summary>
    public TimestampedValue<TOut>[] ToTimestamped()
    {
        var records = new TimestampedValue<TOut>[Count];
        for (var index = 0; index < Count; index++)
            records[index] = new(_values[index], EventTime.ToTimestamp(_timestamps[index]));
        return records;
    }

    /// <summary>Drops everything.</summary>
    public void Clear()
    {
        Truncate(0);
        Watermarks.Clear();
    }

    private void Grow()
    {
        Array.Resize(ref _values, Count * 2);
        Array.Resize(ref _timestamps, Count * 2);
    }
}
