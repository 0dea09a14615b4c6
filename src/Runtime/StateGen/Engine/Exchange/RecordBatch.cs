using StateGen.Checkpointing.Coordination;

namespace StateGen.Engine.Exchange;

/// <summary>
/// The unit of transfer from one subtask to another: records as parallel arrays, the watermarks between them, and the end of input or the barrier after the
/// last record, if any. One channel reuses its batches, so that the engine allocates nothing per record.
/// </summary>
internal sealed class RecordBatch<TKey, T>(int capacity)
    where TKey : notnull
{
    private readonly TKey[] _keys = new TKey[capacity];
    private readonly ulong[] _hashes = new ulong[capacity];
    private readonly T[] _events = new T[capacity];
    private readonly long[] _timestamps = new long[capacity];
    private readonly RecordOrigin[] _origins = new RecordOrigin[capacity];
    private bool _hasOrigins;

    public int Count { get; private set; }

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
        _keys[index] = key;
        _hashes[index] = hash;
        _events[index] = value;
        _timestamps[index] = timestamp;
        Count = index + 1;
    }

    /// <summary>Sets the origin of the record that was appended last.</summary>
    public void SetOrigin(in RecordOrigin origin)
    {
        _hasOrigins = true;
        _origins[Count - 1] = origin;
    }

    public KeyedRecords<TKey, T> Records(ReadOnlySpan<WatermarkPosition> watermarks) => new()
    {
        Keys = _keys.AsSpan(0, Count),
        Hashes = _hashes.AsSpan(0, Count),
        Events = _events.AsSpan(0, Count),
        Timestamps = _timestamps.AsSpan(0, Count),
        Origins = _hasOrigins ? _origins.AsSpan(0, Count) : default,
        Watermarks = watermarks,
    };

    /// <summary>Clears the batch, including all references.</summary>
    public void Clear()
    {
        Array.Clear(_keys, 0, Count);
        Array.Clear(_events, 0, Count);
        Array.Clear(_origins, 0, _hasOrigins ? Count : 0);
        Watermarks.Clear();
        Count = 0;
        _hasOrigins = false;
        IsEndOfInput = IsIdle = false;
        Barrier = null;
    }
}

/// <summary>A batch and the channel that it was received from and must be returned to.</summary>
internal readonly record struct ReceivedBatch<TKey, T>(InputChannel<TKey, T> Channel, RecordBatch<TKey, T> Batch)
    where TKey : notnull;

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
