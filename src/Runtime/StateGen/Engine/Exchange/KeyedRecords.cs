namespace StateGen.Engine.Exchange;

/// <summary>
/// A run of records as parallel spans: keys in normal form with their stable hashes, events, event times in milliseconds since the Unix epoch;
/// and the watermarks that stand between them.
/// </summary>
internal readonly ref struct KeyedRecords<TKey, TIn>
{
    public required ReadOnlySpan<TKey> Keys { get; init; }

    public required ReadOnlySpan<ulong> Hashes { get; init; }

    public required ReadOnlySpan<TIn> Events { get; init; }

    public required ReadOnlySpan<long> Timestamps { get; init; }

    /// <summary>The watermarks, by ascending index.</summary>
    public ReadOnlySpan<WatermarkMark> Watermarks { get; init; }

    /// <summary>Where the records came from; empty when nobody will ask.</summary>
    public ReadOnlySpan<RecordOrigin> Origins { get; init; }

    public int Count => Keys.Length;

    public string? DescribeOrigin(int index) => index < Origins.Length ? Origins[index].ToString() : null;
}
