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
    [InlineData("holds files in memory", CheckpointStorageRules.Streaming)]
    public async Task A_mistake_of_a_storage_violates_its_rule(string fault, string rule)
    {
        using var contract = new Contract(fault);
        var violation = await Assert.ThrowsAsync<ContractViolationException>(() => contract.VerifyAsync(TestContext.Current.CancellationToken));
        Assert.Equal(rule, violation.Rule);
        Assert.Contains($"violates the rule '{rule}': ", violation.Message, StringComparison.Ordinal);
    }

    private sealed class Contract(string fault) : CheckpointStorageContract, IDisposable
    {
        private readonly FaultyStorage _storage = new(fault);

        protected override int Races => 5;

        protected override long LargeFileLength => fault == "holds files in memory" ? 64L * 1024 * 1024 : 3L * 1024 * 1024;

        public void Dispose() => _storage.Dispose();

        protected override Task<ICheckpointStorage> OpenAsync(CancellationToken cancellationToken) => Task.FromResult<ICheckpointStorage>(_storage);
    }
}
