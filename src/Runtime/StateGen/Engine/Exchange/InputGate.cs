using System.Collections.Concurrent;
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
    private int _next;
    private int _blocked;

    public InputGate(int senders, int batchSize, RecordAllowance allowance)
    {
        _allowance = allowance;
        Channels = [.. Enumerable.Range(0, senders).Select(_ => new InputChannel<TKey, T>(_arrival, allowance, batchSize))];
    }

    public ImmutableArray<InputChannel<TKey, T>> Channels { get; }

    public bool IsEnded => Channels.All(channel => channel.IsEnded);

    /// <summary>Gets a value indicating whether all channels that have not ended are idle, and there is one.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>
    /// Gets the watermark of the subtask: the lowest of its inputs; if all of them are idle, the highest, so that the order in which they became idle makes no
    /// difference; <see cref="EventTime.Maximum"/> if all have ended.
    /// </summary>
    public long Watermark => IsIdle ? Channels.Max(static channel => channel.IsEnded ? EventTime.Minimum : channel.Watermark) : LowestWatermarkExcept(null);

    /// <summary>Waits for the next batch of any channel that is not blocked.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReceivedBatch<TKey, T>> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ReceivedBatch<TKey, T> received;
        while (!TryRead(out received))
            await _arrival.WaitAsync(cancellationToken).ConfigureAwait(false);
        return received;
    }

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
        var lowest = EventTime.Maximum;
        foreach (var channel in Channels)
        {
            if (channel != except && channel is { IsEnded: false, IsIdle: false })
                lowest = Math.Min(lowest, channel.Watermark);
        }

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

    private bool TryRead(out ReceivedBatch<TKey, T> received)
    {
        for (var tried = 0; tried < Channels.Length; tried++)
        {
            var channel = Channels[_next];
            _next = (_next + 1) % Channels.Length;
            if (channel.TryRead(out var batch))
            {
                received = new(channel, batch);
                return true;
            }
        }

        received = default;
        return false;
    }
}

/// <summary>
/// The bounded channel from one sending subtask to one receiving subtask. The sender waits while the receiver's allowance does not admit its batch; a returned
/// batch makes room. Batches are reused: the receiver returns them and the sender fills them again. The number of batches is therefore at most the number
/// that may be in flight plus one that is being filled.
/// </summary>
internal sealed class InputChannel<TKey, T>(WakeSignal arrival, RecordAllowance allowance, int batchSize)
    where TKey : notnull
{
    private readonly ConcurrentQueue<RecordBatch<TKey, T>> _sent = new();
    private readonly ConcurrentQueue<RecordBatch<TKey, T>> _returned = new();
    private readonly WakeSignal _room = new();
    private long _sentBatches;
    private long _sentRecords;
    private long _returnedBatches;
    private long _returnedRecords;

    /// <summary>Gets or sets the last watermark of the sender that the receiver has read.</summary>
    public long Watermark { get; set; } = EventTime.Minimum;

    /// <summary>Gets or sets a value indicating whether the sender was idle after the last batch that the receiver has read.</summary>
    public bool IsIdle { get; set; }

    /// <summary>Gets or sets a value indicating whether the receiver has read the sender's end of input.</summary>
    public bool IsEnded { get; set; }

    /// <summary>Gets or sets a value indicating whether a barrier was read and the receiver waits for the barriers of its other channels.</summary>
    public bool IsBlocked { get; set; }

    /// <summary>Gets a value indicating whether the next batch contains nothing but a barrier, and may be read.</summary>
    public bool HasOnlyBarrier =>
        !IsBlocked && _sent.TryPeek(out var batch) && batch is { Barrier: not null, Count: 0, Watermarks.Count: 0, IsEndOfInput: false };

    /// <inheritdoc cref="RecordAllowance.BatchLimit"/>
    public int BatchLimit => allowance.BatchLimit;

    public RecordBatch<TKey, T> Rent() => _returned.TryDequeue(out var batch) ? batch : new(batchSize);

    /// <summary>Sends a batch, unless too much is in flight.</summary>
    public bool TryWrite(RecordBatch<TKey, T> batch)
    {
        var batches = _sentBatches - Volatile.Read(ref _returnedBatches);
        var records = _sentRecords - Volatile.Read(ref _returnedRecords);
        if (!allowance.Admits(batches, records, batch.Count))
            return false;
        _sentBatches++;
        _sentRecords += batch.Count;
        _sent.Enqueue(batch);
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
        batch = null;
        if (IsBlocked || !_sent.TryDequeue(out batch))
            return false;
        if (batch.Count > 0)
            allowance.Begin();
        return true;
    }

    /// <summary>Returns the batch that was read last, whose records were handled.</summary>
    public void Return(RecordBatch<TKey, T> batch)
    {
        var records = batch.Count;
        if (records > 0)
            allowance.Complete(records);
        batch.Clear();
        _returned.Enqueue(batch);
        Volatile.Write(ref _returnedRecords, _returnedRecords + records);
        Volatile.Write(ref _returnedBatches, _returnedBatches + 1);
        _room.Set();
    }
}
