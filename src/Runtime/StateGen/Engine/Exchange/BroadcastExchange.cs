using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using StateGen.Checkpointing.Coordination;
using StateGen.Engine.Jobs;

namespace StateGen.Engine.Exchange;

/// <summary>
/// The sending side of a broadcast, for one subtask: every receiver gets every event, in order and with the same watermarks. Events are held until there are
/// enough for a batch that every receiver admits, for a bounded time while the subtask writes, and until <see cref="StageOutput{T}.SendHeldAsync"/>. The
/// receivers share the events of a batch, so the memory does not grow with their number, and the sender is as fast as the slowest of them.
/// </summary>
internal sealed class BroadcastExchange<TKey, TIn, T>(ImmutableArray<InputChannel<TKey, TIn>> channels, int batchSize, TimeProvider time) : StageOutput<T>
    where TKey : notnull
{
    // The same as in an exchange by key.
    private const int ReceiversForEachYield = 8;
    private const int LeastPatience = 2;
    private static readonly TimeSpan LongestHold = TimeSpan.FromMilliseconds(100);

    private readonly WatermarkPositionList _watermarks = new();
    private readonly List<(InputChannel<TKey, TIn> Channel, RecordBatch<TKey, TIn> Batch)> _waiting = [];
    private BroadcastEvents<T> _events = new();
    private long _watermark = EventTime.Minimum;
    private long _markedWatermark = EventTime.Minimum;
    private long _sentAll = time.GetTimestamp();
    private bool _isIdle;
    private bool _isHolding;

    public override int PreferredCount => BatchLimit;

    public override int Patience => _isHolding ? LeastPatience + channels.Length / ReceiversForEachYield : 0;

    private bool IsOverdue => time.GetElapsedTime(_sentAll) >= LongestHold;

    /// <summary>Gets the number of events that every receiver admits at once.</summary>
    private int BatchLimit
    {
        get
        {
            var limit = batchSize;
            foreach (var channel in channels)
                limit = Math.Min(limit, channel.BatchLimit);
            return limit;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WriteAsync(StreamRecords<T> records, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _isHolding = true;
        var cursor = default(RecordCursor);
        while (Append(records, ref cursor))
            await SendAsync(_isIdle && IsIdle, isEndOfInput: false, barrier: null, cancellationToken).ConfigureAwait(false);
        if (IsIdle != _isIdle || IsOverdue)
            await SendHeldAsync(cancellationToken).ConfigureAwait(false);
    }

    public override ValueTask SendOverdueAsync(CancellationToken cancellationToken) => IsOverdue ? SendHeldAsync(cancellationToken) : ValueTask.CompletedTask;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask SendHeldAsync(CancellationToken cancellationToken)
    {
        if (!_isHolding)
            return;
        Mark();
        if (_events.Count > 0 || _watermarks.Count > 0 || IsIdle != _isIdle)
            await SendAsync(IsIdle, isEndOfInput: false, barrier: null, cancellationToken).ConfigureAwait(false);
        _isHolding = false;
        _sentAll = time.GetTimestamp();
    }

    public override ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        Mark();
        return SendAsync(_isIdle, isEndOfInput: true, barrier: null, cancellationToken);
    }

    public override ValueTask PassBarrierAsync(CheckpointBarrier barrier, CancellationToken cancellationToken)
    {
        Mark();
        return SendAsync(_isIdle, isEndOfInput: false, barrier, cancellationToken);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Adds events to the batch until it is full.</summary>
    /// <returns>true if the batch must be sent before the next event; false if all events were added.</returns>
    private bool Append(in StreamRecords<T> records, ref RecordCursor cursor)
    {
        var events = records.Events.Span;
        var timestamps = records.Timestamps.Span;
        var origins = records.Origins.Span;
        var limit = BatchLimit;
        while (cursor.Record < events.Length)
        {
            if (_events.Count >= limit)
                return true;
            var index = cursor.Record++;
            AdvanceTo(index, records.Watermarks.Span, ref cursor);
            Mark();
            _events.Append(events[index], timestamps[index], origins.IsEmpty ? null : origins[index]);
        }

        AdvanceTo(events.Length, records.Watermarks.Span, ref cursor);
        return _events.Count >= limit;
    }

    private void AdvanceTo(int index, ReadOnlySpan<WatermarkPosition> watermarks, ref RecordCursor cursor)
    {
        while (cursor.Watermark < watermarks.Length && watermarks[cursor.Watermark].Index <= index)
            _watermark = watermarks[cursor.Watermark++].Watermark;
    }

    private void Mark()
    {
        if (_watermark == _markedWatermark)
            return;
        _markedWatermark = _watermark;
        _watermarks.Add(_events.Count, _watermark);
    }

    /// <summary>Sends what is held to every receiver: at once to those that have room, so that they are not idle while another is waited for.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendAsync(bool isIdle, bool isEndOfInput, CheckpointBarrier? barrier, CancellationToken cancellationToken)
    {
        _isIdle = isIdle;
        foreach (var channel in channels)
        {
            var batch = Fill(channel.Rent());
            (batch.IsIdle, batch.IsEndOfInput, batch.Barrier) = (isIdle, isEndOfInput, barrier);
            if (!channel.TryWrite(batch))
                _waiting.Add((channel, batch));
        }

        _watermarks.Clear();
        if (_events.Count > 0)
            _events = new();
        foreach (var (channel, batch) in _waiting)
            await channel.WriteAsync(batch, cancellationToken).ConfigureAwait(false);
        _waiting.Clear();
    }

    private RecordBatch<TKey, TIn> Fill(RecordBatch<TKey, TIn> batch)
    {
        batch.Broadcast = _events.Count > 0 ? _events : null;
        foreach (var (index, watermark) in _watermarks.Span)
            batch.Watermarks.Add(index, watermark);
        return batch;
    }
}
