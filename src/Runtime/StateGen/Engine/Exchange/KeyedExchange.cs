using System.Collections.Immutable;
using StateGen.Checkpointing.Coordination;
using StateGen.Engine.Jobs;
using StateGen.Keys;

namespace StateGen.Engine.Exchange;

/// <summary>
/// One sending subtask's side of an exchange by key group: computes the keys of a run of records, then deals the records out to the subtasks that own
/// them. Watermarks reach every receiver, before the first record that follows them. Allocates nothing per record.
/// </summary>
internal sealed class KeyedExchange<TKey, T> : StageOutput<T>
    where TKey : notnull
{
    private readonly KeyExtraction<TKey, T> _extraction;
    private readonly Receiver[] _receivers;
    private readonly int _maxParallelism;
    private readonly int _batchSize;
    private long _watermark = EventTime.Minimum;

    public KeyedExchange(KeyExtraction<TKey, T> extraction, ImmutableArray<InputChannel<TKey, T>> channels, int maxParallelism, int batchSize)
    {
        _extraction = extraction;
        _receivers = [.. channels.Select(channel => new Receiver(channel))];
        _maxParallelism = maxParallelism;
        _batchSize = batchSize;
    }

    public override async ValueTask WriteAsync(StreamRecords<T> records, CancellationToken cancellationToken)
    {
        var cursor = default(RecordCursor);
        do
        {
            Distribute(records, Math.Min(records.Events.Length, cursor.Record + _batchSize), ref cursor);
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        while (cursor.Record < records.Events.Length);
    }

    public override async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        foreach (var receiver in _receivers)
        {
            receiver.Batch.IsEndOfInput = true;
            await receiver.SendAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override async ValueTask PassBarrierAsync(PendingCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        foreach (var receiver in _receivers)
        {
            receiver.Batch.Barrier = checkpoint;
            await receiver.SendAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        foreach (var receiver in _receivers)
        {
            receiver.Mark(_watermark);
            if (!receiver.IsEmpty)
                await receiver.SendAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Distribute(in StreamRecords<T> records, int end, ref RecordCursor cursor)
    {
        var events = records.Events.Span[..end];
        var timestamps = records.Timestamps.Span;
        var origins = records.Origins.Span;
        var watermarks = records.Watermarks.Span;
        var from = cursor.Record;
        _extraction.Extract(events[from..], origins.IsEmpty ? origins : origins[from..]);
        for (; cursor.Record < end; cursor.Record++)
        {
            AdvanceTo(cursor.Record, watermarks, ref cursor);
            var hash = _extraction.Hashes[cursor.Record - from];
            var receiver = _receivers[KeyGroups.SubtaskOf(KeyGroups.Of(hash, _maxParallelism), _maxParallelism, _receivers.Length)];
            receiver.Mark(_watermark);
            receiver.Batch.Append(_extraction.Keys[cursor.Record - from], hash, events[cursor.Record], timestamps[cursor.Record]);
            if (!origins.IsEmpty)
                receiver.Batch.SetOrigin(origins[cursor.Record]);
        }

        AdvanceTo(end, watermarks, ref cursor);
    }

    private void AdvanceTo(int index, ReadOnlySpan<WatermarkMark> watermarks, ref RecordCursor cursor)
    {
        while (cursor.Watermark < watermarks.Length && watermarks[cursor.Watermark].Index <= index)
            _watermark = watermarks[cursor.Watermark++].Watermark;
    }

    private sealed class Receiver(InputChannel<TKey, T> channel)
    {
        private RecordBatch<TKey, T>? _batch;
        private long _watermark = EventTime.Minimum;

        public RecordBatch<TKey, T> Batch => _batch ??= channel.Rent();

        public bool IsEmpty => _batch is null;

        public void Mark(long watermark)
        {
            if (watermark == _watermark)
                return;
            _watermark = watermark;
            Batch.Watermarks.Add(Batch.Count, watermark);
        }

        public ValueTask SendAsync(CancellationToken cancellationToken)
        {
            var batch = Batch;
            _batch = null;
            return channel.WriteAsync(batch, cancellationToken);
        }
    }
}
