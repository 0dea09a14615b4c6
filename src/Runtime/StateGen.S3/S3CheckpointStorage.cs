using System.Net;
using System.Security.Cryptography;
using Amazon.S3;
using StateGen.Checkpoints;

namespace StateGen.S3;

/// <summary>
/// Stores checkpoints in a bucket of Amazon S3 or of a store that speaks its protocol, under a prefix. A large file is uploaded in parts and appears when the
/// upload is completed; a commit is an upload on the condition that no object of the name exists, which not every store knows: see <see cref="OpenAsync"/>.
/// Requests are repeated as the configuration of the client says. Thread-safe.
/// </summary>
public sealed class S3CheckpointStorage : ICheckpointStorage
{
    private const string CommitId = "x-amz-meta-stategen-commit";
    private const int MostConflicts = 8;
    private readonly S3Bucket _bucket;
    private readonly IDisposable? _owned;

    private S3CheckpointStorage(S3Bucket bucket, IDisposable? owned)
    {
        _bucket = bucket;
        _owned = owned;
    }

    /// <inheritdoc/>
    public string Location => _bucket.Location;

    /// <summary>
    /// Opens a bucket, which must exist. It tries, with a few small objects that it deletes again, whether the store creates an object only if it is missing.
    /// If it does not, commits need a second storage.
    /// </summary>
    /// <param name="client">The client, with its credentials and retries. The storage does not dispose it.</param>
    /// <param name="bucket">The name of the bucket.</param>
    /// <param name="prefix">The prefix of the job in the bucket: a path without a slash at either end; empty for the whole bucket.</param>
    /// <param name="log">The storage that takes the commits; null to keep them in the bucket. The returned storage owns it.</param>
    /// <param name="cancellationToken">Abandons the opening.</param>
    /// <returns>The storage.</returns>
    /// <exception cref="CheckpointStorageException">The bucket cannot be used, or it needs a storage for the log.</exception>
    public static async Task<ICheckpointStorage> OpenAsync(
        IAmazonS3 client, string bucket, string prefix = "", ICheckpointStorage? log = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(bucket);
        ArgumentNullException.ThrowIfNull(prefix);
        var storage = OpenFiles(client, bucket, prefix, ownsClient: false);
        if (log is not null)
            return new CheckpointStorageWithLog(storage, log);
        await storage.RequireCommitsAsync(cancellationToken).ConfigureAwait(false);
        return storage;
    }

    /// <summary>Opens a bucket without trying anything.</summary>
    internal static S3CheckpointStorage OpenFiles(IAmazonS3 client, string bucket, string prefix, bool ownsClient) =>
        new(new S3Bucket(client, bucket, prefix.Length == 0 ? "" : CheckpointPath.Require(prefix)), ownsClient ? client : null);

    /// <summary>Checks that the store creates an object only if it is missing.</summary>
    internal async Task RequireCommitsAsync(CancellationToken cancellationToken)
    {
        if (!await CommitProbe.SucceedsAsync(_bucket, cancellationToken).ConfigureAwait(false))
        {
            throw new CheckpointStorageException(
                $"The store at '{Location}' cannot create an object only if it is missing, so it cannot hold the log of the job. "
                + "Name a second storage for the log: "
                + "a directory or another store, as the setting 'log' of the URI (for example log=file:///var/lib/payments-log) or the argument 'log' of "
                + "S3Checkpoints.ToBucket.")
            {
                IsPermanent = true,
            };
        }
    }

    /// <inheritdoc/>
    public async Task WriteAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        var upload = new MultipartUpload(_bucket, path);
        cancellationToken.ThrowIfCancellationRequested();
        var content = new PartStream(upload.UploadAsync, MultipartUpload.PartLength, cancellationToken: cancellationToken);
        try
        {
            await using (content.ConfigureAwait(false))
            {
                await write(content, cancellationToken).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                await upload.CompleteAsync(content, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await upload.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task<bool> TryCommitAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var key = _bucket.KeyOf(path);
        return _bucket.GuardAsync("commit", path, token => TryCreateAsync(key, content, token), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Stream?> TryOpenAsync(string path, CancellationToken cancellationToken = default)
    {
        var key = _bucket.KeyOf(path);
        return _bucket.GuardAsync<Stream?>("read", path, token => ObjectStream.TryOpenAsync(_bucket, path, key, token), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return _bucket.GuardAsync("list", prefix, token => _bucket.FindAsync(prefix, token), cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string path, CancellationToken cancellationToken = default)
    {
        var key = _bucket.KeyOf(path);
        return _bucket.GuardAsync("delete", path, token => _bucket.DeleteAsync(key, token), cancellationToken);
    }

    /// <summary>Disposes a client that belongs to the storage; one that was passed to it belongs to the caller.</summary>
    public void Dispose() => _owned?.Dispose();

    // While several requests for one name are in progress, Amazon S3 rejects some of them without a decision (409); those are repeated.
    private async Task<bool> TryCreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var id = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        for (var conflicts = 0; ; conflicts++)
        {
            try
            {
                await _bucket.PutAsync(key, content, request =>
                {
                    request.IfNoneMatch = "*";
                    request.Metadata[CommitId] = id;
                }, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.PreconditionFailed)
            {
                // A request is repeated when its answer is lost. If it had created the object, the repetition finds it.
                return await HasIdAsync(key, id, cancellationToken).ConfigureAwait(false);
            }
            catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.Conflict && conflicts < MostConflicts)
            {
                await S3Bucket.PauseAsync(conflicts, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> HasIdAsync(string key, string id, CancellationToken cancellationToken)
    {
        try
        {
            var found = await _bucket.Client.GetObjectMetadataAsync(_bucket.Name, key, cancellationToken).ConfigureAwait(false);
            return found.Metadata[CommitId] == id;
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            // Somebody else's, and deleted meanwhile.
            return false;
        }
    }
}
