using System.Text.Json.Serialization.Metadata;
using StateGen.Connectors.Files;

namespace StateGen;

/// <summary>Creates sources that read files.</summary>
public static class FileSource
{
    /// <summary>
    /// Creates a source that reads a UTF-8 text file, one event per line. Lines end with <c>\n</c> or <c>\r\n</c>; a byte order mark, a missing last
    /// line end and blank lines at the end of the file are accepted. The input is the content of the file when the job first starts; the file must
    /// not change after that. A job that goes on from a checkpoint refuses a file of another length. A finished job does not open the file: it may be gone, and
    /// lines that were appended since are not read.
    /// </summary>
    /// <typeparam name="T">The type of the events.</typeparam>
    /// <param name="path">The path of the file.</param>
    /// <param name="skip">The number of lines at the start to skip, such as a header.</param>
    /// <param name="parse">
    /// A function that converts a line without its line end to an event. Its exceptions are wrapped in a <see cref="SourceRecordException"/> that names the
    /// file and the line; the <see cref="ErrorPolicy"/> of the job decides whether only the line is skipped. It is called from several threads if there are
    /// several splits.
    /// </param>
    /// <param name="splits">The number of splits of about equal size, which can be read in parallel. There may be fewer if the file has few lines.</param>
    /// <returns>The source. The file is not accessed before the job starts.</returns>
    public static ISource<T> Lines<T>(string path, int skip, Func<string, T> parse, int splits = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentNullException.ThrowIfNull(parse);
        ArgumentOutOfRangeException.ThrowIfLessThan(splits, 1);
        return new LineSource<T>(path, skip, LineParsers.OfText(parse), splits);
    }

    /// <summary>Creates a source that reads a UTF-8 text file without header, one event per line.</summary>
    /// <typeparam name="T">The type of the events.</typeparam>
    /// <param name="path">The path of the file.</param>
    /// <param name="parse">A function that converts a line to an event.</param>
    /// <param name="splits">The number of splits, which can be read in parallel.</param>
    /// <returns>The source.</returns>
    /// <seealso cref="Lines{T}(string, int, Func{string, T}, int)"/>
    public static ISource<T> Lines<T>(string path, Func<string, T> parse, int splits = 1) => Lines(path, skip: 0, parse, splits);

    /// <summary>
    /// Creates a source that reads a UTF-8 text file, one event per line, whose parser reads the bytes of a line. Neither the line nor its fields become
    /// strings unless the parser makes them, so this is the fastest way to read a text file. The file is that of
    /// <see cref="Lines{T}(string, int, Func{string, T}, int)"/>.
    /// </summary>
    /// <typeparam name="T">The type of the events.</typeparam>
    /// <param name="path">The path of the file.</param>
    /// <param name="skip">The number of lines at the start to skip, such as a header.</param>
    /// <param name="parse">
    /// A function that converts a line without its line end to an event. It gets valid UTF-8 only: any other line is rejected, like a line for which it throws.
    /// It is called from several threads if there are several splits.
    /// </param>
    /// <param name="splits">The number of splits of about equal size, which can be read in parallel. There may be fewer if the file has few lines.</param>
    /// <returns>The source. The file is not accessed before the job starts.</returns>
    public static ISource<T> Utf8Lines<T>(string path, int skip, Utf8LineParser<T> parse, int splits = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentNullException.ThrowIfNull(parse);
        ArgumentOutOfRangeException.ThrowIfLessThan(splits, 1);
        return new LineSource<T>(path, skip, LineParsers.OfUtf8(parse), splits);
    }

    /// <summary>Creates a source that reads a UTF-8 text file without header, one event per line, whose parser reads the bytes of a line.</summary>
    /// <typeparam name="T">The type of the events.</typeparam>
    /// <param name="path">The path of the file.</param>
    /// <param name="parse">A function that converts a line to an event.</param>
    /// <param name="splits">The number of splits, which can be read in parallel.</param>
    /// <returns>The source.</returns>
    /// <seealso cref="Utf8Lines{T}(string, int, Utf8LineParser{T}, int)"/>
    public static ISource<T> Utf8Lines<T>(string path, Utf8LineParser<T> parse, int splits = 1) => Utf8Lines(path, skip: 0, parse, splits);

