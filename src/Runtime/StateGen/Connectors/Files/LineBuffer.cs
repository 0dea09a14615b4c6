namespace StateGen.Connectors.Files;

/// <summary>
/// Bytes of a range of a file, handed out line by line. Invariant: the bytes between <c>_start</c> and <c>_end</c> are the next ones of the range, and
/// those before <c>_searched</c> hold no line end.
/// </summary>
internal sealed class LineBuffer(LineFile file, LineRange range)
{
    private const int InitialSize = 64 * 1024;
    private const int LongestLine = 256 * 1024 * 1024;
    private byte[] _bytes = new byte[InitialSize];
    private int _start;
    private int _searched;
    private int _end;

    /// <summary>Where the next line begins in the file.</summary>
    public long Offset { get; private set; } = range.Offset;

    private long FileOffset => Offset + (_end - _start);

    // The last line of a file may lack its line end.
    private bool HoldsLastLine => FileOffset == range.End && _start < _end;

    /// <summary>Takes the next line, if the buffer holds all of it.</summary>
    /// <param name="line">The line without its end; valid until the next call.</param>
    public bool TryTake(out ReadOnlySpan<byte> line)
    {
        var index = _bytes.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n');
        if (index < 0 && !HoldsLastLine)
        {
            _searched = _end;
            line = default;
            return false;
        }

        var end = index < 0 ? _end : _searched + index;
        line = Take(end, next: index < 0 ? end : end + 1);
        return true;
    }

    /// <summary>Reads on.</summary>
    /// <returns>False at the end of the range.</returns>
    /// <exception cref="SourceUnavailableException">The file cannot be read, or has no line end in reach.</exception>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (FileOffset >= range.End)
            return false;
        MakeRoom();
        var free = _bytes.AsMemory(_end, (int)Math.Min(_bytes.Length - _end, range.End - FileOffset));
        _end += await file.ReadAsync(free, FileOffset, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private ReadOnlySpan<byte> Take(int end, int next)
    {
        ReadOnlySpan<byte> line = _bytes.AsSpan(_start, end - _start);
        Offset += next - _start;
        _start = _searched = next;
        return line.EndsWith((byte)'\r') ? line[..^1] : line;
    }

    private void MakeRoom()
    {
        var kept = _end - _start;
        if (kept >= LongestLine)
            throw new SourceUnavailableException($"The input file '{file.Path}' has a line of more than {LongestLine} bytes at byte {Offset}. Is it a text file?");
        var target = kept == _bytes.Length ? new byte[kept * 2] : _bytes;
        _bytes.AsSpan(_start, kept).CopyTo(target);
        _bytes = target;
        (_start, _searched, _end) = (0, _searched - _start, kept);
    }
}
