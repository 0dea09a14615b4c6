using System.Collections.Concurrent;
using StateGen.Checkpointing.Storage;

namespace StateGen.Checkpoints;

/// <summary>Stores checkpoints in the memory of the process, for tests. The checkpoints are lost when the process ends.</summary>
public sealed class MemoryCheckpointStorage : ICheckpointStorage
{
    private readonly ConcurrentDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Location => "memory";

    /// <inheritdoc/>
    public async Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        StoragePath.Require(path);
        using var content = new MemoryStream();
        await write(content, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        _files[path] = content.ToArray();
    }

    /// <inheritdoc/>
    public Task<bool> TryCommitAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_files.TryAdd(StoragePath.Require(path), content.ToArray()));
    }

    /// <inheritdoc/>
    public Task<Stream?> TryOpenAsync(string path, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var found = _files.TryGetValue(StoragePath.Require(path), out var content);
        return Task.FromResult<Stream?>(found ? new MemoryStream(content!, writable: false) : null);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var paths = _files.Keys.Where(path => path.StartsWith(prefix, StringComparison.Ordinal));
        return Task.FromResult<IReadOnlyList<string>>([.. paths.Order(StringComparer.Ordinal)]);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string path, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _files.TryRemove(StoragePath.Require(path), out _);
        return Task.CompletedTask;
    }

    /// <summary>Does nothing. The files are kept, so that one instance can serve several runs of a job.</summary>
    public void Dispose()
    {
    }
}
