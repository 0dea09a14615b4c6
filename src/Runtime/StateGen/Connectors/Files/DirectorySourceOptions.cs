namespace StateGen;

/// <summary>The options of a source that reads the files of a directory. Immutable.</summary>
public sealed record DirectorySourceOptions
{
    /// <summary>Gets the pattern of the file names, in which <c>*</c> stands for any text and <c>?</c> for one character.</summary>
    public string Pattern { get; init; } = "*";

    /// <summary>Gets the number of lines at the start of each file to skip, such as a header.</summary>
    public int Skip { get; init; }

    /// <summary>
    /// Gets the time between two searches for new files. Null to read the files that are there when the job first starts, so that the job ends; otherwise it
    /// runs until it is stopped.
    /// </summary>
    public TimeSpan? PollInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets the clock for <see cref="PollInterval"/>.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <exception cref="ArgumentException">An option has an invalid value.</exception>
    internal void Validate(string parameter)
    {
        if (string.IsNullOrEmpty(Pattern) || Pattern.AsSpan().ContainsAny('/', '\\'))
            throw new ArgumentException($"The pattern '{Pattern}' must be one of file names, without a directory separator.", parameter);
        if (Skip < 0)
            throw new ArgumentException($"{nameof(Skip)} is {Skip}; it must not be negative.", parameter);
        if (PollInterval is { } interval && (interval <= TimeSpan.Zero || interval > TimeSpan.FromDays(49)))
            throw new ArgumentException($"{nameof(PollInterval)} is {interval}; it must be more than zero and at most 49 days, or null.", parameter);
        if (Time is null)
            throw new ArgumentException($"{nameof(Time)} is null; it must be a clock.", parameter);
    }
}
