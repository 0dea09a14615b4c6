using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using StateGen.Checkpoints;

namespace StateGen.S3;

/// <summary>Targets for checkpoints in Amazon S3 and in stores that speak its protocol.</summary>
public static class S3Checkpoints
{
    /// <summary>The scheme of the URIs: <c>s3://bucket/prefix</c>.</summary>
    public const string Scheme = "s3";

    private const string Endpoint = "endpoint";
    private const string Region = "region";
    private const string PathStyle = "path-style";
    private const string Log = "log";
    private const int Retries = 6;

    /// <summary>Creates a target in a bucket, with the credentials and retries that the client was created with.</summary>
    /// <param name="client">The client, which the caller disposes after the job.</param>
    /// <param name="bucket">The name of the bucket, which must exist.</param>
    /// <param name="prefix">The prefix of the job in the bucket, for example <c>jobs/payments</c>.</param>
    /// <param name="log">The target that takes the log of the job, for a store that cannot; null to keep the log in the bucket.</param>
    /// <returns>The target.</returns>
    public static CheckpointTarget ToBucket(IAmazonS3 client, string bucket, string prefix = "", CheckpointTarget? log = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(bucket);
        return CheckpointTarget.ToStorage(
            $"{Scheme}://{bucket}{(string.IsNullOrEmpty(prefix) ? "" : $"/{prefix}")}",
            token => CompleteAsync(S3CheckpointStorage.OpenFiles(client, bucket, prefix, ownsClient: false), log, token));
    }

    /// <summary>
    /// Registers the scheme <c>s3</c> for the URIs of checkpoint storage, with the settings <c>endpoint</c>, <c>region</c>, <c>path-style</c> and <c>log</c>.
    /// Requests carry the credentials that the SDK finds: environment, profile, or the role of the machine.
    /// </summary>
    public static void Register() => Register(null);

    /// <summary>Registers the scheme <c>s3</c> with credentials of your choice.</summary>
    /// <param name="credentials">The credentials; null for those that the SDK finds.</param>
    public static void Register(AWSCredentials? credentials) => CheckpointTarget.Register(Scheme, (uri, token) =>
    {
        uri.RequireKnownSettings(Endpoint, Region, PathStyle, Log);
        if (uri.Host.Length == 0)
            throw uri.Invalid($"needs a bucket, as in '{Scheme}://bucket/prefix'.");
        var log = FindLog(uri);
        var configuration = ConfigurationOf(uri);
        var client = credentials is null ? new AmazonS3Client(configuration) : new AmazonS3Client(credentials, configuration);
        return CompleteAsync(S3CheckpointStorage.OpenFiles(client, uri.Host, uri.Path, ownsClient: true), log, token);
    });

    private static CheckpointTarget? FindLog(CheckpointUri uri)
    {
        if (!uri.Settings.TryGetValue(Log, out var location))
            return null;
        try
        {
            return CheckpointTarget.Parse(location);
        }
        catch (ArgumentException exception)
        {
            throw uri.Invalid($"has a setting '{Log}' that cannot be used. {exception.Message.Split(" (Parameter")[0]}");
        }
    }

    private static async Task<ICheckpointStorage> CompleteAsync(S3CheckpointStorage files, CheckpointTarget? log, CancellationToken cancellationToken)
    {
        try
        {
            if (log is not null)
                return new CheckpointStorageWithLog(files, log.Open(out var owned), ownsLog: owned is not null);
            await files.RequireCommitsAsync(cancellationToken).ConfigureAwait(false);
            return files;
        }
        catch
        {
            // The caller gets no storage to dispose.
            files.Dispose();
            throw;
        }
    }

    // Checksums of the SDK are left out where the store may not know them; StateGen compares its own when it restores.
    private static AmazonS3Config ConfigurationOf(CheckpointUri uri)
    {
        var configuration = new AmazonS3Config
        {
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = Retries,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        var (endpoint, region) = (uri.FindAddress(Endpoint), uri.Settings.GetValueOrDefault(Region));
        if (endpoint is not null)
        {
            configuration.ServiceURL = endpoint.AbsoluteUri;
            configuration.AuthenticationRegion = region ?? "us-east-1";
            configuration.ForcePathStyle = uri.Settings.GetValueOrDefault(PathStyle, "true") == "true";
        }
        else if (region is not null)
        {
            configuration.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        return configuration;
    }
}
