using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace StateGen.Engine.Exchange;

/// <summary>
/// The bounded channel from one sending subtask to one receiving subtask. The sender waits while the receiver's allowance does not admit its batch; a returned
/// batch makes room. Batches come from a pool and go back to it, so that a channel in which nothing is in flight is small.
/// </summary>
internal sealed class InputChannel<TKey, T>(
    int sender, long[] watermarks, ArrivalSet arrived, WakeSignal arrival, RecordAllowance allowance, BatchPool<TKey, T> pool)
    where TKey : notnull
{
    // A ring. What was read and not returned still counts, so the sender finds the place of what it sends next empty.
    private readonly SentRecords<TKey, T>[] _sent = new SentRecords<TKey, T>[allowance.MaxBatches];
    private readonly WakeSignal _room = new();
    private long _readBatches;
    private long _sentBatches;
    private long _sentRecords;
    private long _returnedBatches;
    private long _returnedRecords;

    private long _watermark = EventTime.Minimum;
    private bool _isIdle;
    private bool _isEnded;

    /// <summary>Gets the index of the sender.</summary>
    public int Index => sender;

    /// <summary>Gets or sets the last watermark of the sender that the receiver has read.</summary>
    public long Watermark
    {
        get => _watermark;
        set => Publish(_watermark = value);
    }

    /// <summary>Gets or sets a value indicating whether the sender was idle after the last batch that the receiver has read.</summary>
    public bool IsIdle
    {
        get => _isIdle;
        set
        {
            _isIdle = value;
            Publish(_watermark);
        }
    }

    /// <summary>Gets or sets a value indicating whether the receiver has read the sender's end of input.</summary>
    public bool IsEnded
    {
        get => _isEnded;
        set
        {
            _isEnded = value;
            Publish(_watermark);
        }
    }

    /// <summary>Gets or sets a value indicating whether a barrier was read and the receiver waits for the barriers of its other channels.</summary>
    public bool IsBlocked { get; set; }

    /// <summary>Gets a value indicating whether the next batch contains nothing but a barrier, and may be read.</summary>
    public bool HasOnlyBarrier =>
        CanRead && Next.Batch is { Barrier: not null, Size: 0, Watermarks.Count: 0, IsEndOfInput: false };

    /// <summary>Gets a value indicating whether what is next may be read, and is a slice, or watermarks alone.</summary>
    public bool IsGatherable => CanRead && (Next.Batch is not { } batch || (batch.HasOnlyWatermarks && batch.IsIdle == _isIdle));

    /// <inheritdoc cref="RecordAllowance.BatchLimit"/>
    public int BatchLimit => allowance.BatchLimit;

    /// <summary>Gets the pool of the exchange.</summary>
    public BatchPool<TKey, T> Pool => pool;

    private bool CanRead => !IsBlocked && Volatile.Read(ref _sentBatches) > _readBatches;

    private ref SentRecords<TKey, T> Next => ref _sent[_readBatches % _sent.Length];

    public RecordBatch<TKey, T> Rent() => pool.Rent();

    /// <summary>Sends a batch, unless too much is in flight.</summary>
    public bool TryWrite(RecordBatch<TKey, T> batch) => TryWrite(new() { Batch = batch }, batch.Size);

    /// <summary>Sends a slice, unless too much is in flight.</summary>
    public bool TryWrite(in BlockSlice<TKey, T> slice) => TryWrite(new() { Slice = slice }, slice.Count);

    /// <summary>Determines whether a number of records may be sent.</summary>
    public bool Admits(int count)
    {
        var batches = _sentBatches - Volatile.Read(ref _returnedBatches);
        var records = _sentRecords - Volatile.Read(ref _returnedRecords);
        return allowance.Admits(batches, records, count);
    }

    /// <summary>Waits until a record may be sent.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (!Admits(1))
            await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WriteAsync(RecordBatch<TKey, T> batch, CancellationToken cancellationToken)
    {
        // The allowance may also grow when another channel returns a batch. This one has batches of its own in flight then: with none, any batch is admitted.
        while (!TryWrite(batch))
            await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads what is next, unless the channel is blocked. A slice is copied to a batch, with its watermarks.</summary>
    public bool TryRead([NotNullWhen(true)] out RecordBatch<TKey, T>? batch)
    {
        batch = null;
        if (!CanRead)
            return false;
        var next = Take();
        batch = next.Batch ?? Copy(next.Slice);
        if (batch.Size > 0)
            allowance.Begin();
        return true;
    }

    /// <summary>
    /// Adds what is next to records that were copied before, if it is not too much. The watermarks are combined with those of other channels.
    /// </summary>
    /// <param name="to">A batch of the pool that has gathered records.</param>
    /// <param name="limit">The number of records that the batch should have at most.</param>
    /// <param name="watermarks">The combined watermarks.</param>
    /// <returns>true if it was added; otherwise, false.</returns>
    public bool TryGather(RecordBatch<TKey, T> to, int limit, CombinedWatermarks<TKey, T> watermarks)
    {
        if (to.Count + Next.Slice.Count > limit)
            return false;
        var next = Take();
        if (next.Batch is { } batch)
        {
            watermarks.Append(this, batch.Watermarks.Span, to.Count);
            Return(batch);
            return true;
        }

        watermarks.Append(this, next.Slice.Watermarks, to.Count - next.Slice.First);
        Copy(next.Slice, to);
        return true;
    }

    /// <summary>Returns the batch that was read last, whose records were handled.</summary>
    public void Return(RecordBatch<TKey, T> batch)
    {
        var (records, isGathered) = (batch.Size, batch.IsGathered);
        if (records > 0)
            allowance.Complete(records);
        pool.Return(batch);
        if (!isGathered)
            MakeRoom(records);
    }

    private bool TryWrite(in SentRecords<TKey, T> sent, int count)
    {
        if (!Admits(count))
            return false;
        _sentRecords += count;
        _sent[_sentBatches % _sent.Length] = sent;
        Volatile.Write(ref _sentBatches, _sentBatches + 1);
        arrived.Add(sender);
        arrival.Set();
        return true;
    }

    private SentRecords<TKey, T> Take()
    {
        ref var next = ref Next;
        var sent = next;
        next = default;
        _readBatches++;
        return sent;
    }

    private RecordBatch<TKey, T> Copy(in BlockSlice<TKey, T> slice)
    {
        var batch = pool.RentGathered();
        batch.IsIdle = _isIdle;
        foreach (var (index, watermark) in slice.Watermarks)
            batch.Watermarks.Add(index - slice.First, watermark);
        Copy(slice, batch);
        return batch;
    }

    private void Copy(in BlockSlice<TKey, T> slice, RecordBatch<TKey, T> to)
    {
        to.Append(slice);
        slice.Block.Release(slice.Count);
        MakeRoom(slice.Count);
    }

    private void MakeRoom(int records)
    {
        Volatile.Write(ref _returnedRecords, _returnedRecords + records);
        Volatile.Write(ref _returnedBatches, _returnedBatches + 1);
        _room.Set();
    }

    private void Publish(long watermark) => watermarks[sender] = _isEnded || _isIdle ? EventTime.Maximum : watermark;
}

/// <summary>The content of one place in a channel: a batch, or else a slice.</summary>
internal struct SentRecords<TKey, T>
    where TKey : notnull
{
    /// <summary>Gets or sets the batch; null if a slice was sent.</summary>
    public RecordBatch<TKey, T>? Batch { get; set; }

    /// <summary>Gets or sets the slice, if there is no batch.</summary>
    public BlockSlice<TKey, T> Slice { get; set; }
}
