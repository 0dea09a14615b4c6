using StateGen.Connectors.Files;

namespace StateGen;

/// <summary>Creates sinks that write files.</summary>
public static class FileSink
{
    /// <summary>
    /// Writes records exactly once into text files of a directory: UTF-8 without byte order mark, one record to a line, lines ending with <c>\n</c>. Each subtask writes a
    /// file per checkpoint, hidden until the checkpoint is complete (its name begins with a dot), then named
    /// <c>part-JOB-CHECKPOINT-SUBTASK-ATTEMPT</c> and the extension. A checkpoint without records makes no file.
    /// </summary>
    /// <typeparam name="T">The type of the records.</typeparam>
    /// <param name="directory">The directory, created where it is missing. Other files in it are left alone. One sink of a job to a directory.</param>
    /// <param name="format">Turns a record into a line without its end. Called from several threads.</param>
    /// <param name="header">The first line of each file; none when null.</param>
    /// <param name="extension">What the names of the files end with, beginning with a dot.</param>
    /// <returns>The sink. The directory is not touched before the job starts.</returns>
    public static ISink<T> Lines<T>(string directory, Func<T, string> format, string? header = null, string extension = ".csv")
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(format);
        ArgumentException.ThrowIfNullOrEmpty(extension);
        if (extension[0] != '.' || extension.AsSpan().ContainsAny('/', '\\'))
            throw new ArgumentException($"The extension '{extension}' must begin with a dot and hold no separator of folders.", nameof(extension));
        return new LineSink<T>(directory, format, header, extension);
    }
}
