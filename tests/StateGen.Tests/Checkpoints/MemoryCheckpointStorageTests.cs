using StateGen.Checkpoints;

namespace StateGen.Tests.Checkpoints;

public sealed class MemoryCheckpointStorageTests : CheckpointStorageTests
{
    protected override ICheckpointStorage Storage { get; } = new MemoryCheckpointStorage();
}
