using System.Buffers;
using System.Runtime.ExceptionServices;

namespace StateGen.Checkpoints;

/// <summary>Uploads one part of a file. Called for several parts at the same time; retries are up to it.</summary>
/// <param name="number">The number of the part, from 0.</param>
/// <param name="content">The content, which is valid until the task completes.</param>
/// <param name="cancellationToken">Abandons the upload.</param>
/// <returns>A task that completes when the part has been uploaded.</returns>
public delegate Task PartUpload(int number, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

/// <summary>
/// A stream for writers of storages that take large files in parts: it fills a buffer and uploads it while the next one is filled. Memory is bounded by the
/// number of parallel parts and one more. Not thread-safe, like other streams. Disposing it cancels the uploads and waits for them.
/// </summary>
public sealed class PartStream : Stream
{
    private readonly PartUpload _upload;
    private readonly int _partLength;
    private readonly SemaphoreSlim _slots;
    private readonly CancellationTokenSource _abort;
    private readonly List<Task> _uploads = [];
    private byte[]? _part;
    private int _filled;
    private long _length;
    private Exception? _failure;
    private bool _isDisposed;

    /// <summary>Creates a stream.</summary>
    /// <param name="upload">The function that uploads a part.</param>
    /// <param name="partLength">The length of each part but the last, in bytes.</param>
    /// <param name="parallel">The number of parts that are uploaded at the same time.</param>
    /// <param name="cancellationToken">Abandons the uploads.</param>
    public PartStream(PartUpload upload, int partLength = 8 * 1024 * 1024, int parallel = 3, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentOutOfRangeException.ThrowIfLessThan(partLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(parallel, 1);
        _upload = upload;
        _partLength = partLength;
        _slots = new(parallel);
        _abort = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>Gets the number of parts whose upload has begun.</summary>
    public int PartCount => _uploads.Count;

    /// <summary>
    /// Gets the content that no part contains yet: all of it as long as <see cref="PartCount"/> is 0, so that a small file can be uploaded at once.
    /// </summary>
    public ReadOnlyMemory<byte> Rest => _part.AsMemory(0, _filled);

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <summary>Gets the number of bytes written so far.</summary>
    public override long Length => _length;

    /// <summary>Gets the number of bytes written so far.</summary>
    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    /// <summary>Uploads the rest and waits for all parts.</summary>
    /// <returns>A task that completes when all parts have been uploaded.</returns>
    public async Task CompleteAsync()
    {
        if (_filled > 0)
            await HandOverAsync().ConfigureAwait(false);
        try
        {
            await Task.WhenAll(_uploads).ConfigureAwait(false);
        }
        catch (Exception) when (_failure is not null)
        {
            // The first failure is the cause of the others.
            ThrowFailure();
        }
    }

#pragma warning disable RS0027 // Stream declares the parameters.
    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (!buffer.IsEmpty)
        {
            buffer = buffer[Fill(buffer.Span)..];
            if (_filled == _partLength)
                await HandOverAsync().ConfigureAwait(false);
        }
    }
#pragma warning restore RS0027

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            buffer = buffer[Fill(buffer)..];
            if (_filled == _partLength)
                HandOverAsync().GetAwaiter().GetResult();
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Does nothing: what is written is durable when the file is complete.</summary>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        await _abort.CancelAsync().ConfigureAwait(false);
        // Whoever needs the parts has called CompleteAsync and seen their failure.
        await ((Task)Task.WhenAll(_uploads)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_part is not null)
            ArrayPool<byte>.Shared.Return(_part);
        _part = null;
        _filled = 0;
        _abort.Dispose();
        _slots.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            DisposeAsync().AsTask().GetAwaiter().GetResult();
        base.Dispose(disposing);
    }

    private int Fill(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _part ??= ArrayPool<byte>.Shared.Rent(_partLength);
        var count = Math.Min(buffer.Length, _partLength - _filled);
        buffer[..count].CopyTo(_part.AsSpan(_filled));
        _filled += count;
        _length += count;
        return count;
    }

    private async Task HandOverAsync()
    {
        try
        {
            await _slots.WaitAsync(_abort.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_failure is not null)
        {
            // A part that failed has cancelled the others.
            ThrowFailure();
        }

        var (part, length) = (_part!, _filled);
        (_part, _filled) = (null, 0);
        _uploads.Add(UploadAsync(_uploads.Count, part, length));
    }

    private async Task UploadAsync(int number, byte[] part, int length)
    {
        try
        {
            await _upload(number, part.AsMemory(0, length), _abort.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The next write throws it; the other parts are useless.
            Interlocked.CompareExchange(ref _failure, exception, null);
            await _abort.CancelAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(part);
            _slots.Release();
        }
    }

    private void ThrowFailure() => ExceptionDispatchInfo.Throw(_failure!);
}
