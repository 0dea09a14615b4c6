using StateGen.AzureBlob;
using StateGen.Checkpoints;
using StateGen.Contracts;
using StateGen.ObjectStores.Tests.Servers;
using StateGen.TestKit;
using StateGen.TestKit.Servers;

namespace StateGen.ObjectStores.Tests.AzureBlob;

public sealed class AzureBlobContractTests(Azurite azurite) : CheckpointStorageContract, IClassFixture<Azurite>
{
    protected override int Races => TestScale.Of(6);

    protected override int ListedFiles => TestScale.Of(60, soak: 5_100);

    protected override long LargeFileLength => TestScale.Of(40, soak: 200) * 1024L * 1024;

    [Fact]
    public Task Azure_Blob_Storage_keeps_the_contract() => VerifyAsync(TestContext.Current.CancellationToken);

    protected override async Task<ICheckpointStorage> OpenAsync(CancellationToken cancellationToken) =>
        await AzureBlobCheckpointStorage.OpenAsync(await azurite.ContainerAsync("contract"), "several/jobs", cancellationToken);
}
