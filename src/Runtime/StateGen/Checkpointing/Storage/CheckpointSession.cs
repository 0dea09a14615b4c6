using System.Collections.Immutable;
using StateGen.Checkpointing.Storage;

namespace StateGen.Checkpoints;

/// <summary>
/// A checkpoint being taken. Files are written in parallel by the subtasks; <see cref="CompleteAsync"/> makes them a checkpoint.
/// Disposing an attempt that was not completed cancels its writes, waits for them and deletes its files.
/// </summary>
public sealed class CheckpointSession : IAsyncDisposable
{
    private readonly CheckpointStore _store;
    private readonly ICheckpointStorage _storage;
    private readonly CancellationTokenSource _abort = new();
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Task<CheckpointFile>> _writes = new(StringComparer.Ordinal);
    private bool _isClosed;

    internal CheckpointSession(CheckpointStore store, ICheckpointStorage storage, long checkpointId)
    {
        _store = store;
        _storage = storage;
        CheckpointId = checkpointId;
    }

    /// <summary>The number of the checkpoint.</summary>
    public long CheckpointId { get; }

    /// <summary>The files written so far, in ordinal order of their paths.</summary>
    public ImmutableArray<CheckpointFile> Files
    {
        get
        {
            lock (_gate)
                return [.. _writes.Values.Where(write => write.IsCompletedSuccessfully).Select(write => write.Result)];
        }
    }

    /// <summary>Writes one file of the checkpoint. May be called concurrently.</summary>
    /// <param name="name">The name of the file within the checkpoint, for example <c>daily-delays/0/rows</c>; unique.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="cancellationToken">Abandons the file.</param>
    /// <returns>The file as the manifest is to name it.</returns>
    /// <exception cref="OperationCanceledException">The file or the attempt was abandoned.</exception>
    /// <exception cref="CheckpointStorageException">The storage failed.</exception>
    public Task<CheckpointFile> WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        var path = StoragePath.Require(CheckpointLayout.FilePath(CheckpointId, name));
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (CheckpointLayout.IsManifest(path, out _) || _writes.ContainsKey(path))
                throw new ArgumentException($"The checkpoint already has a file '{name}'.", nameof(name));
            return _writes[path] = Task.Run(() => WriteFileAsync(path, write, cancellationToken), CancellationToken.None);
        }
    }

    /// <summary>Makes the attempt a checkpoint, atomically. Afterwards it can no longer be aborted, even if this fails: the manifest
    /// may have reached the storage. What it left is then removed when the store is next opened.</summary>
    /// <param name="manifest">The manifest. It names every file of this attempt, and besides only files of retained checkpoints.</param>
    /// <param name="cancellationToken">Abandons the commit as long as it has not happened.</param>
    /// <returns>A task that completes when the checkpoint is durable.</returns>
    /// <exception cref="ArgumentException">The manifest is not this attempt's.</exception>
    /// <exception cref="CheckpointConflictException">Another process completed the checkpoint.</exception>
    /// <exception cref="CheckpointStorageException">The storage failed.</exception>
    public async Task CompleteAsync(CheckpointManifest manifest, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        RequireOwn(manifest);
        cancellationToken.ThrowIfCancellationRequested();
        Close();
        await _store.CommitAsync(manifest, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Aborts the attempt unless <see cref="CompleteAsync"/> was called.</summary>
    /// <returns>A task that completes when no write is under way and no file remains.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Close())
        {
            await _abort.CancelAsync().ConfigureAwait(false);
            await ((Task)Task.WhenAll(_writes.Values)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // each writer sees its own failure
            foreach (var path in _writes.Keys)
                await _storage.DeleteAsync(path, CancellationToken.None).ConfigureAwait(false);
        }

        _abort.Dispose();
    }

    private async Task<CheckpointFile> WriteFileAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _abort.Token);
        var file = new CheckpointFile(path, 0, default);
        await _storage.WriteAsync(path, async (stream, token) => file = await MeasuredAsync(path, stream, write, token).ConfigureAwait(false), linked.Token).ConfigureAwait(false);
        return file;
    }

    private static async Task<CheckpointFile> MeasuredAsync(string path, Stream stream, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var content = new ChecksumStream(stream);
        await using (content.ConfigureAwait(false))
        {
            await write(content, cancellationToken).ConfigureAwait(false);
            return new CheckpointFile(path, content.Length, content.Checksum);
        }
    }

    private bool Close()
    {
        lock (_gate)
        {
            var wasOpen = !_isClosed;
            _isClosed = true;
            return wasOpen;
        }
    }

    private void RequireOwn(CheckpointManifest manifest)
    {
        if (manifest.JobId != _store.JobId || manifest.CheckpointId != CheckpointId)
            throw new ArgumentException($"The manifest is of job '{manifest.JobId}', checkpoint {manifest.CheckpointId}, not of '{_store.JobId}', {CheckpointId}.", nameof(manifest));
        if (_writes.Values.Any(write => !write.IsCompletedSuccessfully))
            throw new ArgumentException($"Not every file of checkpoint {CheckpointId} has been written.", nameof(manifest));
        var own = Files;
        if (own.Except(manifest.Files).FirstOrDefault() is { } missing)
            throw new ArgumentException($"The manifest does not name '{missing.Path}' as it was written.", nameof(manifest));
        if (manifest.Files.Except(own).FirstOrDefault(file => !_store.Names(file.Path)) is { } unknown)
            throw new ArgumentException($"The manifest names '{unknown.Path}', which neither this attempt nor a retained checkpoint has.", nameof(manifest));
    }
}

/// <summary>Passes writes on to another stream and computes length and checksum on the way. Leaves that stream open.</summary>
internal sealed class ChecksumStream(Stream target) : Stream
{
    private long _length;

    /// <summary>The checksum of everything written so far.</summary>
    public Crc32C Checksum { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        target.Write(buffer);
        Count(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await target.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        Count(buffer.Span);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => target.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => target.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Count(ReadOnlySpan<byte> written)
    {
        Checksum = Checksum.Append(written);
        _length += written.Length;
    }
}
