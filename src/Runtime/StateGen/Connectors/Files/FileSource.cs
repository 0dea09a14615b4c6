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
    /// file and the line. It is called from several threads if there are several splits.
    /// </param>
    /// <param name="splits">The number of splits of about equal size, which can be read in parallel. There may be fewer if the file has few lines.</param>
    /// <returns>The source. The file is not accessed before the job starts.</returns>
    public static ISource<T> Lines<T>(string path, int skip, Func<string, T> parse, int splits = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentNullException.ThrowIfNull(parse);
        ArgumentOutOfRangeException.ThrowIfLessThan(splits, 1);
        return new LineSource<T>(path, skip, parse, splits);
    }

    /// <summary>Creates a source that reads a UTF-8 text file without header, one event per line.</summary>
    /// <typeparam name="T">The type of the events.</typeparam>
    /// <param name="path">The path of the file.</param>
    /// <param name="parse">A function that converts a line to an event.</param>
    /// <param name="splits">The number of splits, which can be read in parallel.</param>
    /// <returns>The source.</returns>
    /// <seealso cref="Lines{T}(string, int, Func{string, T}, int)"/>
    public static ISource<T> Lines<T>(string path, Func<string, T> parse, int splits = 1) => Lines(path, skip: 0, parse, splits);
}
