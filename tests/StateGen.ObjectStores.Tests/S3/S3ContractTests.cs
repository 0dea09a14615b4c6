using StateGen.Checkpoints;
using StateGen.Contracts;
using StateGen.ObjectStores.Tests.Servers;
using StateGen.S3;
using StateGen.TestKit;

// The memory of the process is measured while large files are written and read, and some stores are in it.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace StateGen.ObjectStores.Tests.S3;

/// <summary>
/// A bucket with the log in a directory beside it; in a soak, that of a server which ignores conditions. That server ends now and then when it is asked many
/// things at once.
/// </summary>
public sealed class S3WithLogContractTests(S3rver server) : CheckpointStorageContract, IClassFixture<S3rver>, IDisposable
{
    private readonly TemporaryDirectory _log = new();
    private readonly ConditionalS3 _store = new();

    protected override int Races => TestScale.Of(6);

    // The store is in the memory of this process, except in a soak.
    protected override bool IsInMemory => !TestScale.IsSoak;

    protected override int ListedFiles => 1_010;

    protected override long LargeFileLength => TestScale.Of(40, soak: 200) * 1024L * 1024;

    [Fact]
    public Task A_bucket_with_the_log_beside_it_keeps_the_contract() => VerifyAsync(TestContext.Current.CancellationToken);

    public void Dispose()
    {
        _store.Dispose();
        _log.Dispose();
    }

    protected override async Task<ICheckpointStorage> OpenAsync(CancellationToken cancellationToken)
    {
        var client = TestScale.IsSoak ? S3rver.Connect(await server.EndpointAsync()) : InProcessS3.Connect(_store);
        return await S3CheckpointStorage.OpenAsync(client, S3rver.Bucket, "several/jobs", DirectoryCheckpointStorage.OpenShared(_log.Path), cancellationToken);
    }
}

/// <summary>A store that knows the condition that an object is missing, and so holds the log itself.</summary>
public sealed class S3ContractTests : CheckpointStorageContract, IDisposable
{
    private readonly ConditionalS3 _store = new();

    // The store is in the memory of this process.
    protected override bool IsInMemory => true;

    protected override long LargeFileLength => 30L * 1024 * 1024;

    [Fact]
    public async Task A_bucket_with_conditions_keeps_the_contract_and_nothing_else()
    {
        await VerifyAsync(TestContext.Current.CancellationToken);
        Assert.Empty(_store.Keys);
        Assert.Equal(0, _store.OpenUploads);
    }

    public void Dispose() => _store.Dispose();

    protected override Task<ICheckpointStorage> OpenAsync(CancellationToken cancellationToken) =>
        S3CheckpointStorage.OpenAsync(InProcessS3.Connect(_store), "bucket", "prefix", cancellationToken: cancellationToken);
}
