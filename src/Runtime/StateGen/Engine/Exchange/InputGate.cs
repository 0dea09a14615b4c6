using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace StateGen.Engine.Exchange;

/// <summary>
/// The input of one subtask: one channel from every sending subtask, read in turn. After the barrier of a channel was read, the channel is blocked until the
/// barriers of all channels have arrived. The watermark of the subtask is the lowest watermark of the channels that have not ended and are not idle. Only the
/// receiver uses the gate, except that each sender writes to its own channel.
/// </summary>
internal sealed class InputGate<TKey, T>
    where TKey : notnull
{
    private readonly WakeSignal _arrival = new();
    private readonly RecordAllowance _allowance;
    private readonly ArrivalSet _arrived;

    // The watermark of each channel that has not ended and is not idle, side by side, so that the lowest of many is found fast; of the others, the maximum.
    private readonly long[] _watermarks;
    private int _next;
    private int _blocked;
    private int _isWoken;

    public InputGate(int senders, BatchPool<TKey, T> pool, RecordAllowance allowance)
    {
        _allowance = allowance;
        _arrived = new(senders);
        _watermarks = new long[senders];
        Array.Fill(_watermarks, EventTime.Minimum);
        Channels = [.. Enumerable.Range(0, senders).Select(sender => new InputChannel<TKey, T>(sender, _watermarks, _arrived, _arrival, allowance, pool))];
    }

    public ImmutableArray<InputChannel<TKey, T>> Channels { get; }

    public bool IsEnded => Channels.All(channel => channel.IsEnded);

    /// <summary>Gets a value indicating whether all channels that have not ended are idle, and there is one.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>
    /// Gets the watermark of the subtask: the lowest of its inputs; if all of them are idle, the highest, so that the order in which they became idle makes no
    /// difference; <see cref="EventTime.Maximum"/> if all have ended.
    /// </summary>
    public long Watermark => IsIdle ? Channels.Max(static channel => channel.IsEnded ? EventTime.Minimum : channel.Watermark) : _watermarks.Min();

    /// <summary>Waits for the next batch of any channel that is not blocked. Returns none, if <see cref="Wake"/> ends the wait.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReceivedBatch<TKey, T>> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ReceivedBatch<TKey, T> received;
        while (!TryRead(out received) && Interlocked.Exchange(ref _isWoken, 0) == 0)
            await _arrival.WaitAsync(cancellationToken).ConfigureAwait(false);
        return received;
    }

    /// <summary>Ends the present wait for a batch, or the next one. Called on any thread.</summary>
    public void Wake()
    {
        Volatile.Write(ref _isWoken, 1);
        _arrival.Set();
    }

    /// <summary>Reads the next batch of any channel that is not blocked, if there is one. Channels are read in turn.</summary>
    public bool TryRead(out ReceivedBatch<TKey, T> received) =>
        TryRead(_next, Channels.Length, out received) || TryRead(0, Math.Min(_next, Channels.Length), out received);

    /// <summary>Reads the next batch of any channel that is not blocked if the batch contains nothing but a barrier.</summary>
    public bool TryReadBarrier(out ReceivedBatch<TKey, T> received)
    {
        foreach (var channel in Channels)
        {
            if (channel.HasOnlyBarrier && channel.TryRead(out var batch))
            {
                received = new(channel, batch);
                return true;
            }
        }

        received = default;
        return false;
    }

    /// <summary>Counts time that the receiver needs between batches, because of what was in them.</summary>
    public void CountTime(long elapsed) => _allowance.CountTime(elapsed);

    /// <summary>Blocks a channel whose barrier was read.</summary>
    /// <returns>true if the barriers of all channels have arrived, which unblocks all channels; otherwise, false.</returns>
    public bool Align(InputChannel<TKey, T> channel)
    {
        channel.IsBlocked = true;
        if (++_blocked < Channels.Length)
            return false;
        foreach (var blocked in Channels)
            blocked.IsBlocked = false;
        _blocked = 0;
        return true;
    }

    /// <summary>
    /// Gets the lowest watermark of the channels that have not ended and are not idle, except one; <see cref="EventTime.Maximum"/> if there is no other.
    /// </summary>
    public long LowestWatermarkExcept(InputChannel<TKey, T>? except)
    {
        if (except is null)
            return _watermarks.Min();
        ref var excepted = ref _watermarks[except.Index];
        var watermark = excepted;
        excepted = EventTime.Maximum;
        var lowest = _watermarks.Min();
        excepted = watermark;
        return lowest;
    }

    /// <summary>Ends a channel whose end of input was read.</summary>
    public void End(InputChannel<TKey, T> channel)
    {
        channel.IsEnded = true;
        FindIdle();
    }

    /// <summary>Sets whether a channel is idle.</summary>
    /// <returns>true if that is a change; otherwise, false.</returns>
    public bool SetIdle(InputChannel<TKey, T> channel, bool isIdle)
    {
        if (channel.IsIdle == isIdle)
            return false;
        channel.IsIdle = isIdle;
        FindIdle();
        return true;
    }

    private void FindIdle() => IsIdle = !IsEnded && Channels.All(static channel => channel.IsEnded || channel.IsIdle);

    private bool TryRead(int from, int to, out ReceivedBatch<TKey, T> received)
    {
        for (var index = _arrived.Next(from, to); index < to; index = _arrived.Next(index + 1, to))
        {
            var channel = Channels[index];
            if (!channel.TryRead(out var batch) && !TryReadLast(index, out batch))
                continue;
            _next = index + 1;
            received = new(channel, batch);
            return true;
        }

        received = default;
        return false;
    }

    /// <summary>Takes a channel that was found empty out of the set, unless something has arrived since, which is read.</summary>
    private bool TryReadLast(int index, [NotNullWhen(true)] out RecordBatch<TKey, T>? batch)
    {
        batch = null;
        if (Channels[index].IsBlocked)
            return false;
        _arrived.Remove(index);
        if (!Channels[index].TryRead(out batch))
            return false;
        _arrived.Add(index);
        return true;
    }
}

