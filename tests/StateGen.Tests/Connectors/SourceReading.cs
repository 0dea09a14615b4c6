using StateGen.Checkpoints;

namespace StateGen.Tests.Connectors;

/// <summary>Reads sources to their ends, as an engine would.</summary>
internal static class SourceReading
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Every event of every split, in order, with the origin that the reader gave for it.</summary>
    public static async Task<IReadOnlyList<(long Origin, T Event)>> ReadAllAsync<T>(this ISource<T> source, int batchSize = 7)
    {
        var events = new List<(long, T)>();
        foreach (var split in await source.DiscoverSplitsAsync(Cancellation))
            events.AddRange(await source.ReadFromAsync(split, batchSize));
        return events;
    }

    public static async Task<IReadOnlyList<(long Origin, T Event)>> ReadFromAsync<T>(this ISource<T> source, SplitPosition position, int batchSize = 7)
    {
        var events = new List<(long, T)>();
        await using var reader = await source.OpenAsync(position, Cancellation);
        var batch = new T[batchSize];
        for (int count; (count = (await reader.ReadAsync(batch, Cancellation)).Count) > 0;)
            events.AddRange(batch.Take(count).Select((item, index) => (reader.OriginOf(index), item)));
        return events;
    }

    public static async Task<SplitPosition> SingleSplitAsync<T>(this ISource<T> source) => Assert.Single(await source.DiscoverSplitsAsync(Cancellation));
}
