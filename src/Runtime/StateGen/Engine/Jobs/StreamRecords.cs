using StateGen.Engine.Exchange;

namespace StateGen.Engine.Jobs;

/// <summary>A run of records between two stages, with the watermarks that stand between them. Valid only until the call that it was passed to has completed.</summary>
internal readonly struct StreamRecords<T>
{
    public ReadOnlyMemory<T> Events { get; init; }

    /// <summary>The event times, as many, in milliseconds since the Unix epoch.</summary>
    public ReadOnlyMemory<long> Timestamps { get; init; }

    /// <summary>Where the records came from; as many, or none.</summary>
    public ReadOnlyMemory<RecordOrigin> Origins { get; init; }

    /// <summary>The watermarks, by ascending index.</summary>
    public ReadOnlyMemory<WatermarkMark> Watermarks { get; init; }
}
