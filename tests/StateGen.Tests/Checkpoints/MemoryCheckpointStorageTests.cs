using StateGen.Checkpoints;
using StateGen.Contracts;

namespace StateGen.Tests.Checkpoints;

public sealed class MemoryCheckpointStorageTests : CheckpointStorageContract, IDisposable
{
    private readonly MemoryCheckpointStorage _storage = new();

    protected override bool IsInMemory => true;

    protected override int Races => 200;

    protected override long LargeFileLength => 3_000_000;

    [Fact]
    public Task Memory_keeps_the_contract() => VerifyAsync(TestContext.Current.CancellationToken);

    public void Dispose() => _storage.Dispose();

    protected override Task<ICheckpointStorage> OpenAsync(CancellationToken cancellationToken) => Task.FromResult<ICheckpointStorage>(_storage);
}
