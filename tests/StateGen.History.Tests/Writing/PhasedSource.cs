using StateGen.Checkpoints;
using StateGen.History.Tests.Ledgers;

namespace StateGen.History.Tests.Writing;

/// <summary>Hands out the events of a source one by one, each when its phase has begun. Its positions are those of the source.</summary>
internal sealed class PhasedSource(ISource<LedgerEvent> source, Phases phases) : ISource<LedgerEvent>
{
    public string Description => source.Description;

    public Task<IReadOnlyList<SplitPosition>> DiscoverSplitsAsync(CancellationToken cancellationToken) => source.DiscoverSplitsAsync(cancellationToken);

    public async Task<SplitReader<LedgerEvent>> OpenAsync(SplitPosition position, CancellationToken cancellationToken) =>
        new Reader(await source.OpenAsync(position, cancellationToken), phases);

    private sealed class Reader(SplitReader<LedgerEvent> reader, Phases phases) : SplitReader<LedgerEvent>
    {
        public override string Description => reader.Description;

        /// <summary>The engine asks for it before a read; a checkpoint that is taken while an event waits for its phase holds the position before it.</summary>
        public override ManifestFields Position => reader.Position;

        public override async ValueTask<SplitRead> ReadAsync(Memory<LedgerEvent> events, CancellationToken cancellationToken)
        {
            var read = await reader.ReadAsync(events[..1], cancellationToken);
            if (read.Count > 0)
                await phases.WaitForAsync(events.Span[0].Phase, cancellationToken);
            return read;
        }

        public override long OriginOf(int index) => reader.OriginOf(index);

        public override ValueTask DisposeAsync() => reader.DisposeAsync();
    }
}
