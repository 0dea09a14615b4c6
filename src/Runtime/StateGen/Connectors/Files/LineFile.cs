using System.Buffers;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace StateGen.Connectors.Files;

/// <summary>A text file that is open for reading, with the length that it had when it was opened.</summary>
internal sealed class LineFile : IDisposable
{
    private const byte LineFeed = (byte)'\n';
    private const int BlockSize = 64 * 1024;
    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);
    private readonly SafeFileHandle _handle;

    private LineFile(string path, SafeFileHandle handle)
    {
        Path = path;
        _handle = handle;
        Length = RandomAccess.GetLength(handle);
    }

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Gets the path as the user specified it, for messages.</summary>
    public string Path { get; }

    public string Name => System.IO.Path.GetFileName(Path);

    public long Length { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="SourceUnavailableException">There is no such file, or it cannot be read.</exception>
    public static LineFile Open(string path)
    {
        if (Directory.Exists(path))
            throw new SourceUnavailableException($"The input '{path}' is a directory. Name a file.");
        try
        {
            return new LineFile(path, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, FileOptions.Asynchronous));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SourceUnavailableException($"The input file '{path}' does not exist. Check the path.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Unreadable(path, exception);
        }
    }

    /// <summary>Checks that this is the file that a range belongs to.</summary>
    /// <exception cref="SourceUnavailableException">The file has another name or another length.</exception>
    public void RequireSame(LineRange range)
    {
        if (Name != range.FileName)
            throw Changed($"the checkpoint was reading the file '{range.FileName}'");
        if (Length != range.FileLength)
            throw Changed($"it has {Length} bytes now, and had {range.FileLength} when the job first started");
    }

    /// <summary>Reads bytes at an offset.</summary>
    /// <returns>The number of bytes read, at least 1.</returns>
    /// <exception cref="SourceUnavailableException">The file became shorter, or cannot be read.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, long offset, CancellationToken cancellationToken)
    {
        try
        {
            var read = await RandomAccess.ReadAsync(_handle, buffer, offset, cancellationToken).ConfigureAwait(false);
            return read > 0 ? read : throw Changed($"it ends at byte {offset} now, and had {Length} bytes when it was opened");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(Path, exception);
        }
    }

    /// <summary>
    /// Finds the offset after the byte order mark, if any, and a number of lines. Returns the length of the file if it has fewer lines.
    /// </summary>
    public async Task<long> FindFirstLineAsync(int skip, CancellationToken cancellationToken)
    {
        var offset = await StartsWithMarkAsync(cancellationToken).ConfigureAwait(false) ? ByteOrderMark.Length : 0L;
        for (; skip > 0; skip--)
            offset = await FindNextLineAsync(offset, cancellationToken).ConfigureAwait(false);
        return offset;
    }

    /// <summary>Finds the first start of a line at or after an offset. Returns the length of the file if there is none.</summary>
    /// <param name="offset">The offset, greater than 0.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public Task<long> FindLineFromAsync(long offset, CancellationToken cancellationToken) => FindNextLineAsync(offset - 1, cancellationToken);

    /// <summary>
    /// Finds the end of the last line that is not blank, without its line end. Returns <paramref name="start"/> if all lines are blank.
    /// </summary>
    public async Task<long> FindEndOfLastLineAsync(long start, CancellationToken cancellationToken)
    {
        var block = new byte[BlockSize];
        for (var end = Length; end > start;)
        {
            var blockStart = Math.Max(start, end - BlockSize);
            var filled = await ReadFullyAsync(block.AsMemory(0, (int)(end - blockStart)), blockStart, cancellationToken).ConfigureAwait(false);
            var last = filled.Span.LastIndexOfAnyExcept(LineEnds);
            if (last >= 0)
                return blockStart + last + 1;
            end = blockStart;
        }

        return start;
    }

    /// <summary>Counts the line ends between two offsets, which reads all bytes between them.</summary>
    public async Task<long> CountLineEndsAsync(long start, long end, CancellationToken cancellationToken)
    {
        var block = new byte[BlockSize];
        var count = 0L;
        for (var offset = start; offset < end;)
        {
            var read = await ReadAsync(block.AsMemory(0, (int)Math.Min(BlockSize, end - offset)), offset, cancellationToken).ConfigureAwait(false);
            count += block.AsSpan(0, read).Count(LineFeed);
            offset += read;
        }

        return count;
    }

    public void Dispose() => _handle.Dispose();

    private static SourceUnavailableException Unreadable(string path, Exception cause) =>
        new($"The input file '{path}' cannot be read: {cause.Message}", cause);

    private SourceUnavailableException Changed(string reason) =>
        new(
            $"The input file '{Path}' is not the one that the job began to read: {reason}. "
            + "Give the job the unchanged file, or start the job again with an empty state directory.");

    private async Task<bool> StartsWithMarkAsync(CancellationToken cancellationToken)
    {
        if (Length < ByteOrderMark.Length)
            return false;
        var start = await ReadFullyAsync(new byte[ByteOrderMark.Length], 0, cancellationToken).ConfigureAwait(false);
        return start.Span.SequenceEqual(ByteOrderMark);
    }

    private async Task<long> FindNextLineAsync(long offset, CancellationToken cancellationToken)
    {
        var block = new byte[BlockSize];
        while (offset < Length)
        {
            var read = await ReadAsync(block, offset, cancellationToken).ConfigureAwait(false);
            var index = block.AsSpan(0, read).IndexOf(LineFeed);
            if (index >= 0)
                return Math.Min(Length, offset + index + 1);
            offset += read;
        }

        return Length;
    }

    private async Task<ReadOnlyMemory<byte>> ReadFullyAsync(Memory<byte> buffer, long offset, CancellationToken cancellationToken)
    {
        for (var filled = 0; filled < buffer.Length;)
            filled += await ReadAsync(buffer[filled..], offset + filled, cancellationToken).ConfigureAwait(false);
        return buffer;
    }
}

