using System.Text;
using System.Text.Unicode;
using CsvHelper;
using StateGen.Checkpoints;

namespace StateGen.Csv;

/// <summary>
/// Reads the rows of a file. CsvHelper separates them and counts bytes and lines. A reader that resumes gives it the header and then the file from the last row
/// on that was read, so that columns keep their names; that row is left out, and shows how far the counts differ from those of the file. After
/// broken quotes, CsvHelper goes on at the next line end and names the row, which is rejected here.
/// </summary>
internal sealed class CsvSplitReader<T> : SplitReader<T>
{
    private const int LongestRow = 16 * 1024 * 1024;
    private const string LineEnds = "\r\n";

    private readonly CsvFile _file;
    private readonly Func<CsvRow, T> _parse;
    private readonly CsvReader _rows;
    private readonly bool _hasHeader;
    private readonly List<long> _lines = [];
    private readonly List<SourceRecordException> _rejected = [];
    private readonly Queue<CsvMalformedRecord> _broken = [];
    private CsvPosition _position;
    private long _offsetShift;
    private long _lineShift;
    private bool _isResumed;

    public CsvSplitReader(CsvFile file, CsvPosition start, Func<CsvRow, T> parse, CsvSourceOptions options)
    {
        (_file, _parse, _position, _hasHeader) = (file, parse, start, options.HasHeader);
        _isResumed = start.Line == 0;
        _rows = CsvReader.Create(new CsvFileStream(file, start.Header, start.Offset), Describe(options), leaveOpen: true);
    }

    public override string Description => _file.Path;

    public override ManifestFields Position => _position.ToFields();

    public override async ValueTask<SplitRead> ReadAsync(Memory<T> events, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_isResumed)
            await ResumeAsync(cancellationToken).ConfigureAwait(false);
        _lines.Clear();
        var position = _position;
        var rows = 0;
        for (; rows < events.Length && await NextAsync(cancellationToken).ConfigureAwait(false); rows++)
            position = Take(position, events.Span);
        _position = position;
        if (_lines.Count > 0)
            return SplitRead.Events(_lines.Count);
        return rows == 0 ? SplitRead.End : SplitRead.WaitFor(Task.CompletedTask);
    }

    public override long OriginOf(int index) => _lines[index];

    public override IReadOnlyList<SourceRecordException> TakeRejected()
    {
        SourceRecordException[] rejected = [.. _rejected];
        _rejected.Clear();
        return rejected;
    }

    public override async ValueTask DisposeAsync()
    {
        await _rows.DisposeAsync().ConfigureAwait(false);
        _file.Dispose();
    }

    private CsvReaderOptions Describe(CsvSourceOptions options) => new()
    {
        Separator = options.Separator,
        HasHeader = options.HasHeader,
        Encoding = Encoding.UTF8,
        TrackLineNumbers = true,
        MaxRecordSize = LongestRow,
        MalformedData = CsvMalformedDataHandling.Recover,
        OnMalformedRecord = _broken.Enqueue,
    };

    private async ValueTask ResumeAsync(CancellationToken cancellationToken)
    {
        if (!await NextAsync(cancellationToken).ConfigureAwait(false))
            throw new SourceUnavailableException($"The input file '{_file.Path}' has no row at byte {_position.Offset}, where the job has read one before.");
        FindBroken();
        (_offsetShift, _lineShift) = (_position.Offset - _rows.ByteOffset, _position.Line - _rows.LineNumber);
        _isResumed = true;
    }

    private async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await _rows.ReadAsync(cancellationToken).ConfigureAwait(false))
                return true;
            return _broken.TryPeek(out var header) ? throw Refused(header.LineNumber, ReasonOf(header.Reason), header.RawRecord ?? "") : false;
        }
        catch (CsvFormatException exception)
        {
            throw Refused(exception.LineNumber + _lineShift, exception.Message, "", exception);
        }
    }

    private CsvPosition Take(CsvPosition position, Span<T> events)
    {
        var (offset, line) = (_rows.ByteOffset + _offsetShift, _rows.LineNumber + _lineShift);
        if (TryParse(line, out events[_lines.Count]))
            _lines.Add(line);
        var header = position.Line == 0 && _hasHeader ? offset : position.Header;
        return position with { Header = header, Offset = offset, Line = line };
    }

    private bool TryParse(long line, out T parsed)
    {
        parsed = default!;
        var row = _rows.Current;
        try
        {
            if (FindProblem(row) is { } problem)
                Reject(line, problem, row);
            else
            {
                parsed = _parse(row);
                return true;
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not SourceRecordException)
        {
            // The parser is user code and may throw any exception. The wrapping exception names the line.
            Reject(line, exception.Message, row, exception);
        }

        return false;
    }

    /// <exception cref="SourceRecordException">The row has broken quotes, and it is not certain where it ends.</exception>
    private string? FindProblem(CsvRow row)
    {
        if (FindBroken() is { } broken)
        {
            // A quote that opens or closes a field in the wrong place may have drawn the next rows into this one, and then the end may be wrong too.
            var text = broken.RawRecord ?? "";
            if (!text.AsSpan().TrimEnd(LineEnds).ContainsAny(LineEnds))
                return ReasonOf(broken.Reason);
            var addition = SkipsRejected ? "; it is not certain where the row ends" : "";
            throw Refused(broken.LineNumber + _lineShift, $"{ReasonOf(broken.Reason)}{addition}", text);
        }

        if (_hasHeader && row.FieldCount != _rows.Headers.Count)
            return "the row does not have as many fields as the header";
        return Utf8.IsValid(row.RawRecord) ? null : "the row is not valid UTF-8";
    }

    /// <returns>The broken quotes of the current row; null if it has none.</returns>
    /// <exception cref="SourceRecordException">The header has broken quotes.</exception>
    private CsvMalformedRecord? FindBroken()
    {
        if (!_broken.TryPeek(out var broken) || broken.LineNumber > _rows.LineNumber)
            return null;
        _broken.Dequeue();
        return broken.LineNumber == _rows.LineNumber ? broken : throw Refused(broken.LineNumber, ReasonOf(broken.Reason), broken.RawRecord ?? "");
    }

    private void Reject(long line, string reason, CsvRow row, Exception? cause = null)
    {
        var rejected = Refused(line, reason, row.ToString(), cause);
        if (!SkipsRejected)
            throw rejected;
        _rejected.Add(rejected);
    }

    private SourceRecordException Refused(long line, string reason, string text, Exception? cause = null) => new(_file.Path, line, reason, text, cause);

    private static string ReasonOf(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.StrayQuote => "a quote stands within a field that does not begin with one",
        CsvMalformedReason.TextAfterClosingQuote => "text follows the closing quote of a field",
        CsvMalformedReason.UnterminatedQuote => "a quote at the beginning of a field is not closed",
        _ => reason.ToString(),
    };
}
