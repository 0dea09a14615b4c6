using System.IO.Compression;

namespace StateGen;

/// <summary>
/// The options of the files that a <see cref="FileSink"/> writes. A file always ends at a checkpoint, because the checkpoint commits it, so the checkpoint
/// interval limits size and age too. The limits here make several files out of one checkpoint. Immutable.
/// </summary>
public sealed record FileSinkOptions
{
    /// <summary>Gets the first line of each file; null for none.</summary>
    public string? Header { get; init; }

    /// <summary>Gets the extension of file names, including the dot; null for <c>.csv</c> or <c>.jsonl</c>. Compressed files get <c>.gz</c> after it.</summary>
    public string? Extension { get; init; }

    /// <summary>
    /// Gets the size in bytes, before compression, at which the next record begins another file of the same checkpoint; null for no limit. A file may be larger
    /// by one record.
    /// </summary>
    public long? MaxPartBytes { get; init; }

    /// <summary>Gets the age at which the next record begins another file of the same checkpoint; null for no limit.</summary>
    public TimeSpan? MaxPartAge { get; init; }

    /// <summary>Gets the level of gzip compression; null for none.</summary>
    public CompressionLevel? Gzip { get; init; }

    /// <summary>Gets the clock for <see cref="MaxPartAge"/>.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <exception cref="ArgumentException">An option has an invalid value.</exception>
    internal void Validate(string parameter)
    {
        if (Extension is not null && (!Extension.StartsWith('.') || Extension.AsSpan().ContainsAny('/', '\\')))
            throw new ArgumentException($"The extension '{Extension}' must begin with a dot and contain no directory separator.", parameter);
        if (MaxPartBytes < 1)
            throw new ArgumentException($"{nameof(MaxPartBytes)} is {MaxPartBytes}; it must be at least 1, or null.", parameter);
        if (MaxPartAge <= TimeSpan.Zero)
            throw new ArgumentException($"{nameof(MaxPartAge)} is {MaxPartAge}; it must be more than zero, or null.", parameter);
        if (Gzip is { } level && !Enum.IsDefined(level))
            throw new ArgumentException($"{nameof(Gzip)} is {level}; it must be a {nameof(CompressionLevel)}, or null.", parameter);
        if (Time is null)
            throw new ArgumentException($"{nameof(Time)} is null; it must be a clock.", parameter);
    }
}
