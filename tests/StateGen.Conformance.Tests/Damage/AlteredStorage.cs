using StateGen.Checkpoints;

namespace StateGen.Conformance.Tests.Damage;

/// <summary>Another storage of which one file is read with other content. Nothing can be written.</summary>
internal sealed class AlteredStorage(ICheckpointStorage files) : ICheckpointStorage
{
    /// <summary>The path of the file.</summary>
    public string Path { get; set; } = "";

    /// <summary>The content; null if the file is missing.</summary>
    public ReadOnlyMemory<byte>? Content { get; set; }

    public string Location => files.Location;

    public Task<Stream?> TryOpenAsync(string path, CancellationToken cancellationToken = default) =>
        path == Path ? Task.FromResult<Stream?>(Content is { } content ? new AlteredContent(content) : null) : files.TryOpenAsync(path, cancellationToken);

    public async Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default)
    {
        var listed = await files.ListAsync(prefix, cancellationToken);
        return Content is null ? [.. listed.Where(path => path != Path)] : listed;
    }

    public Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default) => throw NotForWriting();

    public Task<bool> TryCommitAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) => throw NotForWriting();

    public Task DeleteAsync(string path, CancellationToken cancellationToken = default) => throw NotForWriting();

    public void Dispose()
    {
    }

    private static CheckpointStorageException NotForWriting() => new("A damaged checkpoint was changed.");

    /// <summary>The content without a copy of it, of which there would be one for each of many thousand damages.</summary>
    private sealed class AlteredContent(ReadOnlyMemory<byte> content) : Stream
    {
        private int _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => content.Length;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, content.Length - _position);
            content.Span.Slice(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
