using StateGen;
using StateGen.Checkpoints;

namespace FlightDelays.Throttling;

/// <summary>Limits a source to a rate that all its readers share.</summary>
internal sealed class ThrottledSource<T>(ISource<T> source, RateLimit limit) : ISource<T>
{
    public string Description => source.Description;

    public Task<IReadOnlyList<SplitPosition>> DiscoverSplitsAsync(CancellationToken cancellationToken) => source.DiscoverSplitsAsync(cancellationToken);

    public async Task<SplitReader<T>> OpenAsync(SplitPosition position, CancellationToken cancellationToken) =>
        new ThrottledReader<T>(await source.OpenAsync(position, cancellationToken), limit);
}
