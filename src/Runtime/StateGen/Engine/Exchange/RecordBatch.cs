using System.Runtime.CompilerServices;
using StateGen.Checkpointing.Coordination;
using StateGen.Engine.Jobs;

namespace StateGen.Engine.Exchange;

/// <summary>
/// The unit of transfer from one subtask to another: records as parallel arrays, the watermarks between them, and the end of input or the barrier after the
/// last record, if any. The arrays grow with the batch. The pool reuses batches, so that the engine allocates nothing per record.
/// </summary>
internal sealed class RecordBatch<TKey, T>(BatchPool<TKey, T> pool)
    where TKey : notnull
{
    private TKey[] _keys = [];
    private ulong[] _hashes = [];
    private T[] _events = [];
    private long[] _timestamps = [];
    private RecordOrigin[] _origins = [];

    // Records of several senders may be in one batch, and only some may have origins. Those up to the last one that has are described: with the default if they
    // have none. Of the others, the array contains anything.
    private int _described;

    /// <summary>Gets the number of keyed records.</summary>
    public int Count { get; private set; }

    /// <summary>Gets or sets the broadcast events, which a batch carries instead of keyed records; null if there are none.</summary>
    public BroadcastEvents? Broadcast { get; set; }

    /// <summary>Gets the number of keyed records or broadcast events.</summary>
    public int Size => Broadcast?.Count ?? Count;

    public WatermarkPositionList Watermarks { get; } = new();

    /// <summary>Gets a value indicating whether there is nothing but watermarks, and whether the sender is idle.</summary>
    public bool HasOnlyWatermarks => Size == 0 && Barrier is null && !IsEndOfInput;

    /// <summary>
    /// Gets or sets a value indicating whether the receiver has copied the records from slices of several senders, whose channels have room for others since.
    /// </summary>
    public bool IsGathered { get; set; }

    /// <summary>Gets or sets a value indicating whether the sender's input ends after the records.</summary>
    public bool IsEndOfInput { get; set; }

    /// <summary>Gets or sets a value indicating whether the sender is idle after the records.</summary>
    public bool IsIdle { get; set; }

    /// <summary>Gets or sets the barrier after the records; null if there is none.</summary>
    public CheckpointBarrier? Barrier { get; set; }

    public void Append(TKey key, ulong hash, T value, long timestamp)
    {
        var index = Count;
        if (index == _keys.Length)
            Grow();
        _keys[index] = key;
        _hashes[index] = hash;
        _events[index] = value;
        _timestamps[index] = timestamp;
        Count = index + 1;
    }

    /// <summary>Appends consecutive records of a run, whose keys begin with that of the first of them.</summary>
    public void Append(KeyExtraction<TKey, T> keys, int firstKey, in StreamRecords<T> records, int first, int count)
    {
        while (_keys.Length < Count + count)
            Grow();
        keys.Keys.Slice(firstKey, count).CopyTo(_keys.AsSpan(Count));
        keys.Hashes.Slice(firstKey, count).CopyTo(_hashes.AsSpan(Count));
        records.Events.Span.Slice(first, count).CopyTo(_events.AsSpan(Count));
        records.Timestamps.Span.Slice(first, count).CopyTo(_timestamps.AsSpan(Count));
        var before = Count;
        Count += count;
        if (records.Origins.IsEmpty)
            return;
        DescribeUpTo(before);
        records.Origins.Span.Slice(first, count).CopyTo(_origins.AsSpan(before));
        _described = Count;
    }

    /// <summary>Appends records of a block.</summary>
    public void Append(in BlockSlice<TKey, T> slice)
    {
        var records = slice.Records;
        while (_keys.Length < Count + records.Length)
            Grow();
        var before = Count;
        var keys = _keys.AsSpan(before, records.Length);
        var hashes = _hashes.AsSpan(before, records.Length);
        var events = _events.AsSpan(before, records.Length);
        var timestamps = _timestamps.AsSpan(before, records.Length);
        for (var index = 0; index < records.Length; index++)
            (keys[index], hashes[index], events[index], timestamps[index]) = records[index];
        Count += records.Length;
        if (slice.Origins is { IsEmpty: false } origins)
            SetOrigins(before, origins);
    }

    /// <summary>Sets the origin of the record that was appended last.</summary>
    public void SetOrigin(in RecordOrigin origin)
    {
        DescribeUpTo(Count - 1);
        _origins[Count - 1].Set(origin);
        _described = Count;
    }

    public KeyedRecords<TKey, T> Records(ReadOnlySpan<WatermarkPosition> watermarks) => new()
    {
        Keys = _keys.AsSpan(0, Count),
        Hashes = _hashes.AsSpan(0, Count),
        Events = _events.AsSpan(0, Count),
        Timestamps = _timestamps.AsSpan(0, Count),
        Origins = Origins().Span,
        Watermarks = watermarks,
        Broadcast = Broadcast,
    };

    /// <summary>Gets the records without their keys, to be forwarded as they are. Valid until the batch is returned.</summary>
    public StreamRecords<T> Stream(ReadOnlyMemory<WatermarkPosition> watermarks) => new()
    {
        Events = _events.AsMemory(0, Count),
        Timestamps = _timestamps.AsMemory(0, Count),
        Origins = Origins(),
        Watermarks = watermarks,
    };

    /// <summary>Clears the batch, including all references to keys and events.</summary>
    public void Clear()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TKey>())
            Array.Clear(_keys, 0, Count);
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            Array.Clear(_events, 0, Count);
        Watermarks.Clear();
        Count = 0;
        _described = 0;
        IsGathered = IsEndOfInput = IsIdle = false;
        Barrier = null;
        Broadcast = null;
    }

    private void Grow()
    {
        var before = _keys.Length;
        var capacity = pool.CapacityAfter(before);
        Array.Resize(ref _keys, capacity);
        Array.Resize(ref _hashes, capacity);
        Array.Resize(ref _events, capacity);
        Array.Resize(ref _timestamps, capacity);
        pool.CountGrowth((capacity - before) * (long)(Unsafe.SizeOf<TKey>() + sizeof(ulong) + Unsafe.SizeOf<T>() + sizeof(long)));
    }

    private void SetOrigins(int first, ReadOnlySpan<RecordOrigin> origins)
    {
        DescribeUpTo(first);
        var to = _origins.AsSpan(first, origins.Length);
        for (var index = 0; index < to.Length; index++)
            to[index].Set(origins[index]);
        _described = Count;
    }

    /// <summary>Makes room for the origins of all records, and describes those before <paramref name="end"/>.</summary>
    private void DescribeUpTo(int end)
    {
        if (_origins.Length < Count)
            GrowOrigins();
        if (_described < end)
            _origins.AsSpan(_described, end - _described).Clear();
        _described = end;
    }

    private ReadOnlyMemory<RecordOrigin> Origins()
    {
        if (_described == 0)
            return default;
        DescribeUpTo(Count);
        return _origins.AsMemory(0, Count);
    }

    private void GrowOrigins()
    {
        pool.CountGrowth((_keys.Length - _origins.Length) * (long)Unsafe.SizeOf<RecordOrigin>());
        Array.Resize(ref _origins, _keys.Length);
    }
}

