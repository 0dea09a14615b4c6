using Amazon.Runtime;
using Amazon.S3;
using StateGen.TestKit.Servers;

namespace StateGen.ObjectStores.Tests.Servers;

/// <summary>s3rver, a small server that speaks the protocol of S3 and ignores conditions.</summary>
public sealed class S3rver : IDisposable
{
    public const string Bucket = "checkpoints";

    private readonly ServerProcess _process = new(
        "s3rver/bin/s3rver.js",
        "listening on 127.0.0.1:",
        directory => ["--directory", directory, "--address", "127.0.0.1", "--port", "0", "--configure-bucket", Bucket],
        "--openssl-legacy-provider");

    public static AWSCredentials Credentials { get; } = new BasicAWSCredentials("S3RVER", "S3RVER");

    public async Task<string> EndpointAsync() => $"http://127.0.0.1:{await _process.PortAsync(TestContext.Current.CancellationToken)}";

    public static AmazonS3Client Connect(string endpoint, AWSCredentials? credentials = null) => new(credentials ?? Credentials, new AmazonS3Config
    {
        ServiceURL = endpoint,
        ForcePathStyle = true,
        AuthenticationRegion = "us-east-1",
        MaxErrorRetry = 3,
        RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
    });

    public void Dispose() => _process.Dispose();
}
