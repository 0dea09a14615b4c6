using StateGen.Checkpointing.Storage;
using StateGen.Checkpoints;
using StateGen.TestKit;

namespace StateGen.Tests.Checkpoints.Logs;

/// <summary>The argument by which a message names a storage to the tool.</summary>
public sealed class StorageAddressTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly MemoryCheckpointStorage _memory = new();

    [Theory]
    [InlineData("s3://bucket/jobs/one", "s3://bucket/jobs/one")]
    [InlineData("s3://bucket?region=eu-central-1&endpoint=http://127.0.0.1:8080", "s3://bucket?endpoint=http://127.0.0.1:8080&region=eu-central-1")]
    [InlineData("s3://bucket/a?log=file:///x%2520y?shared=true", "s3://bucket/a?log=file:///x%2520y?shared=true")]
    [InlineData("azblob://account/container?endpoint=http://host/a%26b%22%24%60%5C'", "azblob://account/container?endpoint=http://host/a%26b%22%24%60%5C%27")]
    [InlineData("own://host/path?setting=value", null)]
    public void A_URI_keeps_its_settings_if_the_tool_knows_the_scheme(string uri, string? address)
    {
        using var storage = CheckpointTarget.Parse(uri).Open(out _);
        Assert.Equal(address, storage.AddressOf());
        if (address is not null)
            Assert.Equal(SettingsOf(uri), SettingsOf(address));
    }

    [Fact]
    public void A_directory_is_named_by_its_path_and_a_storage_of_ones_own_not_at_all()
    {
        using var directory = DirectoryCheckpointStorage.OpenShared(_directory["log"]);
        using var joined = new CheckpointStorageWithLog(_memory, directory, ownsLog: false);
        Assert.Equal(_directory["log"], directory.AddressOf());
        Assert.Equal(_directory["log"], AbandonableStorage.Of(directory, TimeProvider.System, TimeSpan.Zero).AddressOf());
        Assert.Null(_memory.AddressOf());
        Assert.Null(joined.AddressOf());
    }

    [Fact]
    public void A_bucket_and_the_directory_of_its_log_are_one_URI()
    {
        using var directory = DirectoryCheckpointStorage.OpenShared(_directory["the log"]);
        using var bucket = CheckpointTarget.ToStorage("s3://bucket/prefix", _ => Task.FromResult<ICheckpointStorage>(_memory)).Open(out _);
        using var joined = new CheckpointStorageWithLog(bucket, directory, ownsLog: false);
        Assert.Equal($"s3://bucket/prefix?log={_directory["the%20log"]}", joined.AddressOf());
    }

    [Theory]
    [InlineData("state", "state")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("s3://bucket?region=x&endpoint=http://y", "\"s3://bucket?region=x&endpoint=http://y\"")]
    [InlineData("$x`y`\"z\"\\", "\"\\$x\\`y\\`\\\"z\\\"\\\\\"")]
    public void An_address_is_quoted_as_a_shell_needs_it(string address, string quoted)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The shell is that of Unix.");
        Assert.Equal($"stategen checkpoints repair {quoted}", RepairAdvice.CommandFor(address));
    }

    [Theory]
    [InlineData("http://user:the-key@host:80/", "has credentials in its setting 'endpoint'")]
    [InlineData("https://host/?sv=2026&sig=the-key", "has credentials in its setting 'endpoint'")]
    [InlineData("the-key", "has a setting 'endpoint' that is not an address")]
    [InlineData("file:///the-key", "has a setting 'endpoint' that is not an address")]
    public void An_endpoint_with_credentials_is_refused_without_showing_them(string endpoint, string problem)
    {
        var uri = CheckpointUri.Parse($"own://host/path?endpoint={Uri.EscapeDataString(endpoint)}");
        var exception = Assert.Throws<CheckpointStorageException>(() => uri.FindAddress("endpoint"));
        Assert.True(exception.IsPermanent);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("the-key", exception.Message, StringComparison.Ordinal);
        Assert.Null(uri.FindAddress("other"));
    }

    private static IEnumerable<KeyValuePair<string, string>> SettingsOf(string uri) => CheckpointUri.Parse(uri).Settings.OrderBy(setting => setting.Key, StringComparer.Ordinal);

    public void Dispose()
    {
        _directory.Dispose();
        _memory.Dispose();
    }
}
