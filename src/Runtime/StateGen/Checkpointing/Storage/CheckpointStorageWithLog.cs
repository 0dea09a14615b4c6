using StateGen.Checkpointing.Storage;

namespace StateGen.Checkpoints;

/// <summary>
/// Joins two storages: one for files, which may lack an atomic commit, and one for what is committed. Names that are committed are few and small; they must
/// differ from those that are written. Thread-safe if both storages are.
/// </summary>
public sealed class CheckpointStorageWithLog : ICheckpointStorage, IAddressedStorage
{
    private readonly ICheckpointStorage _files;
    private readonly ICheckpointStorage _log;
    private readonly bool _ownsLog;

    /// <summary>Joins two storages.</summary>
    /// <param name="files">The storage of the files that are written, which is disposed with this one.</param>
    /// <param name="log">The storage of the files that are committed.</param>
    /// <param name="ownsLog">true to dispose the storage of the log, too.</param>
    public CheckpointStorageWithLog(ICheckpointStorage files, ICheckpointStorage log, bool ownsLog = true)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(log);
        _files = files;
        _log = log;
        _ownsLog = ownsLog;
    }

    /// <inheritdoc/>
    public string Location => $"{_files.Location} with the log in {_log.Location}";

    // Only the URIs of one scheme have a setting for the log.
    string? IAddressedStorage.Address => _files.AddressOf() is { } files && files.StartsWith("s3://", StringComparison.Ordinal) && _log.AddressOf() is { } log
        ? StorageAddresses.With(files, "log", log)
        : null;

    /// <inheritdoc/>
    public Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default) =>
        _files.WriteAsync(path, write, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> TryCommitAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var written = await _files.TryOpenAsync(path, cancellationToken).ConfigureAwait(false);
        if (written is null)
            return await _log.TryCommitAsync(path, content, cancellationToken).ConfigureAwait(false);
        await written.DisposeAsync().ConfigureAwait(false);
        return false;
    }

    /// <inheritdoc/>
    public async Task<Stream?> TryOpenAsync(string path, CancellationToken cancellationToken = default) =>
        await _log.TryOpenAsync(path, cancellationToken).ConfigureAwait(false) ?? await _files.TryOpenAsync(path, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default)
    {
        var files = await _files.ListAsync(prefix, cancellationToken).ConfigureAwait(false);
        var committed = await _log.ListAsync(prefix, cancellationToken).ConfigureAwait(false);
        return [.. files.Union(committed, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string path, CancellationToken cancellationToken = default)
    {
        await _log.DeleteAsync(path, cancellationToken).ConfigureAwait(false);
        await _files.DeleteAsync(path, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Disposes the storages that belong to this one.</summary>
    public void Dispose()
    {
        if (_ownsLog)
            _log.Dispose();
        _files.Dispose();
    }
}
