using System.Globalization;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using StateGen.AzureBlob;
using StateGen.Checkpoints;
using StateGen.ObjectStores.Tests.Servers;
using StateGen.TestKit.Servers;

namespace StateGen.ObjectStores.Tests.AzureBlob;

public sealed class AzureBlobTests(Azurite azurite) : IClassFixture<Azurite>
{
    private const string WrongKey = "d3JvbmcgYnV0IGxvbmcgZW5vdWdoIGtleQ==";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Jobs_of_one_container_do_not_see_each_other()
    {
        var container = await azurite.ContainerAsync("jobs");
        using var first = await AzureBlobCheckpointStorage.OpenAsync(container, "a", Token);
        using var second = await AzureBlobCheckpointStorage.OpenAsync(container, "ab", Token);
        Assert.True(await first.TryCommitAsync("job.json", new byte[1], Token));
        Assert.True(await second.TryCommitAsync("job.json", new byte[2], Token));
        await second.DeleteAsync("job.json", Token);
        Assert.Equal(["job.json"], await first.ListAsync("", Token));
        Assert.Equal($"azblob://{Azurite.Account}/jobs/a", first.Location);
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_ones_own_when_it_is_repeated()
    {
        var options = new BlobClientOptions { Retry = { Delay = TimeSpan.Zero } };
        options.AddPolicy(new LostAnswer(), Azure.Core.HttpPipelinePosition.PerRetry);
        var container = new BlobContainerClient(await azurite.ConnectionAsync(), "lost", options);
        using var storage = await AzureBlobCheckpointStorage.OpenAsync(container, cancellationToken: Token);
        Assert.True(await storage.TryCommitAsync("log/1", new byte[1], Token));
        Assert.False(await storage.TryCommitAsync("log/1", new byte[1], Token));
    }

    [Fact]
    public async Task A_failed_large_write_leaves_no_blob()
    {
        var container = await azurite.ContainerAsync("failed");
        using var storage = await AzureBlobCheckpointStorage.OpenAsync(container, cancellationToken: Token);
        await Assert.ThrowsAsync<InvalidOperationException>(() => storage.WriteAsync("large", async (stream, token) =>
        {
            await stream.WriteAsync(new byte[20 * 1024 * 1024], token);
            throw new InvalidOperationException();
        }, Token));
        Assert.False(await container.GetBlockBlobClient("large").ExistsAsync(Token));
    }

    [Fact]
    public async Task A_wrong_key_is_refused_without_showing_it()
    {
        var exception = await Assert.ThrowsAsync<CheckpointStorageException>(
            async () => await AzureBlobCheckpointStorage.OpenAsync(await azurite.ContainerAsync("secret", WrongKey), cancellationToken: Token));
        Assert.StartsWith($"Cannot open 'the container' in the checkpoint storage 'azblob://{Azurite.Account}/secret': the service answered 403", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(WrongKey, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_cannot_be_reached_is_a_failure_of_the_storage()
    {
        var options = new BlobClientOptions { Retry = { MaxRetries = 1, Delay = TimeSpan.Zero } };
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:1/{Azurite.Account}/nowhere");
        var container = new BlobContainerClient(new Uri(address), options);
        var exception = await Assert.ThrowsAsync<CheckpointStorageException>(() => AzureBlobCheckpointStorage.OpenAsync(container, cancellationToken: Token));
        Assert.False(exception.IsPermanent);
        Assert.Contains("2 attempts failed, the last one with: ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_URI_opens_the_container_with_the_connection_string_of_the_environment()
    {
        Environment.SetEnvironmentVariable("AZURE_STORAGE_CONNECTION_STRING", await azurite.ConnectionAsync());
        AzureBlobCheckpoints.Register();
        using var storage = CheckpointTarget.Parse($"azblob://{Azurite.Account}/by-uri/jobs/one").Open(out _);
        Assert.True(await storage.TryCommitAsync("job.json", new byte[1], Token));
        Assert.True(await (await azurite.ContainerAsync("by-uri")).GetBlobClient("jobs/one/job.json").ExistsAsync(Token));
    }

    [Theory]
    [InlineData("azblob://account")]
    [InlineData("azblob:///container")]
    [InlineData("azblob://account/container?sig=secret")]
    public async Task A_URI_that_lacks_something_or_holds_a_signature_is_refused(string uri)
    {
        AzureBlobCheckpoints.Register();
        using var storage = CheckpointTarget.Parse(uri).Open(out _);
        var exception = await Assert.ThrowsAsync<CheckpointStorageException>(() => storage.ListAsync("", Token));
        Assert.True(exception.IsPermanent);
        Assert.DoesNotContain("secret", exception.ToString(), StringComparison.Ordinal);
    }
}
