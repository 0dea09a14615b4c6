using Azure.Storage.Blobs;
using StateGen.TestKit.Servers;

namespace StateGen.ObjectStores.Tests.Servers;

internal static class AzuriteContainers
{
    /// <summary>Connects to a container; with another key, one that the server refuses.</summary>
    public static async Task<BlobContainerClient> ContainerAsync(this Azurite azurite, string name, string key = Azurite.Key) =>
        new(await azurite.ConnectionAsync(key), name);
}
