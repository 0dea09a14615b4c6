using StateGen.Checkpointing.Storage;
using StateGen.Checkpoints;

namespace StateGen.Tool.Checkpoints.Storage;

/// <summary>Another storage as it would be without some of its files. For reading only; the storage belongs to the caller.</summary>
internal sealed class VisibleFiles(ICheckpointStorage storage) : ICheckpointStorage, IAddressedStorage
{
    private readonly HashSet<string> _hidden = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Location => storage.Location;

    /// <inheritdoc/>
    public string? Address => storage.AddressOf();

    /// <summary>Gets the paths of the files that are hidden.</summary>
    public IReadOnlySet<string> Hidden => _hidden;

    /// <summary>Hides a file.</summary>
    /// <returns>false if it was hidden already.</returns>
    public bool Hide(string path) => _hidden.Add(path);

    /// <inheritdoc/>
    public Task<Stream?> TryOpenAsync(string path, CancellationToken cancellationToken = default) =>
        _hidden.Contains(path) ? Task.FromResult<Stream?>(null) : storage.TryOpenAsync(path, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
        [.. (await storage.ListAsync(prefix, cancellationToken).ConfigureAwait(false)).Where(path => !_hidden.Contains(path))];

    /// <inheritdoc/>
    public Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default) => throw ForReading();

    /// <inheritdoc/>
    public Task<bool> TryCommitAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) => throw ForReading();

    /// <inheritdoc/>
    public Task DeleteAsync(string path, CancellationToken cancellationToken = default) => throw ForReading();

    /// <inheritdoc/>
    public void Dispose()
    {
        // The storage belongs to the caller.
    }

    private static InvalidOperationException ForReading() => new("The files were opened for reading.");
}