    /// <summary>
    /// Creates a source that reads a file of JSON lines: one JSON value per line, in UTF-8. The file is that of
    /// <see cref="Lines{T}(string, int, Func{string, T}, int)"/>. A line that is not the JSON of an event, for example because it is cut off, throws a
    /// <see cref="SourceRecordException"/> that names the file, the line and the reason.
    /// </summary>
    /// <typeparam name="T">The type of the events.</typeparam>
    /// <param name="path">The path of the file.</param>
    /// <param name="type">The type in a <see cref="System.Text.Json.Serialization.JsonSerializerContext"/>, such as <c>OrderContext.Default.Order</c>.</param>
    /// <param name="splits">The number of splits of about equal size, which can be read in parallel.</param>
    /// <returns>The source. The file is not accessed before the job starts.</returns>
    public static ISource<T> JsonLines<T>(string path, JsonTypeInfo<T> type, int splits = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(type);
        ArgumentOutOfRangeException.ThrowIfLessThan(splits, 1);
        return new LineSource<T>(path, skip: 0, LineParsers.OfJson(type), splits);
    }

    /// <summary>
    /// Creates a source that reads the text files of a directory, one event per line, and the files that appear in it while the job runs. Each file is a split.
    /// New files are added in the ordinal order of their names; files that are there together are read at the same time. A file is complete when it appears:
    /// write it elsewhere on the same file system or under a hidden name, and move it into the directory. Files whose names begin with a dot are ignored.
    /// A file whose last event is in a complete checkpoint may be deleted. Its name stays in the checkpoints, and another file of this name is not read.
    /// </summary>
    /// <typeparam name="T">The type of the events.</typeparam>
    /// <param name="directory">The directory, which must exist. Directories in it are ignored.</param>
    /// <param name="parse">A function that converts a line without its line end to an event. It is called from several threads.</param>
    /// <param name="options">The options; null for the default ones.</param>
    /// <returns>The source. The directory is not accessed before the job starts.</returns>
    /// <seealso cref="Lines{T}(string, int, Func{string, T}, int)"/>
    public static ISource<T> DirectoryLines<T>(string directory, Func<string, T> parse, DirectorySourceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(parse);
        return InDirectory(directory, LineParsers.OfText(parse), options);
    }

    /// <summary>Creates a source that reads the text files of a directory, and those that appear in it, with a parser that reads the bytes of a line.</summary>
    /// <typeparam name="T">The type of the events.</typeparam>
    /// <param name="directory">The directory, which must exist. Directories in it are ignored.</param>
    /// <param name="parse">A function that converts a line without its line end to an event. It gets valid UTF-8, and several threads call it.</param>
    /// <param name="options">The options; null for the default ones.</param>
    /// <returns>The source. The directory is not accessed before the job starts.</returns>
    /// <seealso cref="DirectoryLines{T}(string, Func{string, T}, DirectorySourceOptions?)"/>
    /// <seealso cref="Utf8Lines{T}(string, int, Utf8LineParser{T}, int)"/>
    public static ISource<T> DirectoryUtf8Lines<T>(string directory, Utf8LineParser<T> parse, DirectorySourceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(parse);
        return InDirectory(directory, LineParsers.OfUtf8(parse), options);
    }

    /// <summary>Creates a source that reads the files of JSON lines of a directory, and those that appear in it while the job runs.</summary>
    /// <typeparam name="T">The type of the events.</typeparam>
    /// <param name="directory">The directory, which must exist. Directories in it are ignored.</param>
    /// <param name="type">The type in a <see cref="System.Text.Json.Serialization.JsonSerializerContext"/>, such as <c>OrderContext.Default.Order</c>.</param>
    /// <param name="options">The options; null for the default ones.</param>
    /// <returns>The source. The directory is not accessed before the job starts.</returns>
    /// <seealso cref="DirectoryLines{T}(string, Func{string, T}, DirectorySourceOptions?)"/>
    /// <seealso cref="JsonLines{T}(string, JsonTypeInfo{T}, int)"/>
    public static ISource<T> DirectoryJsonLines<T>(string directory, JsonTypeInfo<T> type, DirectorySourceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(type);
        return InDirectory(directory, LineParsers.OfJson(type), options);
    }

    private static DirectorySource<T> InDirectory<T>(string directory, LineParser<T> parse, DirectorySourceOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        options ??= new DirectorySourceOptions();
        options.Validate(nameof(options));
        return new(directory, parse, options);
    }
}