/// <summary>
/// The batches of one exchange that are not in use. All its channels share them, so that their number is that of the batches in use at the same time, and not
/// that of the channels. Thread-safe.
/// </summary>
/// <param name="batchSize">The maximum number of records in a batch.</param>
internal sealed class BatchPool<TKey, T>(int batchSize)
    where TKey : notnull
{
    private const int LeastCapacity = 8;

    private readonly Lock _gate = new();
    private readonly Stack<RecordBatch<TKey, T>> _free = [];
    private readonly Stack<RecordBatch<TKey, T>> _freeGathered = [];
    private readonly Stack<RecordBlock<TKey, T>> _freeBlocks = [];
    private long _bytes;

    /// <summary>Gets the size in bytes of the arrays of all batches.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Gets the batch that was returned last, which is probably still in the cache.</summary>
    public RecordBatch<TKey, T> Rent() => Rent(_free);

    /// <summary>Gets a batch to which a receiver copies slices. There are few of them, but they are large.</summary>
    public RecordBatch<TKey, T> RentGathered()
    {
        var batch = Rent(_freeGathered);
        batch.IsGathered = true;
        return batch;
    }

    /// <summary>Takes back a batch, and clears it.</summary>
    public void Return(RecordBatch<TKey, T> batch)
    {
        var free = batch.IsGathered ? _freeGathered : _free;
        batch.Clear();
        lock (_gate)
            free.Push(batch);
    }

    /// <summary>Gets the block that was returned last, which is probably still in the cache.</summary>
    public RecordBlock<TKey, T> RentBlock()
    {
        lock (_gate)
        {
            if (_freeBlocks.TryPop(out var block))
                return block;
        }

        return new(this);
    }

    /// <summary>Takes back a block.</summary>
    public void Return(RecordBlock<TKey, T> block)
    {
        lock (_gate)
            _freeBlocks.Push(block);
    }

    /// <summary>Makes an array at least as long as is needed. The contents are lost.</summary>
    /// <param name="items">The array.</param>
    /// <param name="least">The length that is needed.</param>
    /// <param name="usual">The length that is enough for most uses.</param>
    public void Resize<TItem>(ref TItem[] items, int least, int usual)
    {
        if (items.Length >= least)
            return;
        // While receivers are slow, blocks are small. Those that grow are soon as long as they will be, because large arrays are not collected for a long time.
        least = least > usual / 4 ? Math.Max(least, usual) : 2 * least;
        CountGrowth((least - items.Length) * (long)Unsafe.SizeOf<TItem>());
        items = new TItem[least];
    }

    /// <summary>Gets the next greater capacity of a batch.</summary>
    public int CapacityAfter(int capacity) => capacity < batchSize ? Math.Min(batchSize, Math.Max(LeastCapacity, capacity * 2)) : capacity * 2;

    public void CountGrowth(long bytes) => Interlocked.Add(ref _bytes, bytes);

    private RecordBatch<TKey, T> Rent(Stack<RecordBatch<TKey, T>> free)
    {
        lock (_gate)
        {
            if (free.TryPop(out var batch))
                return batch;
        }

        return new(this);
    }
}

