using StateGen.Connectors.Files;

namespace StateGen;

/// <summary>Creates sources that read files.</summary>
public static class FileSource
{
    /// <summary>
    /// Reads a UTF-8 text file, one event to a line. Lines end with <c>\n</c> or <c>\r\n</c>; a byte order mark, a missing last line end and
    /// blank lines at the end of the file are accepted. What the file holds when the job first starts is the input: it must not change after that.
    /// </summary>
    /// <typeparam name="T">The type of the events.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="skip">How many lines at the start are no events, such as a header.</param>
    /// <param name="parse">
    /// Turns a line without its end into an event. Whatever it throws becomes a <see cref="SourceRecordException"/> that names file and line.
    /// Called from several threads when there are several splits.
    /// </param>
    /// <param name="splits">How many pieces of about equal size are read in parallel; fewer when there are fewer lines.</param>
    /// <returns>The source. The file is not touched before the job starts.</returns>
    public static ISource<T> Lines<T>(string path, int skip, Func<string, T> parse, int splits = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentNullException.ThrowIfNull(parse);
        ArgumentOutOfRangeException.ThrowIfLessThan(splits, 1);
        return new LineSource<T>(path, skip, parse, splits);
    }

    /// <summary>Reads a UTF-8 text file without header, one event to a line.</summary>
    /// <typeparam name="T">The type of the events.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="parse">Turns a line into an event.</param>
    /// <param name="splits">How many pieces are read in parallel.</param>
    /// <returns>The source.</returns>
    /// <seealso cref="Lines{T}(string, int, Func{string, T}, int)"/>
    public static ISource<T> Lines<T>(string path, Func<string, T> parse, int splits = 1) => Lines(path, skip: 0, parse, splits);
}
