using System.Net;
using System.Security.Cryptography;
using Amazon.S3;

namespace StateGen.S3;

/// <summary>
/// Tries whether a store creates an object only if it is missing. Several requests for one new name race: exactly one must create it. A store that does not
/// know the condition rejects all of them, or ignores it and accepts more than one.
/// </summary>
internal static class CommitProbe
{
    private const int Racers = 8;

    public static async Task<bool> SucceedsAsync(S3Bucket bucket, CancellationToken cancellationToken)
    {
        var key = bucket.HiddenKeyOf($"commit-probe/{Convert.ToHexString(RandomNumberGenerator.GetBytes(16))}");
        return await bucket.GuardAsync("open", "the bucket", async token =>
        {
            var results = await Task.WhenAll(Enumerable.Range(0, Racers).Select(_ => TryCreateAsync(bucket, key, token))).ConfigureAwait(false);
            // One after all others, so that none is in progress any more.
            var isIgnored = await TryCreateAsync(bucket, key, token).ConfigureAwait(false);
            await bucket.DeleteAsync(key, token).ConfigureAwait(false);
            return !isIgnored && results.Count(static isCreated => isCreated) == 1;
        }, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<bool> TryCreateAsync(S3Bucket bucket, string key, CancellationToken cancellationToken)
    {
        try
        {
            await bucket.PutAsync(key, new byte[1], static request => request.IfNoneMatch = "*", cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (AmazonS3Exception exception) when (IsRejected(exception))
        {
            return false;
        }
    }

    private static bool IsRejected(AmazonS3Exception exception) =>
        exception.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict or HttpStatusCode.NotImplemented
        || exception.ErrorCode == "NotImplemented";
}
