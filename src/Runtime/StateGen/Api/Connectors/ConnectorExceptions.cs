namespace StateGen;

/// <summary>A source read something that is no event, such as a line that cannot be parsed.</summary>
public sealed class SourceRecordException : StateGenException
{
    private const int LongestExcerpt = 80;

    /// <summary>Creates the exception.</summary>
    /// <param name="source">The file or split.</param>
    /// <param name="line">The number of the line, from 1.</param>
    /// <param name="reason">Why it is no event.</param>
    /// <param name="text">The line; shortened in the message.</param>
    /// <param name="innerException">What the parser threw.</param>
    public SourceRecordException(string source, long line, string reason, string text, Exception? innerException = null)
        : base($"{source}, line {line}: {reason.TrimEnd('.')}: '{Shorten(text)}'", innerException)
    {
        SourceName = source;
        Line = line;
    }

    /// <summary>The file or split.</summary>
    public string SourceName { get; }

    /// <summary>The number of the line, from 1.</summary>
    public long Line { get; }

    // Control characters would break the single line of a message, or hide what is wrong.
    private static string Shorten(string text)
    {
        var excerpt = text.Length <= LongestExcerpt ? text : $"{text.AsSpan(0, LongestExcerpt)}…";
        return string.Create(excerpt.Length, excerpt, static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++)
                target[i] = char.IsControl(source[i]) ? '\uFFFD' : source[i];
        });
    }
}

/// <summary>What a source is to read is missing, cannot be read, or is not what a checkpoint began to read.</summary>
public sealed class SourceUnavailableException : StateGenException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, to which file, and what to do about it.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public SourceUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>The place that a sink writes to cannot be used: not a directory, not writable, full, or holding the output of another run.</summary>
public sealed class SinkUnavailableException : StateGenException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, to which file, and what to do about it.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public SinkUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>Output that a checkpoint had prepared is gone, or is not what was written, before it could be committed.</summary>
public sealed class SinkPartLostException : StateGenException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is lost and what to do about it.</param>
    public SinkPartLostException(string message)
        : base(message)
    {
    }
}
