namespace StateGen;

/// <summary>
/// A run of records with no watermark between them, as parallel spans: keys in normal form with their stable hashes, events, event times in
/// milliseconds since the Unix epoch.
/// </summary>
internal readonly ref struct KeyedRecords<TKey, TIn>
{
    public required ReadOnlySpan<TKey> Keys { get; init; }

    public required ReadOnlySpan<ulong> Hashes { get; init; }

    public required ReadOnlySpan<TIn> Events { get; init; }

    public required ReadOnlySpan<long> Timestamps { get; init; }

    /// <summary>Where the records came from; empty when nobody will ask.</summary>
    public ReadOnlySpan<RecordOrigin> Origins { get; init; }

    public int Count => Keys.Length;

    public string? DescribeOrigin(int index) => index < Origins.Length ? Origins[index].ToString() : null;
}
