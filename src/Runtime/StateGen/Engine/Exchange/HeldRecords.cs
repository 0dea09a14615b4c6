using System.Runtime.CompilerServices;
using StateGen.Engine.Jobs;
using StateGen.Keys;

namespace StateGen.Engine.Exchange;

/// <summary>
/// Records that an exchange with many receivers holds before it distributes them, so that each receiver gets many at once: what belongs to a receiver is far
/// away in memory, and each look at it is expensive. The records are sorted by receiver, and stay in order for each of them. The arrays are reused.
/// </summary>
/// <param name="receivers">The number of receivers.</param>
/// <param name="maxParallelism">The number of key groups.</param>
internal sealed class HeldRecords<TKey, T>(int receivers, int maxParallelism)
    where TKey : notnull
{
    private const int MostForEach = 16;

    private readonly int[] _next = new int[receivers];
    private readonly int[] _ends = new int[receivers];
    private TKey[] _keys = [];
    private ulong[] _hashes = [];
    private T[] _events = [];
    private long[] _timestamps = [];
    private long[] _watermarks = [];
    private RecordOrigin[] _origins = [];
    private int[] _order = [];
    private bool _hasOrigins;

    public int Count { get; private set; }

    public long WatermarkOf(int index) => _watermarks[index];

    /// <summary>Adds consecutive records, between which there is no watermark.</summary>
    /// <param name="keys">The keys and hashes of the records.</param>
    /// <param name="firstKey">The index of the key of the first of them.</param>
    /// <param name="records">The run that the records are in.</param>
    /// <param name="first">The index of the first of them.</param>
    /// <param name="count">Their number.</param>
    /// <param name="watermark">The last watermark before them.</param>
    public void Add(KeyExtraction<TKey, T> keys, int firstKey, in StreamRecords<T> records, int first, int count, long watermark)
    {
        if (Count + count > _keys.Length)
            Grow(Count + count);
        keys.Keys.Slice(firstKey, count).CopyTo(_keys.AsSpan(Count));
        keys.Hashes.Slice(firstKey, count).CopyTo(_hashes.AsSpan(Count));
        records.Events.Span.Slice(first, count).CopyTo(_events.AsSpan(Count));
        records.Timestamps.Span.Slice(first, count).CopyTo(_timestamps.AsSpan(Count));
        _watermarks.AsSpan(Count, count).Fill(watermark);
        if (!records.Origins.IsEmpty)
            SetOrigins(records.Origins.Span.Slice(first, count));
        Count += count;
    }

    /// <summary>Sorts the records by receiver, once all are added.</summary>
    public void Sort()
    {
        Array.Clear(_ends);
        for (var index = 0; index < Count; index++)
            _ends[ReceiverOf(index)]++;
        var start = 0;
        for (var receiver = 0; receiver < _ends.Length; receiver++)
        {
            _next[receiver] = start;
            start += _ends[receiver];
            _ends[receiver] = _next[receiver];
        }

        for (var index = 0; index < Count; index++)
            _order[_ends[ReceiverOf(index)]++] = index;
    }

    /// <summary>Distributes the records, once they are sorted, and sends batches that are worth it.</summary>
    /// <returns>A receiver that has no room for its batch; null if all records were distributed.</returns>
    public ExchangeReceiver<TKey, T>? Distribute(ReadOnlySpan<ExchangeReceiver<TKey, T>> to)
    {
        ExchangeReceiver<TKey, T>? full = null;
        for (var index = 0; index < to.Length; index++)
        {
            if (!TryDistribute(to[index], ref _next[index], _ends[index]))
                full ??= to[index];
        }

        return full;
    }

    /// <summary>
    /// Counts the records that are worth holding before they are distributed. A barrier must wait for them, so they are few where receivers are slow.
    /// </summary>
    public static int CountWorthHolding(ReadOnlySpan<ExchangeReceiver<TKey, T>> to)
    {
        var count = 0;
        foreach (var receiver in to)
            count += Math.Min(MostForEach, receiver.Limit);
        return count;
    }

    public void CopyTo(RecordBatch<TKey, T> batch, int index)
    {
        batch.Append(_keys[index], _hashes[index], _events[index], _timestamps[index]);
        if (_hasOrigins)
            batch.SetOrigin(_origins[index]);
    }

    /// <summary>Clears the records, including all references to keys and events.</summary>
    public void Clear()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TKey>())
            Array.Clear(_keys, 0, Count);
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            Array.Clear(_events, 0, Count);
        Count = 0;
        _hasOrigins = false;
    }

    private bool TryDistribute(ExchangeReceiver<TKey, T> receiver, ref int next, int end)
    {
        while (next < end)
        {
            if (!receiver.IsEmpty && receiver.IsFull && !receiver.TryFlush())
                return false;
            var count = Math.Min(end - next, receiver.Room);
            receiver.Append(this, _order.AsSpan(next, count));
            next += count;
        }

        if (receiver.IsHalfFull)
            receiver.TryFlush();
        return true;
    }

    private int ReceiverOf(int index) => KeyGroups.SubtaskOf(KeyGroups.Of(_hashes[index], maxParallelism), maxParallelism, _ends.Length);

    private void SetOrigins(ReadOnlySpan<RecordOrigin> origins)
    {
        _hasOrigins = true;
        if (_origins.Length < _keys.Length)
            Array.Resize(ref _origins, _keys.Length);
        origins.CopyTo(_origins.AsSpan(Count));
    }

    // Each of many senders has these arrays, so they do not become larger than what is held at most.
    private void Grow(int least)
    {
        var capacity = Math.Max(least, Math.Min(2 * _keys.Length, MostForEach * receivers));
        Array.Resize(ref _keys, capacity);
        Array.Resize(ref _hashes, capacity);
        Array.Resize(ref _events, capacity);
        Array.Resize(ref _timestamps, capacity);
        Array.Resize(ref _watermarks, capacity);
        Array.Resize(ref _order, capacity);
    }
}
