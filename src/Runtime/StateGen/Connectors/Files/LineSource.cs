using System.Text;
using StateGen.Checkpoints;

namespace StateGen.Connectors.Files;

/// <summary>
/// A source that reads a text file in ranges of whole lines. The ranges are determined once, when the job first starts. From then on each range
/// is read independently.
/// </summary>
/// <typeparam name="T">The type of the events.</typeparam>
internal sealed class LineSource<T>(string path, int skip, LineParser<T> parse, int splits) : ISource<T>
{
    public string Description => path;

    public async Task<IReadOnlyList<SplitPosition>> DiscoverSplitsAsync(CancellationToken cancellationToken)
    {
        using var file = LineFile.Open(path);
        var ranges = await LineRangeFinder.FindAsync(file, skip, splits, cancellationToken).ConfigureAwait(false);
        return [.. ranges.Select(static range => new SplitPosition(range.Id, range.ToFields(), MaxEventTimeMilliseconds: null, IsFinished: false))];
    }

    public Task<SplitReader<T>> OpenAsync(SplitPosition position, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(position);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<SplitReader<T>>(LineSplitReader<T>.Open(path, LineRange.FromFields(position.Fields), parse));
    }
}

/// <summary>Reads the lines of one range.</summary>
internal sealed class LineSplitReader<T>(LineFile file, LineRange range, LineParser<T> parse) : SplitReader<T>
{
    private readonly LineBuffer _lines = new(file, range);
    private readonly List<SourceRecordException> _rejected = [];
    private long _firstLineOfBatch = range.Line;
    private int _linesInBatch;
    private int _eventsInBatch;
    private int[] _lineOfEvent = [];

    public override string Description => file.Path;

    /// <exception cref="SourceUnavailableException">The file cannot be read, or the range belongs to another one.</exception>
    public static LineSplitReader<T> Open(string path, LineRange range, LineParser<T> parse)
    {
        var file = LineFile.Open(path);
        try
        {
            file.RequireSame(range);
            return new(file, range, parse);
        }
        catch
        {
            // No reader was created that would close the file.
            file.Dispose();
            throw;
        }
    }

    public override ManifestFields Position => (range with { Offset = _lines.Offset, Line = NextLine }).ToFields();

    public override async ValueTask<SplitRead> ReadAsync(Memory<T> events, CancellationToken cancellationToken)
    {
        if (events.IsEmpty)
            throw new ArgumentException("There must be room for at least one event.", nameof(events));
        BeginBatch(events.Length);
        do
            ParseBuffered(events.Span);
        while (_linesInBatch == 0 && await _lines.FillAsync(cancellationToken).ConfigureAwait(false));
        if (_eventsInBatch > 0)
            return SplitRead.Events(_eventsInBatch);
        return _linesInBatch == 0 ? SplitRead.End : SplitRead.WaitFor(Task.CompletedTask);
    }

    public override long OriginOf(int index) => _firstLineOfBatch + _lineOfEvent[index];

    public override IReadOnlyList<SourceRecordException> TakeRejected()
    {
        SourceRecordException[] rejected = [.. _rejected];
        _rejected.Clear();
        return rejected;
    }

    public override ValueTask DisposeAsync()
    {
        file.Dispose();
        return ValueTask.CompletedTask;
    }

    private long NextLine => _firstLineOfBatch + _linesInBatch;

    private void BeginBatch(int room)
    {
        _firstLineOfBatch += _linesInBatch;
        _linesInBatch = _eventsInBatch = 0;
        if (_lineOfEvent.Length < room)
            _lineOfEvent = new int[room];
    }

    private void ParseBuffered(Span<T> events)
    {
        while (_linesInBatch < events.Length && _lines.TryTake(out var line))
        {
            if (TryParse(line, out events[_eventsInBatch]))
                _lineOfEvent[_eventsInBatch++] = _linesInBatch;
            _linesInBatch++;
        }
    }

    private bool TryParse(ReadOnlySpan<byte> line, out T parsed)
    {
        try
        {
            parsed = parse.Convert(line, _lines.IsAscii);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The parser is user code and may throw any exception. The wrapping exception names the line.
            var rejected = new SourceRecordException(file.Path, NextLine, exception.Message, Encoding.UTF8.GetString(line), exception);
            if (!SkipsRejected)
                throw rejected;
            _rejected.Add(rejected);
            parsed = default!;
            return false;
        }
    }
}
