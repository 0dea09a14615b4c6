using Amazon.Runtime;
using Amazon.S3;

namespace StateGen.ObjectStores.Tests.Servers;

/// <summary>Connects the SDK's client to a store in this process.</summary>
internal sealed class InProcessS3(ConditionalS3 store) : HttpClientFactory
{
    public static AmazonS3Client Connect(ConditionalS3 store) => new(S3rver.Credentials, new AmazonS3Config
    {
        ServiceURL = "http://127.0.0.1:1",
        ForcePathStyle = true,
        AuthenticationRegion = "us-east-1",
        HttpClientFactory = new InProcessS3(store),
        RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
    });

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(store, disposeHandler: false);

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
}
