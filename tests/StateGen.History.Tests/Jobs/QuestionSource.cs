using StateGen.Checkpoints;
using StateGen.History.Tests.Ledgers;

namespace StateGen.History.Tests.Jobs;

/// <summary>Stands in for the source of a restored job: asks for each page once and ends.</summary>
internal sealed class QuestionSource(IReadOnlyList<ShopDay> pages) : ISource<LedgerEvent>
{
    public string Description => "questions";

    public Task<IReadOnlyList<SplitPosition>> DiscoverSplitsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<SplitPosition>>([]);

    /// <summary>All questions are in the first split of the input. It holds the watermark back, so that no timer fires before they are answered.</summary>
    public Task<SplitReader<LedgerEvent>> OpenAsync(SplitPosition position, CancellationToken cancellationToken)
    {
        var isFirst = position.Fields.GetInt64("start") == 0;
        return Task.FromResult<SplitReader<LedgerEvent>>(new Reader(position, isFirst ? pages : []));
    }

    private sealed class Reader(SplitPosition position, IReadOnlyList<ShopDay> pages) : SplitReader<LedgerEvent>
    {
        private int _next;

        public override string Description => "questions";

        public override ManifestFields Position => position.Fields;

        public override ValueTask<SplitRead> ReadAsync(Memory<LedgerEvent> events, CancellationToken cancellationToken)
        {
            if (_next == pages.Count)
                return ValueTask.FromResult(SplitRead.End);
            var page = pages[_next++];
            events.Span[0] = new(Phase: 3, page, DateTimeOffset.UnixEpoch, Sale: null);
            return ValueTask.FromResult(SplitRead.Events(1));
        }

        public override long OriginOf(int index) => _next;

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
