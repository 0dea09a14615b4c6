using System.Data.Common;
using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using StateGen.Checkpoints;

namespace StateGen.AzureBlob;

/// <summary>Targets for checkpoints in Azure Blob Storage.</summary>
public static class AzureBlobCheckpoints
{
    /// <summary>The scheme of the URIs: <c>azblob://account/container/prefix</c>.</summary>
    public const string Scheme = "azblob";

    private const string Endpoint = "endpoint";
    private const string ConnectionVariable = "AZURE_STORAGE_CONNECTION_STRING";
    private const int Retries = 6;

    /// <summary>Creates a target in a container, with the credentials and retries that its client was created with.</summary>
    /// <param name="container">The container, which is created if it is missing.</param>
    /// <param name="prefix">The prefix of the job in the container, for example <c>jobs/payments</c>.</param>
    /// <returns>The target.</returns>
    public static CheckpointTarget ToContainer(BlobContainerClient container, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(container);
        return CheckpointTarget.ToStorage(
            $"{Scheme}://{container.AccountName}/{container.Name}{(string.IsNullOrEmpty(prefix) ? "" : $"/{prefix}")}",
            async token => await AzureBlobCheckpointStorage.OpenAsync(container, prefix, token).ConfigureAwait(false));
    }

    /// <summary>
    /// Registers the scheme <c>azblob</c> for the URIs of checkpoint storage. Requests carry the connection string in the environment variable
    /// AZURE_STORAGE_CONNECTION_STRING if it belongs to the account, or else the <see cref="DefaultAzureCredential"/>.
    /// </summary>
    public static void Register() => Register(static uri => Connect(uri, Environment.GetEnvironmentVariable(ConnectionVariable), null));

    /// <summary>Registers the scheme <c>azblob</c> with credentials of your choice.</summary>
    /// <param name="credential">The credentials.</param>
    public static void Register(TokenCredential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        Register(uri => Connect(uri, null, credential));
    }

    private static void Register(Func<CheckpointUri, BlobServiceClient> connect) => CheckpointTarget.Register(Scheme, async (uri, token) =>
    {
        uri.RequireKnownSettings(Endpoint);
        var (container, prefix) = Split(uri);
        return await AzureBlobCheckpointStorage.OpenAsync(connect(uri).GetBlobContainerClient(container), prefix, token).ConfigureAwait(false);
    });

    private static (string Container, string Prefix) Split(CheckpointUri uri)
    {
        var parts = uri.Path.Split('/', 2);
        return uri.Host.Length > 0 && parts[0].Length > 0
            ? (parts[0], parts.Length == 1 ? "" : parts[1])
            : throw uri.Invalid($"needs an account and a container, as in '{Scheme}://account/container/prefix'.");
    }

    private static BlobServiceClient Connect(CheckpointUri uri, string? connection, TokenCredential? credential)
    {
        var options = new BlobClientOptions();
        options.Retry.MaxRetries = Retries;
        var address = uri.FindAddress(Endpoint) ?? new Uri($"https://{uri.Host}.blob.core.windows.net");
        if (connection is not null && AccountOf(uri, connection) == uri.Host)
            return Connect(uri, () => new BlobServiceClient(connection, options));
        return new BlobServiceClient(address, credential ?? new DefaultAzureCredential(), options);
    }

    // The exceptions of the SDK may contain parts of the text, and the text contains a key.
    private static T Connect<T>(CheckpointUri uri, Func<T> connect)
    {
        try
        {
            return connect();
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw uri.Invalid($"cannot be opened, because the environment variable {ConnectionVariable} is not a connection string of Azure Storage.");
        }
    }

    private static string? AccountOf(CheckpointUri uri, string connection)
    {
        var settings = Connect(uri, () => new DbConnectionStringBuilder { ConnectionString = connection });
        return settings.TryGetValue("AccountName", out var name) ? (string)name : null;
    }
}
