using StateGen.Checkpoints;
using StateGen.Contracts;
using StateGen.TestKit;

namespace StateGen.Tests.Checkpoints.Directories;

/// <summary>Without other tests at the same time, because the suite measures the memory of the process.</summary>
public abstract class DirectoryContractTests : CheckpointStorageContract, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    protected string Root => _directory["root"];

    protected override int Races => 100;

    protected override long LargeFileLength => 40L * 1024 * 1024 + 123;

    [Fact]
    public async Task The_directory_keeps_the_contract_and_nothing_else()
    {
        await VerifyAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(Root), static entry => Path.GetFileName(entry) != ".lock");
    }

    public void Dispose()
    {
        _directory.Dispose();
        GC.SuppressFinalize(this);
    }
}

[Collection(nameof(CheckpointStorageContractTests.Measured))]
public sealed class SharedDirectoryContractTests : DirectoryContractTests
{
    protected override Task<ICheckpointStorage> OpenAsync(CancellationToken cancellationToken) =>
        Task.FromResult<ICheckpointStorage>(DirectoryCheckpointStorage.OpenShared(Root));
}

[Collection(nameof(CheckpointStorageContractTests.Measured))]
public sealed class ExclusiveDirectoryContractTests : DirectoryContractTests
{
    protected override bool IsShared => false;

    protected override Task<ICheckpointStorage> OpenAsync(CancellationToken cancellationToken) =>
        Task.FromResult<ICheckpointStorage>(DirectoryCheckpointStorage.Open(Root));
}
