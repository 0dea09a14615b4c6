using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace StateGen.Engine.Exchange;

/// <summary>
/// The bounded channel from one sending subtask to one receiving subtask. Batches go round: the receiver returns them and the sender fills them
/// again, so that there are never more than the channel holds, the one being filled and the one being processed.
/// </summary>
internal sealed class InputChannel<TKey, T>(ArrivalSignal arrival, int batchSize)
    where TKey : notnull
{
    // Enough to bridge a sender's pause, few enough that a barrier does not wait long behind them.
    private const int Capacity = 4;

    private readonly Channel<RecordBatch<TKey, T>> _batches = Channel.CreateBounded<RecordBatch<TKey, T>>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true });

    private readonly ConcurrentQueue<RecordBatch<TKey, T>> _returned = new();

    /// <summary>The sender's watermark, as far as the receiver has read.</summary>
    public long Watermark { get; set; } = EventTime.Minimum;

    /// <summary>Whether the receiver has read to the end of the sender's input.</summary>
    public bool IsEnded { get; set; }

    /// <summary>Whether a barrier was read, and the receiver waits for those of its other channels.</summary>
    public bool IsBlocked { get; set; }

    public RecordBatch<TKey, T> Rent() => _returned.TryDequeue(out var batch) ? batch : new(batchSize);

    public void Return(RecordBatch<TKey, T> batch)
    {
        batch.Clear();
        _returned.Enqueue(batch);
    }

    public async ValueTask WriteAsync(RecordBatch<TKey, T> batch, CancellationToken cancellationToken)
    {
        await _batches.Writer.WriteAsync(batch, cancellationToken).ConfigureAwait(false);
        arrival.Set();
    }

    public bool TryRead([NotNullWhen(true)] out RecordBatch<TKey, T>? batch)
    {
        batch = null;
        return !IsBlocked && _batches.Reader.TryRead(out batch);
    }
}
