using System.Text.Json.Serialization.Metadata;
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
    /// <param name="format">
    /// A function that converts a record to a line without its line end. It is called from several threads. If it throws, the <see cref="ErrorPolicy"/> of the
    /// job decides whether only the record is skipped.
    /// </param>
    /// <param name="header">The first line of each file; null for none.</param>
    /// <param name="extension">The extension of the file names, including the dot.</param>
    /// <returns>The sink. The directory is not accessed before the job starts.</returns>
    public static ISink<T> Lines<T>(string directory, Func<T, string> format, string? header = null, string extension = ".csv")
    {
        ArgumentException.ThrowIfNullOrEmpty(extension);
        var options = new FileSinkOptions { Header = header, Extension = extension };
        options.Validate(nameof(extension));
        return Lines(directory, format, options);
    }

    /// <summary>
    /// Creates a sink that writes records exactly once to text files in a directory, with options for the size, the age and the compression of the files.
    /// From the second file of a checkpoint and subtask on, names end with <c>-p2</c>, <c>-p3</c> and so on before the extension.
    /// </summary>
    /// <typeparam name="T">The type of the records.</typeparam>
    /// <param name="directory">The directory, which is created if it is missing. Each sink of a job needs its own directory.</param>
    /// <param name="format">A function that converts a record to a line without its line end. It is called from several threads.</param>
    /// <param name="options">The options of the files.</param>
    /// <returns>The sink. The directory is not accessed before the job starts.</returns>
    /// <seealso cref="Lines{T}(string, Func{T, string}, string?, string)"/>
    public static ISink<T> Lines<T>(string directory, Func<T, string> format, FileSinkOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate(nameof(options));
        return new LineSink<T>(directory, () => new TextLineFormat<T>(format), options, defaultExtension: ".csv");
    }

    /// <summary>
    /// Creates a sink that writes records exactly once to files of JSON lines in a directory: one JSON value per line, in UTF-8, never indented. The files are
    /// those of <see cref="Lines{T}(string, Func{T, string}, FileSinkOptions)"/>.
    /// </summary>
    /// <typeparam name="T">The type of the records.</typeparam>
    /// <param name="directory">The directory, which is created if it is missing. Each sink of a job needs its own directory.</param>
    /// <param name="type">The type in a <see cref="System.Text.Json.Serialization.JsonSerializerContext"/>, such as <c>OrderContext.Default.Order</c>.</param>
    /// <param name="options">The options of the files, without a header; null for the default ones.</param>
    /// <returns>The sink. The directory is not accessed before the job starts.</returns>
    public static ISink<T> JsonLines<T>(string directory, JsonTypeInfo<T> type, FileSinkOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(type);
        options ??= new FileSinkOptions();
        options.Validate(nameof(options));
        if (options.Header is not null)
            throw new ArgumentException("Files of JSON lines have no header.", nameof(options));
        return new LineSink<T>(directory, () => new JsonLineFormat<T>(type), options, defaultExtension: ".jsonl");
    }
}