/// <summary>
/// Reads a range of a file line by line. Invariant: the bytes between <c>_start</c> and <c>_end</c> are the next ones of the range, and those between
/// <c>_start</c> and <c>_searched</c> contain no line end.
/// </summary>
internal sealed class LineBuffer(LineFile file, LineRange range)
{
    private const int InitialSize = 64 * 1024;

    // Large enough that a read costs little in comparison with the lines in it.
    private const int UsualSize = 256 * 1024;
    private const int LongestLine = 256 * 1024 * 1024;
    private byte[] _bytes = new byte[InitialSize];
    private int _start;
    private int _searched;
    private int _end;

    /// <summary>Gets the offset of the next line in the file.</summary>
    public long Offset { get; private set; } = range.Offset;

    /// <summary>Gets a value indicating whether all bytes in the buffer, and so the line that was taken last, are ASCII characters.</summary>
    public bool IsAscii { get; private set; }

    private long FileOffset => Offset + (_end - _start);

    // After a first read that was not the last.
    private bool IsWorthMore => _end == _bytes.Length && _bytes.Length < UsualSize && range.End - FileOffset > UsualSize;

    // The last line of a file may lack its line end.
    private bool HoldsLastLine => FileOffset == range.End && _start < _end;

    /// <summary>Takes the next line if the buffer contains all of it.</summary>
    /// <param name="line">The line without its line end; valid until the next call.</param>
    /// <returns>true if a line was taken; otherwise, false.</returns>
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

    /// <summary>Reads more bytes into the buffer.</summary>
    /// <returns>true if bytes were read; false at the end of the range.</returns>
    /// <exception cref="SourceUnavailableException">The file cannot be read, or has a line of more than 256 MiB.</exception>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (FileOffset >= range.End)
            return false;
        MakeRoom();
        var free = _bytes.AsMemory(_end, (int)Math.Min(_bytes.Length - _end, range.End - FileOffset));
        var read = await file.ReadAsync(free, FileOffset, cancellationToken).ConfigureAwait(false);
        IsAscii = (IsAscii || Ascii.IsValid(_bytes.AsSpan(_start, _end - _start))) && Ascii.IsValid(free.Span[..read]);
        _end += read;
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
        {
            throw new SourceUnavailableException(
                $"The input file '{file.Path}' has a line of more than {LongestLine} bytes at byte {Offset}. "
                + "Check that it is a text file with line ends.");
        }

        var target = kept == _bytes.Length ? new byte[kept * 2] : IsWorthMore ? new byte[UsualSize] : _bytes;
        _bytes.AsSpan(_start, kept).CopyTo(target);
        _bytes = target;
        (_start, _searched, _end) = (0, _searched - _start, kept);
    }
}
