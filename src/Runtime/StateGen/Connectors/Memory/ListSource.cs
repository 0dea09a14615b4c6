using StateGen.Checkpoints;

namespace StateGen.Connectors.Memory;

/// <summary>A source of the elements of a list. Positions contain the length of the list, so that another list is detected.</summary>
internal sealed class ListSource<T>(IReadOnlyList<T> events, int splits) : ISource<T>
{
    public string Description => $"list of {typeof(T).Name}";

    public Task<IReadOnlyList<SplitPosition>> DiscoverSplitsAsync(CancellationToken cancellationToken) =>
        Task.FromResult(IndexedSplit.Deal(Math.Clamp(events.Count, 1, splits), WithCount));

    public Task<SplitReader<T>> OpenAsync(SplitPosition position, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(position);
        var split = IndexedSplit.FromFields(position.Fields);
        RequireSame(position.Fields.GetInt64("count"));
        return Task.FromResult<SplitReader<T>>(new IndexedReader<T>(
            $"{Description}, split {position.Id}", split, events.Count, number => events[(int)number], pace: null, WithCount));
    }

    private ManifestFields WithCount(ManifestFields fields) => fields.With("count", events.Count);

    private void RequireSame(long count)
    {
        if (count != events.Count)
        {
            throw new SourceUnavailableException(
                $"The {Description} is not the one that the job began to read: it has {events.Count} events now, and had {count} when the job first started. "
                + "Give the job the same list, or start the job again with an empty state directory.");
        }
    }
}
