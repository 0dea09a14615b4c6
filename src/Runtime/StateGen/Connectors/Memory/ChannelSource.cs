using System.Threading.Channels;
using StateGen.Checkpoints;

namespace StateGen.Connectors.Memory;

/// <summary>A source that receives the events of a channel. Its positions only count; the channel cannot be read again.</summary>
internal sealed class ChannelSource<T>(ChannelReader<T> channel) : ISource<T>
{
    public string Description => $"channel of {typeof(T).Name}";

    public Task<IReadOnlyList<SplitPosition>> DiscoverSplitsAsync(CancellationToken cancellationToken) => Task.FromResult(CountedSplit.First);

    public Task<SplitReader<T>> OpenAsync(SplitPosition position, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(position);
        return Task.FromResult<SplitReader<T>>(new ChannelSplitReader<T>(Description, channel, CountedSplit.FromFields(position.Fields)));
    }
}

/// <summary>Receives the events that are in the channel, and waits only if there are none.</summary>
internal sealed class ChannelSplitReader<T>(string description, ChannelReader<T> channel, long start) : SplitReader<T>
{
    private long _firstOfRead = start;
    private long _next = start;

    public override string Description => description;

    public override ManifestFields Position => CountedSplit.ToFields(_next);

    public override async ValueTask<SplitRead> ReadAsync(Memory<T> events, CancellationToken cancellationToken)
    {
        while (await channel.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (Receive(events.Span) is > 0 and var count)
                return SplitRead.Events(count);
        }

        return SplitRead.End;
    }

    public override long OriginOf(int index) => _firstOfRead + index;

    // The channel belongs to the user.
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private int Receive(Span<T> events)
    {
        var count = 0;
        while (count < events.Length && channel.TryRead(out var item))
            events[count++] = item;
        _firstOfRead = _next;
        _next += count;
        return count;
    }
}