/// <summary>A batch and the channel that it was received from and must be returned to.</summary>
internal readonly record struct ReceivedBatch<TKey, T>(InputChannel<TKey, T> Channel, RecordBatch<TKey, T> Batch)
    where TKey : notnull
{
    /// <summary>Gets a value indicating whether nothing was received.</summary>
    public bool IsNone => Batch is null;
}

/// <summary>
/// The watermarks in a run of records, in order. Of several watermarks with no record between them, only the last is kept. The list grows and is reused.
/// </summary>
internal sealed class WatermarkPositionList
{
    private WatermarkPosition[] _marks = new WatermarkPosition[4];

    public int Count { get; private set; }

    public ReadOnlyMemory<WatermarkPosition> Memory => _marks.AsMemory(0, Count);

    public ReadOnlySpan<WatermarkPosition> Span => _marks.AsSpan(0, Count);

    /// <summary>Adds a watermark before the record at <paramref name="index"/>, which must not be less than the index of an earlier watermark.</summary>
    public void Add(int index, long watermark)
    {
        if (Count > 0 && _marks[Count - 1].Index == index)
            Count--;
        else if (Count == _marks.Length)
            Array.Resize(ref _marks, Count * 2);
        _marks[Count++] = new(index, watermark);
    }

    public void Clear() => Count = 0;
}

/// <summary>A watermark and its position between records.</summary>
/// <param name="Index">The index of the record after the watermark; the number of records if the watermark follows the last record.</param>
/// <param name="Watermark">The watermark, in milliseconds since the Unix epoch.</param>
internal readonly record struct WatermarkPosition(int Index, long Watermark);
