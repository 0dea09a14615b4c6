using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using StateGen.Checkpoints;

namespace StateGen.AzureBlob;

/// <summary>
/// Stores checkpoints in a container of Azure Blob Storage, under a prefix. A file appears when its list of blocks is committed; a commit is an upload on the
/// condition that no blob of the name exists. Requests are repeated as the options of the client say. Thread-safe.
/// </summary>
public sealed class AzureBlobCheckpointStorage : ICheckpointStorage
{
    private const string CommitId = "stategen_commit";
    private const int NotFound = 404;
    private readonly BlobContainerClient _container;
    private readonly string _root;
    private readonly AzureBlobFailures _failures;

    private AzureBlobCheckpointStorage(BlobContainerClient container, string prefix)
    {
        _container = container;
        _root = prefix.Length == 0 ? "" : prefix + "/";
        Location = $"azblob://{container.AccountName}/{container.Name}{(prefix.Length == 0 ? "" : $"/{prefix}")}";
        _failures = new(Location);
    }

    /// <inheritdoc/>
    public string Location { get; }

    /// <summary>Opens a container, which is created if it is missing.</summary>
    /// <param name="container">The container, with the credentials and retries that its client was created with.</param>
    /// <param name="prefix">The prefix of the job in the container: a path without a slash at either end; empty for the whole container.</param>
    /// <param name="cancellationToken">Abandons the opening.</param>
    /// <returns>The storage.</returns>
    /// <exception cref="CheckpointStorageException">The container cannot be reached or created.</exception>
    public static async Task<AzureBlobCheckpointStorage> OpenAsync(
        BlobContainerClient container, string prefix = "", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(container);
        ArgumentNullException.ThrowIfNull(prefix);
        var storage = new AzureBlobCheckpointStorage(container, prefix.Length == 0 ? "" : CheckpointPath.Require(prefix));
        await storage._failures.GuardAsync("open", "the container", storage.CreateContainerAsync, cancellationToken).ConfigureAwait(false);
        return storage;
    }

    /// <inheritdoc/>
    public async Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        var blocks = new BlockUpload(_container.GetBlockBlobClient(NameOf(path)), _failures, path);
        cancellationToken.ThrowIfCancellationRequested();
        var content = new PartStream(blocks.UploadAsync, cancellationToken: cancellationToken);
        await using (content.ConfigureAwait(false))
        {
            await write(content, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            await blocks.CompleteAsync(content, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task<bool> TryCommitAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var blob = _container.GetBlobClient(NameOf(path));
        return _failures.GuardAsync("commit", path, token => TryCreateAsync(blob, content, token), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Stream?> TryOpenAsync(string path, CancellationToken cancellationToken = default)
    {
        var blob = _container.GetBlobClient(NameOf(path));
        return _failures.GuardAsync("read", path, token => OpenAsync(blob, path, token), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return _failures.GuardAsync("list", prefix, token => FindAsync(prefix, token), cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string path, CancellationToken cancellationToken = default)
    {
        var blob = _container.GetBlobClient(NameOf(path));
        return _failures.GuardAsync(
            "delete", path, token => blob.DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: token), cancellationToken);
    }

    /// <summary>Does nothing: the client belongs to the caller and holds nothing that must be released.</summary>
    public void Dispose()
    {
    }

    private string NameOf(string path) => _root + CheckpointPath.Require(path);

    // Whoever may write blobs may not always create containers, so it is created only if it is not there.
    private async Task<bool> CreateContainerAsync(CancellationToken cancellationToken)
    {
        if (!await _container.ExistsAsync(cancellationToken).ConfigureAwait(false))
            await _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static async Task<bool> TryCreateAsync(BlobClient blob, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var id = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var options = new BlobUploadOptions
        {
            Conditions = new() { IfNoneMatch = ETag.All },
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { [CommitId] = id },
        };
        try
        {
            await blob.UploadAsync(BinaryData.FromBytes(content), options, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException exception)
            when (exception.ErrorCode == BlobErrorCode.BlobAlreadyExists || exception.ErrorCode == BlobErrorCode.ConditionNotMet)
        {
            // A request is repeated when its answer is lost. If it had created the blob, the repetition finds it.
            return await HasIdAsync(blob, id, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<bool> HasIdAsync(BlobClient blob, string id, CancellationToken cancellationToken)
    {
        try
        {
            var properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            return properties.Value.Metadata.TryGetValue(CommitId, out var found) && found == id;
        }
        catch (RequestFailedException exception) when (exception.Status == NotFound)
        {
            // Somebody else's, and deleted meanwhile.
            return false;
        }
    }

    private async Task<Stream?> OpenAsync(BlobClient blob, string path, CancellationToken cancellationToken)
    {
        try
        {
            var content = await blob.DownloadStreamingAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            return new BlobContentStream(content.Value.Content, _failures, path);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<string>> FindAsync(string prefix, CancellationToken cancellationToken)
    {
        var paths = new List<string>();
        await foreach (var blob in _container.GetBlobsAsync(new GetBlobsOptions { Prefix = _root + prefix }, cancellationToken).ConfigureAwait(false))
            paths.Add(blob.Name[_root.Length..]);
        paths.Sort(StringComparer.Ordinal);
        return paths;
    }
}
