using StateGen.Checkpoints;
using StateGen.Contracts;

namespace StateGen.Tests.Checkpoints;

/// <summary>The suite finds each kind of mistake, and names the rule.</summary>
public sealed class CheckpointStorageContractTests
{
    [Theory]
    [InlineData(CheckpointStorageRules.Location, CheckpointStorageRules.Location)]
    [InlineData(CheckpointStorageRules.Written, CheckpointStorageRules.Written)]
    [InlineData(CheckpointStorageRules.Replaced, CheckpointStorageRules.Replaced)]
    [InlineData(CheckpointStorageRules.Atomic, CheckpointStorageRules.Atomic)]
    [InlineData(CheckpointStorageRules.FailedWrite, CheckpointStorageRules.FailedWrite)]
    [InlineData("commits cancelled writes", CheckpointStorageRules.Cancellation)]
    [InlineData("ignores cancellation", CheckpointStorageRules.Cancellation)]
    [InlineData(CheckpointStorageRules.CommitNew, CheckpointStorageRules.CommitNew)]
    [InlineData(CheckpointStorageRules.CommitOnce, CheckpointStorageRules.CommitOnce)]
    [InlineData(CheckpointStorageRules.Listing, CheckpointStorageRules.Listing)]
    [InlineData("lists in another order", CheckpointStorageRules.Written)]
    [InlineData(CheckpointStorageRules.Deletion, CheckpointStorageRules.Deletion)]
    [InlineData(CheckpointStorageRules.MissingFile, CheckpointStorageRules.MissingFile)]
    [InlineData(CheckpointStorageRules.Names, CheckpointStorageRules.Names)]
    [InlineData(CheckpointStorageRules.Paths, CheckpointStorageRules.Paths)]
    [InlineData(CheckpointStorageRules.LargeFile, CheckpointStorageRules.LargeFile)]
    public async Task A_mistake_of_a_storage_violates_its_rule(string fault, string rule)
    {
        using var contract = new Contract(fault);
        var violation = await Assert.ThrowsAsync<ContractViolationException>(() => contract.VerifyAsync(TestContext.Current.CancellationToken));
        Assert.Equal(rule, violation.Rule);
        Assert.Contains($"violates the rule '{rule}': ", violation.Message, StringComparison.Ordinal);
    }

    /// <summary>Apart from the others, because it measures the memory of the process.</summary>
    [Collection(nameof(Measured))]
    public sealed class Memory
    {
        [Fact]
        public Task A_storage_that_holds_files_in_memory_violates_its_rule() =>
            new CheckpointStorageContractTests().A_mistake_of_a_storage_violates_its_rule("holds files in memory", CheckpointStorageRules.Streaming);
    }

    /// <summary>The tests that run without others at the same time.</summary>
    [CollectionDefinition(nameof(Measured), DisableParallelization = true)]
    public sealed class Measured;

    private sealed class Contract(string fault) : CheckpointStorageContract, IDisposable
    {
        private readonly FaultyStorage _storage = new(fault);

        protected override int Races => 5;

        protected override long LargeFileLength => fault == "holds files in memory" ? 64L * 1024 * 1024 : 3L * 1024 * 1024;

        public void Dispose() => _storage.Dispose();

        protected override Task<ICheckpointStorage> OpenAsync(CancellationToken cancellationToken) => Task.FromResult<ICheckpointStorage>(_storage);
    }
}
