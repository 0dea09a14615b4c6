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
    private bool _hasOrigins;

    /// <summary>Gets the number of keyed records.</summary>
    public int Count { get; private set; }

    /// <summary>Gets or sets the broadcast events, which a batch carries instead of keyed records; null if there are none.</summary>
    public BroadcastEvents? Broadcast { get; set; }

    /// <summary>Gets the number of keyed records or broadcast events.</summary>
    public int Size => Broadcast?.Count ?? Count;

    public WatermarkPositionList Watermarks { get; } = new();

    /// <summary>Gets or sets a value indicating whether the sender's input ends after the records.</summary>
    public bool IsEndOfInput { get; set; }

    /// <summary>Gets or sets a value indicating whether the sender is idle after the records.</summary>
    public bool IsIdle { get; set; }

    /// <summary>Gets or sets the barrier after the records; null if there is none.</summary>
    public PendingCheckpoint? Barrier { get; set; }

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
        _hasOrigins = true;
        if (_origins.Length < Count)
            GrowOrigins();
        records.Origins.Span.Slice(first, count).CopyTo(_origins.AsSpan(before));
    }

    /// <summary>Sets the origin of the record that was appended last. All records of a batch have one, or none.</summary>
    public void SetOrigin(in RecordOrigin origin)
    {
        _hasOrigins = true;
        if (_origins.Length < Count)
            GrowOrigins();
        _origins[Count - 1].Set(origin);
    }

    public KeyedRecords<TKey, T> Records(ReadOnlySpan<WatermarkPosition> watermarks) => new()
    {
        Keys = _keys.AsSpan(0, Count),
        Hashes = _hashes.AsSpan(0, Count),
        Events = _events.AsSpan(0, Count),
        Timestamps = _timestamps.AsSpan(0, Count),
        Origins = _hasOrigins ? _origins.AsSpan(0, Count) : default,
        Watermarks = watermarks,
        Broadcast = Broadcast,
    };

    /// <summary>Gets the records without their keys, to be forwarded as they are. Valid until the batch is returned.</summary>
    public StreamRecords<T> Stream(ReadOnlyMemory<WatermarkPosition> watermarks) => new()
    {
        Events = _events.AsMemory(0, Count),
        Timestamps = _timestamps.AsMemory(0, Count),
        Origins = _hasOrigins ? _origins.AsMemory(0, Count) : default,
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
        _hasOrigins = false;
        IsEndOfInput = IsIdle = false;
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
    private long _bytes;

    /// <summary>Gets the size in bytes of the arrays of all batches.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Gets the batch that was returned last, which is probably still in the cache.</summary>
    public RecordBatch<TKey, T> Rent()
    {
        lock (_gate)
        {
            if (_free.TryPop(out var batch))
                return batch;
        }

        return new(this);
    }

    /// <summary>Takes back a batch that was cleared.</summary>
    public void Return(RecordBatch<TKey, T> batch)
    {
        lock (_gate)
            _free.Push(batch);
    }

    /// <summary>Gets the next greater capacity of a batch.</summary>
    public int CapacityAfter(int capacity) => capacity < batchSize ? Math.Min(batchSize, Math.Max(LeastCapacity, capacity * 2)) : capacity * 2;

    public void CountGrowth(long bytes) => Interlocked.Add(ref _bytes, bytes);
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
