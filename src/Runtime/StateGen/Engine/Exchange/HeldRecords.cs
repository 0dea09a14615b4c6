using StateGen.Engine.Jobs;
using StateGen.Keys;

namespace StateGen.Engine.Exchange;

/// <summary>
/// Records that an exchange with many receivers holds before it distributes them, so that each receiver gets many at once: what belongs to a receiver is far
/// away in memory, and each look at it is expensive. They are sorted by receiver into one block, and stay in order for each of them. The memory for them is
/// from the pool while there are any.
/// </summary>
/// <param name="receivers">The number of receivers.</param>
/// <param name="maxParallelism">The number of key groups.</param>
/// <param name="pool">The blocks of the exchange.</param>
internal sealed class HeldRecords<TKey, T>(int receivers, int maxParallelism, BatchPool<TKey, T> pool)
    where TKey : notnull
{
    private const int MostForEach = 34;

    private readonly ReceiverPart[] _parts = new ReceiverPart[receivers];
    private readonly WatermarkPositionList _watermarks = new();
    private ushort[] _receivers = [];
    private RecordBlock<TKey, T>? _held;
    private RecordBlock<TKey, T>? _sorted;

    /// <summary>Gets the number of records.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the number of records that are worth distributing.</summary>
    public int Limit { get; private set; } = 1;

    /// <summary>Gets a value indicating whether enough records are held to distribute them.</summary>
    public bool IsFull => Count >= Limit;

    /// <summary>Adds consecutive records, between which there is no watermark.</summary>
    /// <param name="keys">The keys and hashes of the records.</param>
    /// <param name="firstKey">The index of the key of the first of them.</param>
    /// <param name="records">The run that the records are in.</param>
    /// <param name="first">The index of the first of them.</param>
    /// <param name="count">Their number; at most as many as <see cref="Limit"/> allows.</param>
    /// <param name="watermark">The last watermark before them.</param>
    public void Add(KeyExtraction<TKey, T> keys, int firstKey, in StreamRecords<T> records, int first, int count, long watermark)
    {
        var held = _held ?? Begin();
        if (watermark > EventTime.Minimum && (_watermarks.Count == 0 || _watermarks.Span[^1].Watermark != watermark))
            _watermarks.Add(Count, watermark);
        var to = held.Records.Slice(Count, count);
        var hashes = keys.Hashes.Slice(firstKey, count);
        var selected = keys.Keys.Slice(firstKey, count);
        var events = records.Events.Span.Slice(first, count);
        var timestamps = records.Timestamps.Span.Slice(first, count);
        var receiverOf = _receivers.AsSpan(Count, count);
        for (var index = 0; index < to.Length; index++)
        {
            var hash = hashes[index];
            var receiver = KeyGroups.SubtaskOf(KeyGroups.Of(hash, maxParallelism), maxParallelism, _parts.Length);
            receiverOf[index] = (ushort)receiver;
            _parts[receiver].Count(_watermarks.Count);
            to[index] = new(selected[index], hash, events[index], timestamps[index]);
        }

        if (!records.Origins.IsEmpty)
            SetOrigins(held, records.Origins.Span.Slice(first, count));
        else if (!held.Origins.IsEmpty)
            held.Origins.Slice(Count, count).Clear();
        Count += count;
    }

    /// <summary>Sorts the records by receiver, once all are added.</summary>
    /// <param name="watermark">The last watermark, which every receiver of records gets.</param>
    public void Sort(long watermark)
    {
        var held = _held!;
        if (watermark > EventTime.Minimum && (_watermarks.Count == 0 || _watermarks.Span[^1].Watermark != watermark))
            _watermarks.Add(Count, watermark);
        var (records, watermarks) = (0, 0);
        foreach (ref var part in _parts.AsSpan())
            part.Begin(ref records, ref watermarks);
        _sorted = pool.RentBlock();
        _sorted.Begin(Count, watermarks, !held.Origins.IsEmpty, MostForEach * receivers);
        Scatter(held, _sorted);
        foreach (ref var part in _parts.AsSpan())
            part.Complete(_sorted.Watermarks, _watermarks.Span);
        _watermarks.Clear();
        _held = null;
        held.Release(held.Records.Length);
    }

    /// <summary>Distributes the records, once they are sorted.</summary>
    /// <returns>A receiver that has no room for its batch; null if all records were distributed.</returns>
    public ExchangeReceiver<TKey, T>? Distribute(ReadOnlySpan<ExchangeReceiver<TKey, T>> to)
    {
        ExchangeReceiver<TKey, T>? full = null;
        for (var index = 0; index < to.Length; index++)
        {
            if (!TryDistribute(to[index], ref _parts[index]))
                full ??= to[index];
        }

        return full;
    }

    /// <summary>
    /// Makes room for the records that are worth holding next. A barrier must wait for them, so they are few where receivers are slow.
    /// </summary>
    public void Clear(ReadOnlySpan<ExchangeReceiver<TKey, T>> to)
    {
        _sorted = null;
        Array.Clear(_parts);
        var limit = 0;
        foreach (var receiver in to)
            limit += Math.Min(MostForEach, receiver.Limit);
        Limit = limit;
        Count = 0;
    }

    private RecordBlock<TKey, T> Begin()
    {
        _held = pool.RentBlock();
        _held.Begin(Limit, 0, hasOrigins: false, MostForEach * receivers);
        if (_receivers.Length < Limit)
            _receivers = new ushort[Limit];
        return _held;
    }

    private void Scatter(RecordBlock<TKey, T> held, RecordBlock<TKey, T> sorted)
    {
        var records = held.Records[..Count];
        var to = sorted.Records;
        var origins = held.Origins;
        var toOrigins = sorted.Origins;
        var watermarks = _watermarks.Span;
        var passed = 0;
        for (var index = 0; index < records.Length; index++)
        {
            while (passed < watermarks.Length && watermarks[passed].Index <= index)
                passed++;
            ref var part = ref _parts[_receivers[index]];
            if (part.Mark(passed))
                sorted.Watermarks[part.EndWatermark++] = new(part.End, watermarks[passed - 1].Watermark);
            to[part.End] = records[index];
            if (!origins.IsEmpty)
                toOrigins[part.End].Set(origins[index]);
            part.End++;
        }
    }

    private bool TryDistribute(ExchangeReceiver<TKey, T> receiver, ref ReceiverPart part)
    {
        while (part.Next < part.End)
        {
            if (!receiver.TryFlush())
                return false;
            var slice = part.Cut(_sorted!, receiver.Limit);
            if (!receiver.TrySend(slice))
                return false;
            part.Next += slice.Count;
            part.NextWatermark += slice.WatermarkCount;
        }

        return true;
    }

    private void SetOrigins(RecordBlock<TKey, T> held, ReadOnlySpan<RecordOrigin> origins)
    {
        if (held.Origins.IsEmpty)
        {
            held.AddOrigins(MostForEach * _parts.Length);
            held.Origins[..Count].Clear();
        }

        var to = held.Origins.Slice(Count, origins.Length);
        for (var index = 0; index < to.Length; index++)
            to[index].Set(origins[index]);
    }

    /// <summary>The part of one receiver: first as counts, then as positions in the block.</summary>
    private struct ReceiverPart
    {
        // The number of watermarks that were added before the last record.
        private int _passed;

        public int Next;
        public int End;
        public int NextWatermark;
        public int EndWatermark;

        public void Count(int passed)
        {
            End++;
            if (Mark(passed))
                EndWatermark++;
        }

        public bool Mark(int passed)
        {
            if (_passed == passed)
                return false;
            _passed = passed;
            return true;
        }

        /// <summary>
        /// Begins at the positions behind the part before, and moves them behind this one. There is room for one more watermark after the records.
        /// </summary>
        public void Begin(ref int record, ref int watermark)
        {
            var (records, watermarks) = (End, EndWatermark);
            Next = End = record;
            NextWatermark = EndWatermark = watermark;
            _passed = 0;
            if (records == 0)
                return;
            record += records;
            watermark += watermarks + 1;
        }

        public void Complete(Span<WatermarkPosition> to, ReadOnlySpan<WatermarkPosition> watermarks)
        {
            if (Next < End && Mark(watermarks.Length))
                to[EndWatermark++] = new(End, watermarks[^1].Watermark);
        }

        public readonly BlockSlice<TKey, T> Cut(RecordBlock<TKey, T> block, int count)
        {
            if (End - Next <= count)
                return new(block, Next, End - Next, NextWatermark, EndWatermark - NextWatermark);
            var end = NextWatermark;
            while (end < EndWatermark && block.Watermarks[end].Index < Next + count)
                end++;
            return new(block, Next, count, NextWatermark, end - NextWatermark);
        }
    }
}
