using System.Collections.Immutable;
using System.Security.Cryptography;
using StateGen.Checkpointing.Storage;

namespace StateGen.Checkpoints;

/// <summary>
/// An attempt to write a checkpoint. The subtasks write files in parallel; <see cref="CompleteAsync"/> makes them a checkpoint.
/// Disposing an attempt that was not completed cancels its writes and deletes its files.
/// </summary>
public sealed class CheckpointSession : IAsyncDisposable
{
    private readonly CheckpointStore _store;
    private readonly ICheckpointStorage _storage;
    private readonly CancellationTokenSource _abort = new();
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Task<CheckpointFile>> _writes = new(StringComparer.Ordinal);
    private readonly string _folder;
    private bool _isClosed;

    internal CheckpointSession(CheckpointStore store, ICheckpointStorage storage, long checkpointId, int attempt)
    {
        _store = store;
        _storage = storage;
        CheckpointId = checkpointId;
        // No other session writes to this folder, whatever it believes to be the number of its checkpoint or attempt.
        var session = RandomNumberGenerator.GetHexString(CheckpointLayout.SessionLength, lowercase: true);
        _folder = CheckpointLayout.SessionFolder(checkpointId, attempt, session);
    }

    /// <summary>Gets the number of the checkpoint.</summary>
    public long CheckpointId { get; }

    /// <summary>Gets the files written so far, in ordinal order of their paths.</summary>
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
    /// <param name="write">A function that writes the content.</param>
    /// <param name="cancellationToken">Abandons the file.</param>
    /// <returns>The file as the manifest must list it.</returns>
    /// <exception cref="OperationCanceledException">The file or the attempt was abandoned.</exception>
    /// <exception cref="CheckpointStorageException">The storage failed.</exception>
    public Task<CheckpointFile> WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        var path = StoragePath.Require(_folder + name);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_writes.ContainsKey(path))
                throw new ArgumentException($"The checkpoint already has a file '{name}'.", nameof(name));
            return _writes[path] = Task.Run(() => WriteFileAsync(path, write, cancellationToken), CancellationToken.None);
        }
    }

    /// <summary>
    /// Makes the attempt a checkpoint, atomically. Afterwards it can no longer be aborted, even if the call fails, because the manifest
    /// may have reached the storage. If it has not, the files are removed with the next checkpoint, or when the store is next opened.
    /// </summary>
    /// <param name="manifest">The manifest. It names every file of this attempt and, apart from these, only files of retained checkpoints.</param>
    /// <param name="cancellationToken">Abandons the commit if it has not happened yet.</param>
    /// <returns>A task that completes when the checkpoint is durable.</returns>
    /// <exception cref="ArgumentException">The manifest does not match this attempt.</exception>
    /// <exception cref="JobSupersededException">A later attempt of the job has taken over.</exception>
    /// <exception cref="CheckpointStorageException">The storage failed.</exception>
    public async Task CompleteAsync(CheckpointManifest manifest, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        RequireOwn(manifest);
        cancellationToken.ThrowIfCancellationRequested();
        Close();
        await _store.CommitAsync(manifest, [.. _writes.Keys], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Aborts the attempt unless <see cref="CompleteAsync"/> was called.</summary>
    /// <returns>A task that completes when all writes have ended, or were given up, and no file remains.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Close())
        {
            await _abort.CancelAsync().ConfigureAwait(false);
            // Each writer sees its own failure.
            await ((Task)Task.WhenAll(_writes.Values)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var path in _writes.Keys)
                await _storage.DeleteAsync(path, CancellationToken.None).ConfigureAwait(false);
        }

        _abort.Dispose();
    }

    private async Task<CheckpointFile> WriteFileAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _abort.Token);
        var file = new CheckpointFile(path, 0, default);
        await _storage.WriteAsync(
            path,
            async (stream, token) => file = await MeasuredAsync(path, stream, write, token).ConfigureAwait(false),
            linked.Token).ConfigureAwait(false);
        return file;
    }

    private static async Task<CheckpointFile> MeasuredAsync(
        string path, Stream stream, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
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
        {
            throw new ArgumentException(
                $"The manifest belongs to checkpoint {manifest.CheckpointId} of job '{manifest.JobId}', "
                + $"not to checkpoint {CheckpointId} of job '{_store.JobId}'.",
                nameof(manifest));
        }

        if (_writes.Values.Any(write => !write.IsCompletedSuccessfully))
            throw new ArgumentException($"Not every file of checkpoint {CheckpointId} has been written.", nameof(manifest));
        var own = Files;
        if (own.Except(manifest.Files).FirstOrDefault() is { } missing)
            throw new ArgumentException($"The manifest does not list '{missing.Path}' with the length and checksum that were written.", nameof(manifest));
        if (manifest.Files.Except(own).FirstOrDefault(file => !_store.Names(file.Path)) is { } unknown)
        {
            throw new ArgumentException(
                $"The manifest lists '{unknown.Path}', which belongs neither to this attempt nor to a retained checkpoint.", nameof(manifest));
        }
    }
}

/// <summary>Forwards writes to another stream and computes their length and checksum. Leaves that stream open.</summary>
internal sealed class ChecksumStream(Stream target) : Stream
{
    private long _length;

    /// <summary>Gets the checksum of everything written so far.</summary>
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
