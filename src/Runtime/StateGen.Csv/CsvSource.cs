using CsvHelper;
using StateGen.Checkpoints;

namespace StateGen.Csv;

/// <summary>Creates sources that read CSV files.</summary>
public static class CsvSource
{
    /// <summary>
    /// Creates a source that reads a CSV file as RFC 4180 describes it, in UTF-8, one event per row. A field in quotes may contain separators, line ends and
    /// doubled quotes. Blank lines are skipped. Broken quotes throw a <see cref="SourceRecordException"/> that names the file and the line. So do a row with
    /// another number of fields than the header and an exception of the parser. An <see cref="ErrorPolicy"/> that skips records skips such a row, except
    /// where it is not certain where the row ends: broken quotes fail the job if their row has more than one line, and so does a broken header. The file is one
    /// split, because a line end may belong to a field. It must not change while the job runs; a job that resumes from a checkpoint refuses a file of another
    /// length.
    /// </summary>
    /// <typeparam name="T">The type of the events.</typeparam>
    /// <param name="path">The path of the file.</param>
    /// <param name="parse">
    /// A function that converts a row to an event. The row and the spans of its fields are valid until it returns. Values are parsed in the invariant culture.
    /// </param>
    /// <param name="options">The options; null for a file with a header and commas.</param>
    /// <returns>The source. The file is not accessed before the job starts.</returns>
    public static ISource<T> Rows<T>(string path, Func<CsvRow, T> parse, CsvSourceOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(parse);
        options ??= new CsvSourceOptions();
        options.Validate(nameof(options));
        return new CsvFileSource<T>(path, parse, options);
    }
}

/// <summary>A source that reads a CSV file from its first row.</summary>
internal sealed class CsvFileSource<T>(string path, Func<CsvRow, T> parse, CsvSourceOptions options) : ISource<T>
{
    public string Description => path;

    public Task<IReadOnlyList<SplitPosition>> DiscoverSplitsAsync(CancellationToken cancellationToken)
    {
        using var file = CsvFile.Open(path);
        var start = new CsvPosition(file.Name, file.Length, Header: 0, Offset: 0, Line: 0);
        return Task.FromResult<IReadOnlyList<SplitPosition>>([new(file.Name, start.ToFields(), MaxEventTimeMilliseconds: null, IsFinished: false)]);
    }

    public Task<SplitReader<T>> OpenAsync(SplitPosition position, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(position);
        var start = CsvPosition.FromFields(position.Fields);
        var file = CsvFile.Open(path);
        try
        {
            file.RequireSame(start);
            return Task.FromResult<SplitReader<T>>(new CsvSplitReader<T>(file, start, parse, options));
        }
        catch
        {
            // No reader was created that would close the file.
            file.Dispose();
            throw;
        }
    }
}

/// <summary>The read position in a CSV file: the last row that was read. Offsets are in bytes.</summary>
/// <param name="FileName">The name of the file, without its folder.</param>
/// <param name="FileLength">The length of the file.</param>
/// <param name="Header">The offset of the first row after the header; 0 if the file is read without one, or nothing was read.</param>
/// <param name="Offset">The offset of the last row that was read.</param>
/// <param name="Line">The number of the line on which that row begins, from 1; 0 if no row was read.</param>
internal sealed record CsvPosition(string FileName, long FileLength, long Header, long Offset, long Line)
{
    public static CsvPosition FromFields(ManifestFields fields) =>
        new(fields["file"], fields.GetInt64("length"), fields.GetInt64("header"), fields.GetInt64("offset"), fields.GetInt64("line"));

    public ManifestFields ToFields() => ManifestFields.Empty
        .With("file", FileName)
        .With("length", FileLength)
        .With("header", Header)
        .With("offset", Offset)
        .With("line", Line);
}
