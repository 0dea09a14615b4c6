using StateGen.Connectors.Files;

namespace StateGen;

/// <summary>Creates sinks that write files.</summary>
public static class FileSink
{
    /// <summary>
    /// Creates a sink that writes records exactly once to text files in a directory: UTF-8 without byte order mark, one record per line, lines ending
    /// with <c>\n</c>. Each subtask writes one file per checkpoint. The file is hidden (its name begins with a dot) until the checkpoint is complete,
    /// and is then named <c>part-JOB-CHECKPOINT-SUBTASK-ATTEMPT</c> with the extension. A checkpoint without records creates no file.
    /// </summary>
    /// <typeparam name="T">The type of the records.</typeparam>
    /// <param name="directory">
    /// The directory, which is created if it is missing. Other files in it are not changed. Each sink of a job needs its own directory.
    /// </param>
    /// <param name="format">A function that converts a record to a line without its line end. It is called from several threads.</param>
    /// <param name="header">The first line of each file; null for none.</param>
    /// <param name="extension">The extension of the file names, including the dot.</param>
    /// <returns>The sink. The directory is not accessed before the job starts.</returns>
    public static ISink<T> Lines<T>(string directory, Func<T, string> format, string? header = null, string extension = ".csv")
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(format);
        ArgumentException.ThrowIfNullOrEmpty(extension);
        if (extension[0] != '.' || extension.AsSpan().ContainsAny('/', '\\'))
            throw new ArgumentException($"The extension '{extension}' must begin with a dot and contain no directory separator.", nameof(extension));
        return new LineSink<T>(directory, format, header, extension);
    }
}
