using StateGen.Checkpoints;

namespace StateGen.Contracts;

/// <summary>
/// Verifies that a storage keeps the contract of <see cref="ICheckpointStorage"/>, from a test of any framework: derive a class, and call
/// <see cref="VerifyAsync"/>. The storage need not be empty; the verification uses names that begin with <c>contract-</c>, and deletes them.
/// </summary>
public abstract class CheckpointStorageContract
{
    /// <summary>Gets a value indicating whether several processes may have the storage open at the same time; true by default.</summary>
    protected virtual bool IsShared => true;

    /// <summary>
    /// Gets a value indicating whether the storage holds its files in the memory of the process, and so cannot stream them; false by default.
    /// </summary>
    protected virtual bool IsInMemory => false;

    /// <summary>Gets the number of races of 16 commits for one name; 30 by default.</summary>
    protected virtual int Races => 30;

    /// <summary>Gets the number of files in the longest list; 1,100 by default, because object stores answer with 1,000 names at a time.</summary>
    protected virtual int ListedFiles => 1_100;

    /// <summary>Gets the length of the large file in bytes; 96 MiB by default.</summary>
    protected virtual long LargeFileLength => 96L * 1024 * 1024;

    /// <summary>Verifies all rules.</summary>
    /// <param name="cancellationToken">Cancels the verification.</param>
    /// <exception cref="ContractViolationException">The storage violates a rule; the message names it.</exception>
    public async Task VerifyAsync(CancellationToken cancellationToken = default)
    {
        using var first = await OpenAsync(cancellationToken).ConfigureAwait(false);
        using var second = IsShared ? await OpenAsync(cancellationToken).ConfigureAwait(false) : null;
        var storage = new VerifiedStorage(first, second ?? first, cancellationToken);
        var small = new StorageVerification(storage);
        var large = new LargeFileVerification(storage, LargeFileLength, IsInMemory);
        await storage.VerifyAsync(
        [
            (CheckpointStorageRules.Location, small.LocationAsync),
            (CheckpointStorageRules.Written, small.WrittenAsync),
            (CheckpointStorageRules.Replaced, small.ReplacedAsync),
            (CheckpointStorageRules.Atomic, small.AtomicAsync),
            (CheckpointStorageRules.FailedWrite, small.FailedWriteAsync),
            (CheckpointStorageRules.Cancellation, small.CancellationAsync),
            (CheckpointStorageRules.CommitNew, small.CommitNewAsync),
            (CheckpointStorageRules.CommitOnce, () => small.CommitOnceAsync(Races)),
            (CheckpointStorageRules.Listing, () => small.ListingAsync(ListedFiles)),
            (CheckpointStorageRules.MissingFile, small.MissingFileAsync),
            (CheckpointStorageRules.Deletion, small.DeletionAsync),
            (CheckpointStorageRules.Names, small.NamesAsync),
            (CheckpointStorageRules.Paths, small.PathsAsync),
            (CheckpointStorageRules.Concurrency, small.ConcurrencyAsync),
            (CheckpointStorageRules.LargeFile, large.LargeFileAsync),
            (CheckpointStorageRules.Streaming, large.StreamingAsync),
        ]).ConfigureAwait(false);
    }

    /// <summary>
    /// Opens the storage. Called twice if <see cref="IsShared"/>: the second object stands for another process with the same files. A storage in memory may
    /// return the same object.
    /// </summary>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <returns>The storage, which the verification disposes.</returns>
    protected abstract Task<ICheckpointStorage> OpenAsync(CancellationToken cancellationToken);
}
