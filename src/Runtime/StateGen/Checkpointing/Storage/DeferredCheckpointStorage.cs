using StateGen.Checkpoints;

namespace StateGen.Checkpointing.Storage;

/// <summary>A storage that is opened when it is first used, because that needs a network. An opening that fails is tried again by the next use.</summary>
/// <param name="location">The name of the storage in messages.</param>
/// <param name="open">Opens the storage.</param>
/// <param name="address">The URI by which the tool opens it, with its settings; null if only the storage itself knows.</param>
internal sealed class DeferredCheckpointStorage(string location, Func<CancellationToken, Task<ICheckpointStorage>> open, string? address = null)
    : ICheckpointStorage, IAddressedStorage
{
    private readonly SemaphoreSlim _opening = new(1);
    private volatile ICheckpointStorage? _storage;

    public string Location => location;

    public string? Address => address ?? _storage?.AddressOf() ?? StorageAddresses.AddressOf(location);

    public async Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default) =>
        await (await OpenAsync(cancellationToken).ConfigureAwait(false)).WriteAsync(path, write, cancellationToken).ConfigureAwait(false);

    public async Task<bool> TryCommitAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        await (await OpenAsync(cancellationToken).ConfigureAwait(false)).TryCommitAsync(path, content, cancellationToken).ConfigureAwait(false);

    public async Task<Stream?> TryOpenAsync(string path, CancellationToken cancellationToken = default) =>
        await (await OpenAsync(cancellationToken).ConfigureAwait(false)).TryOpenAsync(path, cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
        await (await OpenAsync(cancellationToken).ConfigureAwait(false)).ListAsync(prefix, cancellationToken).ConfigureAwait(false);

    public async Task DeleteAsync(string path, CancellationToken cancellationToken = default) =>
        await (await OpenAsync(cancellationToken).ConfigureAwait(false)).DeleteAsync(path, cancellationToken).ConfigureAwait(false);

    public void Dispose()
    {
        _storage?.Dispose();
        _opening.Dispose();
    }

    private async ValueTask<ICheckpointStorage> OpenAsync(CancellationToken cancellationToken)
    {
        if (_storage is { } storage)
            return storage;
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _storage ??= await open(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }
}
