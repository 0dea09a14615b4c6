using StateGen.Engine.Jobs;

namespace StateGen.Engine.Exchange;

/// <summary>One receiver of an exchange, as one sender sees it: the batch that fills, what the receiver was told last, and its part of the records.</summary>
/// <param name="channel">The channel to the receiver.</param>
/// <param name="batchSize">The maximum number of records in a batch.</param>
/// <param name="firstPart">The part of the records that the receiver is expected to get at first.</param>
internal sealed class ExchangeReceiver<TKey, T>(InputChannel<TKey, T> channel, int batchSize, float firstPart)
    where TKey : notnull
{
    // In the next run, a receiver may get this many times its part of the runs before.
    private const float Variation = 4;
    private const float Fading = 0.875f;
    private const float LeastPart = 1f / 65_536;

    private RecordBatch<TKey, T>? _batch;
    private long _watermark = EventTime.Minimum;
    private bool _isIdle;
    private float _part = firstPart;
    private int _sentSinceObserved;
    private int _heldWhenObserved;

    // A batch without a change says again what the last one said.
    public RecordBatch<TKey, T> Batch => _batch ??= Begin();

    public bool IsEmpty => _batch is null;

    /// <summary>Gets the size of a run of which this receiver should not get more than it allows, going by the runs before.</summary>
    public int PreferredCount => (int)(channel.BatchLimit / Math.Min(1, Variation * _part));

    /// <summary>Gets the last watermark that was added to a batch.</summary>
    public long Watermark => _watermark;

    /// <summary>Gets the number of records with which a batch is full; at least 1.</summary>
    public int Limit => Math.Min(channel.BatchLimit, batchSize);

    /// <summary>Gets a value indicating whether the batch must be sent before the next record is added.</summary>
    public bool IsFull => _batch!.Count >= Limit;

    /// <summary>Adds a watermark after the records of the batch, if it is another one than the last.</summary>
    public void Mark(long watermark)
    {
        if (watermark != _watermark)
            Mark(Batch.Count, watermark);
    }

    /// <summary>Adds consecutive records with the watermarks between them: as many as fit into the batch, at least one.</summary>
    /// <param name="keys">The keys and hashes of the records.</param>
    /// <param name="records">The run that the records are in.</param>
    /// <param name="firstKey">The index of the key of the next record.</param>
    /// <param name="cursor">The next record and the next watermark of the run.</param>
    /// <param name="count">The number of records.</param>
    public void Append(KeyExtraction<TKey, T> keys, int firstKey, in StreamRecords<T> records, ref RecordCursor cursor, int count)
    {
        var batch = Batch;
        var (first, start) = (cursor.Record, batch.Count);
        var added = Math.Clamp(Limit - start, 1, count);
        batch.Append(keys, firstKey, records, first, added);
        var watermarks = records.Watermarks.Span;
        for (; cursor.Watermark < watermarks.Length && watermarks[cursor.Watermark].Index < first + added; cursor.Watermark++)
            Mark(start + watermarks[cursor.Watermark].Index - first, watermarks[cursor.Watermark].Watermark);
        cursor.Record += added;
    }

    /// <summary>Makes the next batch say that the sender has become idle, or is not idle any more.</summary>
    public void MarkIdle(bool isIdle)
    {
        if (isIdle == _isIdle)
            return;
        _isIdle = isIdle;
        Batch.IsIdle = isIdle;
    }

    /// <summary>Takes note of the part that the receiver has got of a number of records. A greater part counts at once, and is forgotten slowly.</summary>
    public void ObservePart(int count)
    {
        var held = _batch?.Count ?? 0;
        var part = (float)(_sentSinceObserved + held - _heldWhenObserved) / count;
        _part = Math.Max(LeastPart, Math.Max(part, _part * Fading));
        (_sentSinceObserved, _heldWhenObserved) = (0, held);
    }

    /// <summary>Sends the batch, if there is one and there is room for it.</summary>
    /// <returns>true if nothing is left to send; otherwise, false.</returns>
    public bool TryFlush()
    {
        if (_batch is null)
            return true;
        // The receiver may return the batch as soon as it is written.
        var count = _batch.Count;
        if (!channel.TryWrite(_batch))
            return false;
        _sentSinceObserved += count;
        _batch = null;
        return true;
    }

    /// <summary>Sends a slice, if there is room for it. Nothing else is left to send.</summary>
    /// <returns>true if it was sent; otherwise, false.</returns>
    public bool TrySend(in BlockSlice<TKey, T> slice)
    {
        // The receiver may release the slice as soon as it is written.
        var watermark = slice.WatermarkCount > 0 ? slice.Watermarks[^1].Watermark : _watermark;
        if (!channel.TryWrite(slice))
            return false;
        _watermark = watermark;
        _sentSinceObserved += slice.Count;
        return true;
    }

    /// <summary>Gets a value indicating whether a record may be sent.</summary>
    public bool HasRoom => channel.Admits(1);

    /// <summary>Waits until there is room for at least one record.</summary>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken) => channel.WaitForRoomAsync(cancellationToken);

    public ValueTask SendAsync(CancellationToken cancellationToken)
    {
        var batch = Batch;
        _batch = null;
        _sentSinceObserved += batch.Count;
        return channel.WriteAsync(batch, cancellationToken);
    }

    private RecordBatch<TKey, T> Begin()
    {
        var batch = channel.Rent();
        batch.IsIdle = _isIdle;
        return batch;
    }

    private void Mark(int index, long watermark)
    {
        if (watermark == _watermark)
            return;
        _watermark = watermark;
        Batch.Watermarks.Add(index, watermark);
    }
}
