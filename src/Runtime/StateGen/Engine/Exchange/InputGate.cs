using System.Collections.Immutable;

namespace StateGen.Engine.Exchange;

/// <summary>
/// The input of one subtask: a channel from every sending subtask, read in turn. A channel whose barrier was read is blocked until the barriers of
/// all have arrived. Knows the watermark of the subtask: the lowest of the channels that are not at their end. Used by the receiver alone, except that
/// each sender writes to its own channel.
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
    /// <returns>Whether the barriers of all channels have arrived. No channel is blocked any more then.</returns>
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

    /// <summary>The lowest watermark of the channels that are not at their end, save one; the highest possible when there is no other.</summary>
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
