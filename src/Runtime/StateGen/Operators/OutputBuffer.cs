namespace StateGen;

/// <summary>What an operator has emitted since its output was last taken, with timestamps. Grows and is reused: no allocation per record.</summary>
internal sealed class OutputBuffer<TOut>
{
    private TOut[] _values = new TOut[16];
    private long[] _timestamps = new long[16];

    public int Count { get; private set; }

    public ReadOnlySpan<TOut> Values => _values.AsSpan(0, Count);

    public ReadOnlySpan<long> Timestamps => _timestamps.AsSpan(0, Count);

    public void Append(TOut value, long timestamp)
    {
        if (Count == _values.Length)
            Grow();
        _values[Count] = value;
        _timestamps[Count++] = timestamp;
    }

    /// <summary>Drops what was appended since the buffer held <paramref name="count"/> records.</summary>
    public void Truncate(int count)
    {
        Array.Clear(_values, count, Count - count);
        Count = count;
    }

    private void Grow()
    {
        Array.Resize(ref _values, Count * 2);
        Array.Resize(ref _timestamps, Count * 2);
    }
}
