namespace StateGen.Csv;

/// <summary>The bytes of a file up to the end of its header, and then those from an offset on.</summary>
internal sealed class CsvFileStream(CsvFile file, long header, long offset) : Stream
{
    private long _next = header > 0 ? 0 : offset;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_next == header)
            _next = Math.Max(header, offset);
        var end = _next < header ? header : file.Length;
        if (_next == end || buffer.IsEmpty)
            return 0;
        var read = await file.ReadAsync(buffer[..(int)Math.Min(buffer.Length, end - _next)], _next, cancellationToken).ConfigureAwait(false);
        _next += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
