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
    public ReadOnlySpan<WatermarkPosition> Watermarks { get; init; }

    /// <summary>Where the records came from; empty when nobody will ask.</summary>
    public ReadOnlySpan<RecordOrigin> Origins { get; init; }

    public int Count => Keys.Length;

    public string? DescribeOrigin(int index) => index < Origins.Length ? Origins[index].ToString() : null;
}

/// <summary>How far a run of records and the watermarks among them was processed.</summary>
internal struct RecordCursor
{
    /// <summary>The index of the next record.</summary>
    public int Record { get; set; }

    /// <summary>The index of the next watermark.</summary>
    public int Watermark { get; set; }
}

/// <summary>Where a record came from, for messages and dead letters.</summary>
/// <param name="Source">The split or file.</param>
/// <param name="Position">The line or offset within it, from 1.</param>
internal readonly record struct RecordOrigin(string? Source, long Position)
{
    public override string ToString() => $"{Source}:{Position}";
}
