namespace StateGen.Engine.Exchange;

/// <summary>
/// A run of records as parallel spans: keys in normal form with their stable hashes, events, and event times in milliseconds since the Unix epoch;
/// with the watermarks between the records.
/// </summary>
internal readonly ref struct KeyedRecords<TKey, TIn>
{
    public required ReadOnlySpan<TKey> Keys { get; init; }

    public required ReadOnlySpan<ulong> Hashes { get; init; }

    public required ReadOnlySpan<TIn> Events { get; init; }

    public required ReadOnlySpan<long> Timestamps { get; init; }

    /// <summary>Gets the watermarks, by ascending index.</summary>
    public ReadOnlySpan<WatermarkPosition> Watermarks { get; init; }

    /// <summary>Gets the origins of the records, the default of those whose origin is unknown; empty if none is known.</summary>
    public ReadOnlySpan<RecordOrigin> Origins { get; init; }

    /// <summary>Gets the broadcast events, which a run has instead of records; null if it has none.</summary>
    public BroadcastEvents? Broadcast { get; init; }

    public int Count => Keys.Length;

    /// <summary>Gets the number of records or broadcast events.</summary>
    public int Size => Broadcast?.Count ?? Count;

    public string? DescribeOrigin(int index) => RecordOrigin.Describe(Origins, index);
}

/// <summary>A position in a run of records and the watermarks between them.</summary>
internal struct RecordCursor
{
    /// <summary>Gets or sets the index of the next record.</summary>
    public int Record { get; set; }

    /// <summary>Gets or sets the index of the next watermark.</summary>
    public int Watermark { get; set; }

    /// <summary>Gets or sets the index of the first record whose row was not prefetched yet.</summary>
    public int Prefetched { get; set; }

    /// <summary>Gets or sets the index of the record before which processing-time timers may fire again.</summary>
    public int NextTimers { get; set; }
}

/// <summary>The origin of a record, for messages and dead letters.</summary>
/// <param name="Source">The split or file; null if the origin is unknown.</param>
/// <param name="Position">The line, offset or number of the record within it.</param>
internal record struct RecordOrigin(string? Source, long Position)
{
    /// <summary>Describes one of several origins; null if it is unknown.</summary>
    public static string? Describe(ReadOnlySpan<RecordOrigin> origins, int index) =>
        index < origins.Length && origins[index] is { Source: not null } origin ? origin.ToString() : null;

    /// <summary>Copies an origin, and its reference only if it is another one: in arrays that are reused, it mostly is not, and references cost more.</summary>
    public void Set(in RecordOrigin origin)
    {
        if (!ReferenceEquals(Source, origin.Source))
            Source = origin.Source;
        Position = origin.Position;
    }

    public override readonly string ToString() => $"{Source}:{Position}";
}
