using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using StateGen.Checkpoints;

namespace StateGen.S3;

/// <summary>
/// The requests to a bucket. Their failures become exceptions of a checkpoint storage, whose messages contain the status and the error code of the service,
/// and no text of the request, which may contain a signature.
/// </summary>
internal sealed class S3Bucket(IAmazonS3 client, string name, string prefix)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private readonly string _root = prefix.Length == 0 ? "" : prefix + "/";

    public IAmazonS3 Client => client;

    public string Name => name;

    public string Location { get; } = $"{S3Checkpoints.Scheme}://{name}{(prefix.Length == 0 ? "" : $"/{prefix}")}";

    public string KeyOf(string path) => _root + CheckpointPath.Require(path);

    /// <summary>Gets the key of an object that is not listed, because its name is hidden.</summary>
    public string HiddenKeyOf(string hidden) => $"{_root}.{hidden}";

    /// <summary>Uploads a small object. The body is sent in one piece, because not every store knows Amazon's chunks.</summary>
    public async Task PutAsync(string key, ReadOnlyMemory<byte> content, Action<PutObjectRequest> configure, CancellationToken cancellationToken)
    {
        using var body = StreamOf(content);
        var request = new PutObjectRequest { BucketName = name, Key = key, InputStream = body, UseChunkEncoding = false, AutoCloseStream = false };
        configure(request);
        await client.PutObjectAsync(request, cancellationToken).ConfigureAwait(false);
    }

    public async Task<bool> DeleteAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            await client.DeleteObjectAsync(name, key, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (AmazonS3Exception exception) when (IsMissingObject(exception))
        {
            // Amazon S3 tolerates that the object is missing; other stores may not.
            return false;
        }
    }

    public async Task<IReadOnlyList<string>> FindAsync(string start, CancellationToken cancellationToken)
    {
        var paths = new List<string>();
        var request = new ListObjectsV2Request { BucketName = name, Prefix = _root + start };
        ListObjectsV2Response response;
        do
        {
            response = await client.ListObjectsV2Async(request, cancellationToken).ConfigureAwait(false);
            paths.AddRange((response.S3Objects ?? []).Select(found => found.Key[_root.Length..]).Where(static path => !IsHidden(path)));
            request.ContinuationToken = response.NextContinuationToken;
        }
        while (response.IsTruncated == true);
        paths.Sort(StringComparer.Ordinal);
        return paths;
    }

    public static bool IsMissingObject(AmazonS3Exception exception) =>
        exception.StatusCode == HttpStatusCode.NotFound && exception.ErrorCode != "NoSuchBucket";

    public static MemoryStream StreamOf(ReadOnlyMemory<byte> content) => MemoryMarshal.TryGetArray(content, out var array)
        ? new MemoryStream(array.Array ?? [], array.Offset, array.Count, writable: false)
        : new MemoryStream(content.ToArray(), writable: false);

    /// <summary>Waits before a request is repeated: 0.1 s, and twice as long each time.</summary>
    public static Task PauseAsync(int repetitions, CancellationToken cancellationToken) =>
        Task.Delay(FirstPause * Math.Pow(2, repetitions), TimeProvider.System, cancellationToken);

    public async Task<T> GuardAsync<T>(string action, string path, Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await request(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsFailure(exception, cancellationToken))
        {
            throw Failure(action, path, exception);
        }
    }

    public static bool IsFailure(Exception exception, CancellationToken cancellationToken) => exception is OperationCanceledException
        ? !cancellationToken.IsCancellationRequested
        : exception is AmazonServiceException or AmazonClientException or IOException or HttpRequestException or TimeoutException;

    public CheckpointStorageException Failure(string action, string path, Exception cause) =>
        new($"Cannot {action} '{path}' in the checkpoint storage '{Location}': {Describe(cause)}", cause);

    private static bool IsHidden(string path) => path.Length == 0 || path[0] == '.' || path.Contains("/.", StringComparison.Ordinal);

    private static string Describe(Exception cause) => cause switch
    {
        AmazonServiceException { ErrorCode: not null } failed =>
            string.Create(CultureInfo.InvariantCulture, $"the store answered {(int)failed.StatusCode} {failed.ErrorCode}."),
        OperationCanceledException => "the store did not answer in time.",
        _ => cause.Message,
    };
}
