namespace StateGen;

/// <summary>The exception that is thrown when a source reads something that is not an event, such as a line that cannot be parsed.</summary>
public sealed class SourceRecordException : StateGenException
{
    private const int LongestExcerpt = 80;

    /// <summary>Creates the exception.</summary>
    /// <param name="source">The file or split.</param>
    /// <param name="line">The number of the line, from 1.</param>
    /// <param name="reason">The reason why the line is not an event.</param>
    /// <param name="text">The line; shortened in the message.</param>
    /// <param name="innerException">The exception that the parser threw; null when there was none.</param>
    public SourceRecordException(string source, long line, string reason, string text, Exception? innerException = null)
        : base($"{source}, line {line}: {reason.TrimEnd('.')}: '{Shorten(text)}'", innerException)
    {
        SourceName = source;
        Line = line;
        Text = text;
    }

    /// <summary>Gets the file or split.</summary>
    public string SourceName { get; }

    /// <summary>Gets the number of the line, from 1.</summary>
    public long Line { get; }

    /// <summary>Gets the line in full. Bytes that are not text are replaced in it.</summary>
    public string Text { get; }

    // Control characters are replaced: they would break the message into lines or hide the mistake.
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

/// <summary>
/// The exception that is thrown when the input of a source is missing, cannot be read, or differs from the input that the job began to read.
/// </summary>
public sealed class SourceUnavailableException : StateGenException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The message: what happened, to which file, and what to do about it.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public SourceUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>
/// The exception that is thrown when the output of a sink cannot be used: it is not a directory, is not writable, is full, or holds the output of another run.
/// </summary>
public sealed class SinkUnavailableException : StateGenException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The message: what happened, to which file, and what to do about it.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public SinkUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>
/// The exception that is thrown when another run of the job writes to the output of a sink. Nothing was changed. It may pass, because the other run may be
/// about to end.
/// </summary>
public sealed class SinkInUseException : StateGenException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The message: which output, which job, and what to do about it.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public SinkInUseException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>The exception that is thrown when output that was prepared for a checkpoint is lost or altered before it is committed.</summary>
public sealed class SinkPartLostException : StateGenException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The message: what is lost and what to do about it.</param>
    public SinkPartLostException(string message)
        : base(message) => IsPermanent = true;
}
