using StateGen.Checkpoints;

namespace StateGen.Tests.Connectors.Guide;

/// <summary>A service with partitions whose events have consecutive numbers, as message brokers and change feeds are.</summary>
public interface IFeed
{
    Task<IReadOnlyList<string>> ListPartitionsAsync(CancellationToken cancellationToken);

    Task<FeedPage> ReadAsync(string partition, long offset, int most, CancellationToken cancellationToken);
}

public sealed record FeedPage(IReadOnlyList<string> Events, bool IsClosed);

public sealed class FeedSource(IFeed feed) : ISource<string>
{
    public string Description => "feed";

    public async Task<IReadOnlyList<SplitPosition>> DiscoverSplitsAsync(CancellationToken cancellationToken)
    {
        var partitions = await feed.ListPartitionsAsync(cancellationToken);
        return [.. partitions.Select(partition => new SplitPosition(partition, FeedReader.At(0), MaxEventTimeMilliseconds: null, IsFinished: false))];
    }

    public Task<SplitReader<string>> OpenAsync(SplitPosition position, CancellationToken cancellationToken) =>
        Task.FromResult<SplitReader<string>>(new FeedReader(feed, position.Id, position.Fields.GetInt64("offset")));
}

internal sealed class FeedReader(IFeed feed, string partition, long offset) : SplitReader<string>
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private long _firstOfRead = offset;
    private long _next = offset;

    public override string Description => $"feed partition {partition}";

    public override ManifestFields Position => At(_next);

    public static ManifestFields At(long offset) => ManifestFields.Empty.With("offset", offset);

    public override async ValueTask<SplitRead> ReadAsync(Memory<string> events, CancellationToken cancellationToken)
    {
        var page = await feed.ReadAsync(partition, _next, events.Length, cancellationToken);
        if (page.Events.Count == 0)
            return page.IsClosed ? SplitRead.End : SplitRead.WaitFor(PollInterval);

        for (var index = 0; index < page.Events.Count; index++)
            events.Span[index] = page.Events[index];
        _firstOfRead = _next;
        _next += page.Events.Count;
        return SplitRead.Events(page.Events.Count);
    }

    public override long OriginOf(int index) => _firstOfRead + index;

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
