using Amazon.Runtime;
using StateGen.Checkpoints;
using StateGen.ObjectStores.Tests.Servers;
using StateGen.S3;
using StateGen.TestKit;

namespace StateGen.ObjectStores.Tests.S3;

public sealed class S3Tests(S3rver server) : IClassFixture<S3rver>, IDisposable
{
    private readonly ConditionalS3 _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_store_that_ignores_conditions_needs_a_second_storage_for_the_log()
    {
        using var client = S3rver.Connect(await server.EndpointAsync());
        var exception = await Assert.ThrowsAsync<CheckpointStorageException>(() => S3CheckpointStorage.OpenAsync(client, S3rver.Bucket, "no/log", cancellationToken: Token));
        Assert.True(exception.IsPermanent);
        Assert.Contains("Name a second storage for the log", exception.Message, StringComparison.Ordinal);
        Assert.Empty((await client.ListObjectsV2Async(new() { BucketName = S3rver.Bucket, Prefix = "no/" }, Token)).S3Objects ?? []);
    }

    [Fact]
    public async Task A_URI_names_the_store_and_the_log()
    {
        using var log = new TemporaryDirectory();
        S3Checkpoints.Register(S3rver.Credentials);
        var uri = $"s3://{S3rver.Bucket}/jobs/one?endpoint={await server.EndpointAsync()}&log=file://{log.Path}";
        using (var storage = CheckpointTarget.Parse(uri).Open(out _))
        {
            Assert.True(await storage.TryCommitAsync("job.json", new byte[1], Token));
            await storage.WriteAsync("chk-00000001/state", (stream, token) => stream.WriteAsync(new byte[3], token).AsTask(), Token);
            Assert.Equal(["chk-00000001/state", "job.json"], await storage.ListAsync("", Token));
        }

        Assert.Equal([".lock", "job.json"], log.Names());
        DirectoryCheckpointStorage.Open(log.Path).Dispose();
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_ones_own_when_it_is_repeated()
    {
        _store.LosesAnswer = true;
        using var storage = await S3CheckpointStorage.OpenAsync(InProcessS3.Connect(_store), "bucket", cancellationToken: Token);
        Assert.True(await storage.TryCommitAsync("log/1", new byte[1], Token));
        Assert.False(await storage.TryCommitAsync("log/1", new byte[1], Token));
    }

    [Fact]
    public async Task A_download_that_breaks_is_continued()
    {
        _store.BreaksDownload = true;
        using var storage = await S3CheckpointStorage.OpenAsync(InProcessS3.Connect(_store), "bucket", cancellationToken: Token);
        byte[] content = [.. Enumerable.Range(0, 100_000).Select(static number => (byte)(number * 7))];
        await storage.WriteAsync("state", (stream, token) => stream.WriteAsync(content, token).AsTask(), Token);
        using var read = new MemoryStream();
        await using (var stream = (await storage.TryOpenAsync("state", Token))!)
            await stream.CopyToAsync(read, Token);
        Assert.Equal(content, read.ToArray());
    }

    [Fact]
    public async Task A_failed_large_write_aborts_its_upload()
    {
        using var storage = await S3CheckpointStorage.OpenAsync(InProcessS3.Connect(_store), "bucket", cancellationToken: Token);
        await Assert.ThrowsAsync<InvalidOperationException>(() => storage.WriteAsync("large", async (stream, token) =>
        {
            await stream.WriteAsync(new byte[20 * 1024 * 1024], token);
            throw new InvalidOperationException();
        }, Token));
        Assert.Equal(0, _store.OpenUploads);
        Assert.Empty(_store.Keys);
    }

    [Fact]
    public async Task A_bucket_that_is_missing_is_named_without_a_secret()
    {
        using var client = S3rver.Connect(await server.EndpointAsync(), new BasicAWSCredentials("name", "the-secret"));
        var exception = await Assert.ThrowsAsync<CheckpointStorageException>(() => S3CheckpointStorage.OpenAsync(client, "missing", "a", cancellationToken: Token));
        Assert.StartsWith("Cannot open 'the bucket' in the checkpoint storage 's3://missing/a': the store answered ", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("the-secret", exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3:///prefix")]
    [InlineData("s3://bucket?secret=secret-value")]
    public async Task A_URI_that_makes_no_sense_is_refused(string uri)
    {
        S3Checkpoints.Register(S3rver.Credentials);
        using var storage = CheckpointTarget.Parse(uri).Open(out _);
        var exception = await Assert.ThrowsAsync<CheckpointStorageException>(() => storage.ListAsync("", Token));
        Assert.True(exception.IsPermanent);
        Assert.DoesNotContain("secret-value", exception.Message, StringComparison.Ordinal);
    }
}
