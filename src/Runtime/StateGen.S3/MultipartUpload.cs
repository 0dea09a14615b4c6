using System.Collections.Concurrent;
using Amazon.S3.Model;
using StateGen.Checkpoints;

namespace StateGen.S3;

/// <summary>
/// Uploads one object. A small one is uploaded at once; the first part of a large one begins an upload in parts, which is aborted unless it completes.
/// </summary>
internal sealed class MultipartUpload(S3Bucket bucket, string path) : IAsyncDisposable
{
    /// <summary>The length of a part. An object has at most 10,000 parts, which makes 80 GB.</summary>
    public const int PartLength = 8 * 1024 * 1024;

    private readonly string _key = bucket.KeyOf(path);
    private readonly ConcurrentBag<PartETag> _parts = [];
    private readonly SemaphoreSlim _beginning = new(1);
    private string? _id;

    /// <summary>Uploads a part.</summary>
    public Task UploadAsync(int number, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => bucket.GuardAsync(
        "write", path, token => UploadPartAsync(number + 1, content, token), cancellationToken);

    /// <summary>Makes the content the object.</summary>
    public async Task CompleteAsync(PartStream content, CancellationToken cancellationToken)
    {
        if (content.PartCount == 0)
        {
            await bucket.GuardAsync("write", path, token => PutAsync(content.Rest, token), cancellationToken).ConfigureAwait(false);
            return;
        }

        await content.CompleteAsync().ConfigureAwait(false);
        await bucket.GuardAsync("write", path, CompletePartsAsync, cancellationToken).ConfigureAwait(false);
        _id = null;
    }

    public async ValueTask DisposeAsync()
    {
        _beginning.Dispose();
        if (_id is null)
            return;
        try
        {
            await bucket.Client.AbortMultipartUploadAsync(bucket.Name, _key, _id, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (S3Bucket.IsFailure(exception, CancellationToken.None))
        {
            // The write has failed, and its caller knows why. The parts are not visible; a lifecycle rule of the bucket removes them.
        }
    }

    private async Task<bool> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await bucket.PutAsync(_key, content, static _ => { }, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> UploadPartAsync(int number, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        using var body = S3Bucket.StreamOf(content);
        var request = new UploadPartRequest
        {
            BucketName = bucket.Name,
            Key = _key,
            UploadId = await BeginAsync(cancellationToken).ConfigureAwait(false),
            PartNumber = number,
            PartSize = content.Length,
            InputStream = body,
            UseChunkEncoding = false,
        };
        var response = await bucket.Client.UploadPartAsync(request, cancellationToken).ConfigureAwait(false);
        _parts.Add(new PartETag(number, response.ETag));
        return true;
    }

    private async Task<string> BeginAsync(CancellationToken cancellationToken)
    {
        await _beginning.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _id ??= (await bucket.Client.InitiateMultipartUploadAsync(bucket.Name, _key, cancellationToken).ConfigureAwait(false)).UploadId;
        }
        finally
        {
            _beginning.Release();
        }
    }

    private async Task<bool> CompletePartsAsync(CancellationToken cancellationToken)
    {
        var request = new CompleteMultipartUploadRequest
        {
            BucketName = bucket.Name,
            Key = _key,
            UploadId = _id,
            PartETags = [.. _parts.OrderBy(static part => part.PartNumber)],
        };
        await bucket.Client.CompleteMultipartUploadAsync(request, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
