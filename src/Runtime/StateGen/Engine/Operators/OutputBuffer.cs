using StateGen.Engine.Exchange;

namespace StateGen.Engine.Operators;

/// <summary>
/// What an operator has emitted since its output was last taken, with timestamps and the watermarks between. Grows and is reused: no allocation per
/// record.
/// </summary>
internal sealed class OutputBuffer<TOut>
{
    private TOut[] _values = new TOut[16];
    private long[] _timestamps = new long[16];

    public int Count { get; private set; }

    public ReadOnlySpan<TOut> Values => _values.AsSpan(0, Count);

    public ReadOnlyMemory<TOut> ValueMemory => _values.AsMemory(0, Count);

    public ReadOnlyMemory<long> Timestamps => _timestamps.AsMemory(0, Count);

    /// <summary>The watermarks that the operator has reached, each standing behind all that it emitted before.</summary>
    public WatermarkMarks Watermarks { get; } = new();

    public void Append(TOut value, long timestamp)
    {
        if (Count == _values.Length)
            Grow();
        _values[Count] = value;
        _timestamps[Count++] = timestamp;
    }

    /// <summary>Drops what was appended since the buffer held <paramref name="count"/> records, within the record that is being processed.</summary>
    public void Truncate(int count)
    {
        Array.Clear(_values, count, Count - count);
        Count = count;
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
