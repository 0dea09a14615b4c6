using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace StateGen.Engine.Exchange;

/// <summary>
/// The input of one subtask: one channel from every sending subtask, read in turn. After the barrier of a channel was read, the channel is blocked until the
/// barriers of all channels have arrived. The watermark of the subtask is the lowest watermark of the channels that have not ended. Only the receiver uses the
/// gate, except that each sender writes to its own channel.
/// </summary>
internal sealed class InputGate<TKey, T>
    where TKey : notnull
{
    private readonly ArrivalSignal _arrival = new();
    private int _next;
    private int _blocked;

    public InputGate(int senders, int batchSize) =>
        Channels = [.. Enumerable.Range(0, senders).Select(_ => new InputChannel<TKey, T>(_arrival, batchSize))];

    public ImmutableArray<InputChannel<TKey, T>> Channels { get; }

    public bool IsEnded => Channels.All(channel => channel.IsEnded);

    /// <summary>Waits for the next batch of any channel that is not blocked.</summary>
    public async ValueTask<ReceivedBatch<TKey, T>> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ReceivedBatch<TKey, T> received;
        while (!TryRead(out received))
            await _arrival.WaitAsync(cancellationToken).ConfigureAwait(false);
        return received;
    }

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
    /// Gets the lowest watermark of the channels that have not ended, except one; <see cref="EventTime.Maximum"/> if there is no other channel.
    /// </summary>
    public long LowestWatermarkExcept(InputChannel<TKey, T>? except)
    {
        var lowest = EventTime.Maximum;
        foreach (var channel in Channels)
        {
            if (channel != except && !channel.IsEnded)
                lowest = Math.Min(lowest, channel.Watermark);
        }

        return lowest;
    }

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
/// The bounded channel from one sending subtask to one receiving subtask. Batches are reused: the receiver returns them and the sender fills them
/// again. The number of batches is therefore at most the capacity of the channel plus one being filled and one being processed.
/// </summary>
internal sealed class InputChannel<TKey, T>(ArrivalSignal arrival, int batchSize)
    where TKey : notnull
{
    // Enough batches to bridge a pause of the sender, and few enough that a barrier does not wait long behind them.
    private const int Capacity = 4;

    private readonly Channel<RecordBatch<TKey, T>> _batches = Channel.CreateBounded<RecordBatch<TKey, T>>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true });

    private readonly ConcurrentQueue<RecordBatch<TKey, T>> _returned = new();

    /// <summary>Gets or sets the last watermark of the sender that the receiver has read.</summary>
    public long Watermark { get; set; } = EventTime.Minimum;

    /// <summary>Gets or sets a value indicating whether the receiver has read the sender's end of input.</summary>
    public bool IsEnded { get; set; }

    /// <summary>Gets or sets a value indicating whether a barrier was read and the receiver waits for the barriers of its other channels.</summary>
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

/// <summary>A signal that wakes the single receiver of several channels. Any sender sets it; a wait resets it.</summary>
internal sealed class ArrivalSignal
{
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Set() => _signal.Writer.TryWrite(true);

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _signal.Reader.ReadAsync(cancellationToken);
}
