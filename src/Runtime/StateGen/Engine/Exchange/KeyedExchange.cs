using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using StateGen.Checkpointing.Coordination;
using StateGen.Engine.Jobs;
using StateGen.Engine.Operators;
using StateGen.Keys;

namespace StateGen.Engine.Exchange;

/// <summary>
/// The sending side of an exchange by key group, for one subtask. It computes the keys of a run of records and distributes the records to the subtasks that
/// own their key groups. Every receiver gets each watermark before the first record that follows it. Records are held until there are enough for a batch that
/// is worth sending, for a bounded time while the subtask writes, and until <see cref="StageOutput{T}.SendHeldAsync"/>. With many receivers, they are held
/// before they are distributed. Allocates nothing per record.
/// </summary>
internal sealed class KeyedExchange<TKey, T> : StageOutput<T>
    where TKey : notnull
{
    // Fewer records say little about the part that a receiver gets.
    private const int ObservedForEach = 8;

    // The cost of sending to all grows with their number, and so does the time in which their batches fill.
    private static readonly TimeSpan LeastHold = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan HoldForEach = TimeSpan.FromMilliseconds(5);
    private const int ReceiversForEachYield = 8;
    private const int LeastPatience = 2;

    // With so many receivers, a record for one of them mostly meets a batch that is not in the cache.
    private const int ManyReceivers = 16;

    private readonly KeyExtraction<TKey, T> _extraction;
    private readonly HeldRecords<TKey, T>? _held;
    private readonly TimeProvider _time;
    private readonly TimeSpan _longestHold;
    private readonly ExchangeReceiver<TKey, T>[] _receivers;
    private readonly int _maxParallelism;
    private readonly int _batchSize;
    private long _watermark = EventTime.Minimum;
    private long _sentAll;
    private bool _isIdle;
    private bool _isHolding;
    private int _observed;
    private int _preferredCount = 1;

    public KeyedExchange(
        KeyExtraction<TKey, T> extraction, ImmutableArray<InputChannel<TKey, T>> channels, int maxParallelism, int batchSize, TimeProvider time)
    {
        _extraction = extraction;
        _time = time;
        _longestHold = TimeSpan.FromTicks(Math.Max(LeastHold.Ticks, channels.Length * HoldForEach.Ticks));
        _sentAll = time.GetTimestamp();
        _receivers = [.. channels.Select(channel => new ExchangeReceiver<TKey, T>(channel, batchSize, 1f / channels.Length))];
        _maxParallelism = maxParallelism;
        _batchSize = batchSize;
        if (channels.Length < ManyReceivers)
            return;
        _held = new(channels.Length, maxParallelism, channels[0].Pool);
        BeginHolding(_held);
    }

    // With many receivers, it is found once for each block.
    public override int PreferredCount => _held is null ? FindPreferredCount() : _preferredCount;

    public override int Patience => _isHolding ? LeastPatience + _receivers.Length / ReceiversForEachYield : 0;

    private bool IsOverdue => _time.GetElapsedTime(_sentAll) >= _longestHold;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WriteAsync(StreamRecords<T> records, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _isHolding = true;
        if (_isIdle && !IsIdle)
            MarkReturned();
        var cursor = default(RecordCursor);
        do
        {
            var start = cursor.Record;
            var end = Math.Min(records.Events.Length, start + _batchSize);
            Extract(records, start, end);
            while (_held is not null && Hold(_held, records, start, end, ref cursor))
                await DistributeHeldAsync(cancellationToken).ConfigureAwait(false);
            while (_held is null && Distribute(records, start, end, ref cursor) is { } full)
                await SendAsync(full, cancellationToken).ConfigureAwait(false);
            if (_held is null)
                ObserveParts(end - start);
        }
        while (cursor.Record < records.Events.Length);
        if (IsIdle != _isIdle || IsOverdue)
            await SendWithoutWaitingAsync(cancellationToken).ConfigureAwait(false);
    }

    public override ValueTask SendOverdueAsync(CancellationToken cancellationToken) =>
        _isHolding && IsOverdue ? SendWithoutWaitingAsync(cancellationToken) : ValueTask.CompletedTask;

    /// <inheritdoc/>
    /// <remarks>It is sent first to the receivers that have room, so that they are not idle while another is waited for.</remarks>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask SendHeldAsync(CancellationToken cancellationToken)
    {
        if (!_isHolding)
            return;
        await DistributeHeldAsync(cancellationToken).ConfigureAwait(false);
        if (TrySendAll())
            return;
        foreach (var receiver in _receivers)
        {
            if (!receiver.IsEmpty)
                await receiver.SendAsync(cancellationToken).ConfigureAwait(false);
        }

        _isHolding = false;
    }

    public override async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        await DistributeHeldAsync(cancellationToken).ConfigureAwait(false);
        foreach (var receiver in _receivers)
        {
            receiver.Mark(_watermark);
            receiver.Batch.IsEndOfInput = true;
            await receiver.SendAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override async ValueTask PassBarrierAsync(CheckpointBarrier barrier, CancellationToken cancellationToken)
    {
        await DistributeHeldAsync(cancellationToken).ConfigureAwait(false);
        foreach (var receiver in _receivers)
        {
            receiver.Mark(_watermark);
            receiver.Batch.Barrier = barrier;
            await receiver.SendAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendWithoutWaitingAsync(CancellationToken cancellationToken)
    {
        await DistributeHeldAsync(cancellationToken).ConfigureAwait(false);
        TrySendAll();
    }

    /// <summary>Sends the batch of a receiver that had no room.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendAsync(ExchangeReceiver<TKey, T> full, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        for (var yields = Patience; yields > 0; yields--)
        {
            await default(FairYield);
            if (full.TryFlush())
                return;
        }

        // What the other receivers get now, they need not wait for.
        if (IsOverdue)
            TrySendAll();
        if (!full.IsEmpty)
            await full.SendAsync(cancellationToken).ConfigureAwait(false);
    }

    // Before its records: those that fill a batch would otherwise be received as if they did not hold the watermark back.
    private void MarkReturned()
    {
        foreach (var receiver in _receivers)
            receiver.MarkIdle(isIdle: false);
    }

    private void ObserveParts(int count)
    {
        _observed += count;
        if (_observed < _receivers.Length * ObservedForEach)
            return;
        foreach (var receiver in _receivers)
            receiver.ObservePart(_observed);
        _observed = 0;
    }

    /// <summary>Sends what is there for each receiver that has room, and the watermark.</summary>
    /// <returns>true if nothing is left to send; otherwise, false.</returns>
    private bool TrySendAll()
    {
        var isComplete = true;
        foreach (var receiver in _receivers)
        {
            receiver.Mark(_watermark);
            receiver.MarkIdle(IsIdle);
            isComplete &= receiver.TryFlush();
        }

        _isIdle = IsIdle;
        _isHolding = !isComplete;
        _sentAll = _time.GetTimestamp();
        return isComplete;
    }

    private void Extract(in StreamRecords<T> records, int start, int end) =>
        _extraction.Extract(records.Events.Span[start..end], records.Origins.IsEmpty ? default : records.Origins.Span[start..end]);

    /// <summary>Holds records whose keys were extracted.</summary>
    /// <returns>true if so many are held that they are worth distributing; otherwise, false.</returns>
    private bool Hold(HeldRecords<TKey, T> held, in StreamRecords<T> records, int start, int end, ref RecordCursor cursor)
    {
        var watermarks = records.Watermarks.Span;
        while (cursor.Record < end)
        {
            var index = cursor.Record;
            AdvanceTo(index, watermarks, ref cursor);
            var last = cursor.Watermark < watermarks.Length ? Math.Min(end, watermarks[cursor.Watermark].Index) : end;
            cursor.Record = _extraction.HasDropped ? index + 1 : Math.Min(last, index + held.Limit - held.Count);
            if (!_extraction.IsDropped(index - start))
                held.Add(_extraction, index - start, records, index, cursor.Record - index, _watermark);
            if (held.IsFull)
                return true;
        }

        AdvanceTo(end, watermarks, ref cursor);
        return false;
    }

    /// <summary>Distributes the records that are held. Receivers that have no room are waited for when the others have theirs.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask DistributeHeldAsync(CancellationToken cancellationToken)
    {
        if (_held is not { Count: > 0 } held)
            return;
        held.Sort(_watermark);
        while (held.Distribute(_receivers) is { } full)
            await WaitForRoomAsync(full, cancellationToken).ConfigureAwait(false);
        ObserveParts(held.Count);
        BeginHolding(held);
    }

    private void BeginHolding(HeldRecords<TKey, T> held)
    {
        held.Clear(_receivers);
        _preferredCount = FindPreferredCount();
    }

    private int FindPreferredCount()
    {
        var count = _batchSize;
        foreach (var receiver in _receivers)
            count = Math.Min(count, receiver.PreferredCount);
        return count;
    }

    /// <summary>Waits until a receiver has room.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WaitForRoomAsync(ExchangeReceiver<TKey, T> full, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        for (var yields = Patience; yields > 0; yields--)
        {
            await default(FairYield);
            if (full.HasRoom)
                return;
        }

        await full.WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Distributes records whose keys were extracted, and sends the batches that are full.</summary>
    /// <returns>The receiver that has no room for its batch, before the next record; null if all records were distributed.</returns>
    private ExchangeReceiver<TKey, T>? Distribute(in StreamRecords<T> records, int start, int end, ref RecordCursor cursor) =>
        _receivers is [var only] && !_extraction.HasDropped
            ? AppendTo(only, records, start, end, ref cursor)
            : DistributeEach(records, start, end, ref cursor);

    private ExchangeReceiver<TKey, T>? AppendTo(ExchangeReceiver<TKey, T> only, in StreamRecords<T> records, int start, int end, ref RecordCursor cursor)
    {
        var watermarks = records.Watermarks.Span;
        while (cursor.Record < end)
        {
            AdvanceTo(cursor.Record, watermarks, ref cursor);
            only.Mark(_watermark);
            only.Append(_extraction, cursor.Record - start, records, ref cursor, end - cursor.Record);
            _watermark = only.Watermark;
            if (only.IsFull && !only.TryFlush())
                return only;
        }

        AdvanceTo(end, watermarks, ref cursor);
        return null;
    }

    private ExchangeReceiver<TKey, T>? DistributeEach(in StreamRecords<T> records, int start, int end, ref RecordCursor cursor)
    {
        var events = records.Events.Span[..end];
        var timestamps = records.Timestamps.Span;
        var origins = records.Origins.Span;
        var watermarks = records.Watermarks.Span;
        while (cursor.Record < end)
        {
            var index = cursor.Record;
            AdvanceTo(index, watermarks, ref cursor);
            cursor.Record++;
            if (_extraction.IsDropped(index - start))
                continue;
            var hash = _extraction.Hashes[index - start];
            var receiver = _receivers[KeyGroups.SubtaskOf(KeyGroups.Of(hash, _maxParallelism), _maxParallelism, _receivers.Length)];
            receiver.Mark(_watermark);
            receiver.Batch.Append(_extraction.Keys[index - start], hash, events[index], timestamps[index]);
            if (!origins.IsEmpty)
                receiver.Batch.SetOrigin(origins[index]);
            if (receiver.IsFull && !receiver.TryFlush())
                return receiver;
        }

        AdvanceTo(end, watermarks, ref cursor);
        return null;
    }

    private void AdvanceTo(int index, ReadOnlySpan<WatermarkPosition> watermarks, ref RecordCursor cursor)
    {
        while (cursor.Watermark < watermarks.Length && watermarks[cursor.Watermark].Index <= index)
            _watermark = watermarks[cursor.Watermark++].Watermark;
    }
}
