using StateGen.AzureBlob;
using StateGen.ObjectStores.Tests.Servers;
using StateGen.S3;
using StateGen.TestKit;
using StateGen.TestKit.Servers;

namespace StateGen.ObjectStores.Tests.Programs;

/// <summary>Places for checkpoints in the servers, as users name them: by a URI, with the credentials in the environment.</summary>
public sealed class Stores : IDisposable
{
    private readonly Azurite _azurite = new();
    private readonly S3rver _s3rver = new();
    private readonly TemporaryDirectory _log = new();
    private int _places;

    /// <summary>Gets the variables of the environment that hold the credentials.</summary>
    public async Task<(string Name, string Value)[]> CredentialsAsync() =>
    [
        ("AZURE_STORAGE_CONNECTION_STRING", await _azurite.ConnectionAsync()), ("AWS_ACCESS_KEY_ID", "S3RVER"), ("AWS_SECRET_ACCESS_KEY", "S3RVER"),
    ];

    public async Task<string> AzuriteConnectionAsync(string key) => await _azurite.ConnectionAsync(key);

    /// <summary>Gets the URI of a place that is empty, with a setting without which it cannot be opened, and registers its scheme in this process.</summary>
    public async Task<string> NewPlaceAsync(string scheme)
    {
        var place = $"jobs/{++_places}";
        foreach (var (name, value) in await CredentialsAsync())
            Environment.SetEnvironmentVariable(name, value);
        AzureBlobCheckpoints.Register();
        S3Checkpoints.Register();
        if (scheme == "azblob")
            return $"azblob://{Azurite.Account}/programs/{place}?endpoint={new Uri((await _azurite.ContainerAsync("programs")).Uri, ".").AbsoluteUri.TrimEnd('/')}";
        return $"s3://{S3rver.Bucket}/{place}?endpoint={await _s3rver.EndpointAsync()}&log=file://{_log[$"{_places} log"].Replace(" ", "%2520", StringComparison.Ordinal)}";
    }

    public void Dispose()
    {
        _azurite.Dispose();
        _s3rver.Dispose();
        _log.Dispose();
    }
}
