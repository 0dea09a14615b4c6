using StateGen.Checkpoints;
using StateGen.TestKit;

namespace StateGen.Tests.Checkpoints;

public sealed class CheckpointTargetTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_text_without_a_scheme_is_a_directory()
    {
        CheckpointTarget target = "C:/checkpoints";
        Assert.Equal("C:/checkpoints", target.Location);
        Assert.Null((CheckpointTarget?)(string?)null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?shared=false")]
    public void A_file_URI_is_a_directory_of_one_process(string settings)
    {
        var target = CheckpointTarget.Parse($"file://{_directory["a b"].Replace(" ", "%20", StringComparison.Ordinal)}{settings}");
        Assert.Equal(_directory["a b"], target.Location);
        using var storage = target.Open(out var owned);
        Assert.Throws<CheckpointStorageException>(() => target.Open(out _));
        Assert.Same(storage, owned);
    }

    [Fact]
    public void A_file_URI_can_share_the_directory()
    {
        var target = CheckpointTarget.Parse($"file://{_directory["shared"]}?shared=true");
        using var first = target.Open(out _);
        using var second = target.Open(out _);
        Assert.Equal(_directory["shared"], target.Location);
    }

    [Theory]
    [InlineData("file://host/path")]
    [InlineData("file://")]
    [InlineData("file:///path?shared=maybe")]
    [InlineData("test://name:secret@host/path")]
    [InlineData("test://host/../path")]
    [InlineData("test://host/path?a=1&a=2")]
    public void A_URI_that_makes_no_sense_is_refused_without_a_secret(string uri)
    {
        var exception = Assert.Throws<ArgumentException>(() => CheckpointTarget.Parse(uri));
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registered_scheme_gets_the_parts_of_the_URI()
    {
        CheckpointUri? found = null;
        CheckpointTarget.Register("parts", (uri, _) =>
        {
            found = uri;
            return Task.FromResult<ICheckpointStorage>(new MemoryCheckpointStorage());
        });
        using var storage = CheckpointTarget.Parse("parts://Host:80/a/b/?endpoint=http://x:1/&name=a%26b").Open(out var owned);
        Assert.Equal("parts://Host:80/a/b", storage.Location);
        Assert.Null(found);
        Assert.Empty(await storage.ListAsync("", Token));
        Assert.Equal(("parts", "Host:80", "a/b"), (found!.Scheme, found.Host, found.Path));
        Assert.Equal(("http://x:1/", "a&b"), (found.Settings["endpoint"], found.Settings["name"]));
        Assert.Same(storage, owned);
        Assert.Contains("the unknown setting 'name'. Known are: endpoint.", Assert.Throws<CheckpointStorageException>(() => found.RequireKnownSettings("endpoint")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3x://bucket/prefix?key=secret", "Register it with CheckpointTarget.Register before the job starts.")]
    public async Task A_scheme_that_nobody_registered_is_explained(string uri, string advice)
    {
        using var storage = CheckpointTarget.Parse(uri).Open(out _);
        var exception = await Assert.ThrowsAsync<CheckpointStorageException>(() => storage.ListAsync("", Token));
        Assert.True(exception.IsPermanent);
        Assert.Contains(advice, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3://bucket/prefix", "Add the package StateGen.S3 and call S3Checkpoints.Register()")]
    [InlineData("azblob://account/container", "Add the package StateGen.AzureBlob and call AzureBlobCheckpoints.Register()")]
    [InlineData("postgres://host/database", "Add the package StateGen.Relational and call PostgresCheckpoints.Register()")]
    public Task A_scheme_of_a_package_names_the_package(string uri, string advice) => A_scheme_that_nobody_registered_is_explained(uri, advice);

    [Fact]
    public async Task A_storage_whose_opening_fails_is_opened_by_the_next_use()
    {
        var attempts = 0;
        var target = CheckpointTarget.ToStorage("later", _ => ++attempts == 1
            ? Task.FromException<ICheckpointStorage>(new CheckpointStorageException("not yet"))
            : Task.FromResult<ICheckpointStorage>(new MemoryCheckpointStorage()));
        using var storage = target.Open(out _);
        await Assert.ThrowsAsync<CheckpointStorageException>(() => storage.TryCommitAsync("a", new byte[1], Token));
        Assert.True(await storage.TryCommitAsync("a", new byte[1], Token));
        Assert.Equal(["a"], await storage.ListAsync("", Token));
        Assert.Equal(2, attempts);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("")]
    [InlineData("a/b")]
    public void Only_a_scheme_of_ones_own_can_be_registered(string scheme) => Assert.Throws<ArgumentException>(() =>
        CheckpointTarget.Register(scheme, (_, _) => Task.FromResult<ICheckpointStorage>(new MemoryCheckpointStorage())));

    public void Dispose() => _directory.Dispose();
}