/// <summary>
/// The bounded channel from one sending subtask to one receiving subtask. The sender waits while the receiver's allowance does not admit its batch; a returned
/// batch makes room. Batches come from a pool and go back to it, so that a channel in which nothing is in flight is small.
/// </summary>
internal sealed class InputChannel<TKey, T>(
    int sender, long[] watermarks, ArrivalSet arrived, WakeSignal arrival, RecordAllowance allowance, BatchPool<TKey, T> pool)
    where TKey : notnull
{
    // A ring. A batch that was read and not returned still counts, so the sender finds the place of its next batch empty.
    private readonly RecordBatch<TKey, T>?[] _sent = new RecordBatch<TKey, T>?[allowance.MaxBatches];
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
        !IsBlocked && Next is { Barrier: not null, Size: 0, Watermarks.Count: 0, IsEndOfInput: false };

    /// <inheritdoc cref="RecordAllowance.BatchLimit"/>
    public int BatchLimit => allowance.BatchLimit;

    private RecordBatch<TKey, T>? Next => Volatile.Read(ref _sent[_readBatches % _sent.Length]);

    public RecordBatch<TKey, T> Rent() => pool.Rent();

    /// <summary>Sends a batch, unless too much is in flight.</summary>
    public bool TryWrite(RecordBatch<TKey, T> batch)
    {
        var batches = _sentBatches - Volatile.Read(ref _returnedBatches);
        var records = _sentRecords - Volatile.Read(ref _returnedRecords);
        if (!allowance.Admits(batches, records, batch.Size))
            return false;
        _sentRecords += batch.Size;
        Volatile.Write(ref _sent[_sentBatches++ % _sent.Length], batch);
        arrived.Add(sender);
        arrival.Set();
        return true;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WriteAsync(RecordBatch<TKey, T> batch, CancellationToken cancellationToken)
    {
        // The allowance may also grow when another channel returns a batch. This one has batches of its own in flight then: with none, any batch is admitted.
        while (!TryWrite(batch))
            await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public bool TryRead([NotNullWhen(true)] out RecordBatch<TKey, T>? batch)
    {
        batch = IsBlocked ? null : Next;
        if (batch is null)
            return false;
        _sent[_readBatches++ % _sent.Length] = null;
        if (batch.Size > 0)
            allowance.Begin();
        return true;
    }

    private void Publish(long watermark) => watermarks[sender] = _isEnded || _isIdle ? EventTime.Maximum : watermark;

    /// <summary>Returns the batch that was read last, whose records were handled.</summary>
    public void Return(RecordBatch<TKey, T> batch)
    {
        var records = batch.Size;
        if (records > 0)
            allowance.Complete(records);
        batch.Clear();
        pool.Return(batch);
        Volatile.Write(ref _returnedRecords, _returnedRecords + records);
        Volatile.Write(ref _returnedBatches, _returnedBatches + 1);
        _room.Set();
    }
}
