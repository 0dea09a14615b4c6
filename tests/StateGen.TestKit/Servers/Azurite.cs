namespace StateGen.TestKit.Servers;

/// <summary>Azurite, Microsoft's own implementation of Azure Blob Storage for tests.</summary>
public sealed class Azurite : IDisposable
{
    /// <summary>The account and key that every Azurite has, and that its documentation publishes.</summary>
    public const string Account = "devstoreaccount1";
    public const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly ServerProcess _process = new(
        "azurite/dist/src/blob/main.js",
        "http://127.0.0.1:",
        directory => ["--blobHost", "127.0.0.1", "--blobPort", "0", "--location", directory, "--silent", "--disableTelemetry", "--skipApiVersionCheck"]);

    /// <summary>Gets the directory in which the server keeps its files.</summary>
    public string Files => _process.Directory;

    /// <summary>The connection string; with another key, one that the server refuses.</summary>
    public async Task<string> ConnectionAsync(string key = Key) =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={key};BlobEndpoint=http://127.0.0.1:{await _process.PortAsync(TestContext.Current.CancellationToken)}/{Account};";

    public void Dispose() => _process.Dispose();
}
