using System.Diagnostics;
using StateGen.Checkpoints;

namespace StateGen.Benchmarks.Checkpoints;

/// <summary>Another storage, with the time that passes in each part of its calls. For one writer and one reader at a time.</summary>
internal sealed class TimedStorage(ICheckpointStorage storage) : ICheckpointStorage
{
    /// <summary>Gets the time in which the content is produced: serialization and checksum.</summary>
    public TimeSpan Producing { get; private set; }

    /// <summary>Gets the time in which the storage takes the content.</summary>
    public TimeSpan Transfer { get; private set; }

    /// <summary>Gets the time from the end of the content until the file is durable.</summary>
    public TimeSpan Finishing { get; private set; }

    /// <summary>Gets the time of the entries of the log.</summary>
    public TimeSpan Commits { get; private set; }

    /// <summary>Gets the time of lists and deletions.</summary>
    public TimeSpan Others { get; private set; }

    /// <summary>Gets the time in which the storage hands content out.</summary>
    public TimeSpan Reading { get; private set; }

    /// <summary>Gets the number of bytes that were written.</summary>
    public long Written { get; private set; }

    public string Location => storage.Location;

    public void Reset()
    {
        Producing = Transfer = Finishing = Commits = Others = Reading = TimeSpan.Zero;
        Written = 0;
    }

    public async Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default)
    {
        var finished = 0L;
        await storage.WriteAsync(
            path,
            async (stream, token) =>
            {
                var start = Stopwatch.GetTimestamp();
                var timed = new TimedStream(stream);
                await write(timed, token).ConfigureAwait(false);
                Producing += Stopwatch.GetElapsedTime(start) - timed.Inner;
                Transfer += timed.Inner;
                Written += timed.Count;
                finished = Stopwatch.GetTimestamp();
            },
            cancellationToken).ConfigureAwait(false);
        Finishing += Stopwatch.GetElapsedTime(finished);
    }

    public async Task<bool> TryCommitAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var start = Stopwatch.GetTimestamp();
        var isNew = await storage.TryCommitAsync(path, content, cancellationToken).ConfigureAwait(false);
        Commits += Stopwatch.GetElapsedTime(start);
        return isNew;
    }

    public async Task<Stream?> TryOpenAsync(string path, CancellationToken cancellationToken = default)
    {
        var start = Stopwatch.GetTimestamp();
        var stream = await storage.TryOpenAsync(path, cancellationToken).ConfigureAwait(false);
        Reading += Stopwatch.GetElapsedTime(start);
        return stream is null ? null : new TimedStream(stream) { Ended = inner => Reading += inner };
    }

    public async Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default)
    {
        var start = Stopwatch.GetTimestamp();
        var paths = await storage.ListAsync(prefix, cancellationToken).ConfigureAwait(false);
        Others += Stopwatch.GetElapsedTime(start);
        return paths;
    }

    public async Task DeleteAsync(string path, CancellationToken cancellationToken = default)
    {
        var start = Stopwatch.GetTimestamp();
        await storage.DeleteAsync(path, cancellationToken).ConfigureAwait(false);
        Others += Stopwatch.GetElapsedTime(start);
    }

    public void Dispose() => storage.Dispose();

    /// <summary>Another stream, with the time that passes in it.</summary>
    private sealed class TimedStream(Stream inner) : Stream
    {
        public TimeSpan Inner { get; private set; }

        public long Count { get; private set; }

        /// <summary>Called with the time when the stream is closed.</summary>
        public Action<TimeSpan>? Ended { get; init; }

        public override bool CanRead => inner.CanRead;

        public override bool CanSeek => false;

        public override bool CanWrite => inner.CanWrite;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            var start = Stopwatch.GetTimestamp();
            inner.Write(buffer);
            Inner += Stopwatch.GetElapsedTime(start);
            Count += buffer.Length;
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var start = Stopwatch.GetTimestamp();
            await inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
            Inner += Stopwatch.GetElapsedTime(start);
            Count += buffer.Length;
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(Span<byte> buffer)
        {
            var start = Stopwatch.GetTimestamp();
            var count = inner.Read(buffer);
            Inner += Stopwatch.GetElapsedTime(start);
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var start = Stopwatch.GetTimestamp();
            var count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            Inner += Stopwatch.GetElapsedTime(start);
            return count;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush() => inner.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
                Ended?.Invoke(Inner);
            }

            base.Dispose(disposing);
        }
    }
}
