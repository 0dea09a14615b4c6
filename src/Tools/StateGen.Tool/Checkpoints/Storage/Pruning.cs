using StateGen.Checkpointing.Storage;
using StateGen.Checkpoints;
using StateGen.Tool.Checkpoints.Reports;

namespace StateGen.Tool.Checkpoints.Storage;

/// <summary>Discards old checkpoints, and the files that no checkpoint needs.</summary>
/// <param name="address">The storage.</param>
/// <param name="kept">The number of checkpoints to keep, at least 1.</param>
/// <param name="takesOver">true to take the job over from a process that may still run it.</param>
internal sealed class Pruning(StorageAddress address, int kept, bool takesOver)
{
    /// <summary>Finds out what would be removed, and changes nothing.</summary>
    /// <exception cref="CheckpointDamagedException">The latest checkpoint, or the manifest of another one, is damaged.</exception>
    public async Task<PruneReport> PlanAsync(CancellationToken cancellationToken)
    {
        using var storage = address.OpenForReading();
        return await PlanAsync(storage, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Discards and removes, as the owner of the job: it begins an attempt, which fences all earlier ones.</summary>
    /// <exception cref="CheckpointDamagedException">The latest checkpoint, or the manifest of another one, is damaged. Nothing was changed.</exception>
    public async Task<PruneReport> RunAsync(CancellationToken cancellationToken)
    {
        using var storage = Changes.Open(address, takesOver, await FindAttemptAsync(cancellationToken).ConfigureAwait(false));
        var plan = await PlanAsync(storage, cancellationToken).ConfigureAwait(false);
        var before = await FilesAsync(storage, cancellationToken).ConfigureAwait(false);
        var store = await CheckpointStore.OpenAsync(storage, plan.JobId, kept, cancellationToken).ConfigureAwait(false);
        await store.DiscardOldAsync(cancellationToken).ConfigureAwait(false);
        var after = await FilesAsync(storage, cancellationToken).ConfigureAwait(false);
        return plan with { IsDryRun = false, Kept = [.. store.CheckpointIds], Removed = [.. before.Except(after, StringComparer.Ordinal)] };
    }

    private async Task<Checkpointing.Log.LogAttempt?> FindAttemptAsync(CancellationToken cancellationToken)
    {
        using var storage = address.OpenForReading();
        return (await StoredCheckpoints.ReadAsync(storage, cancellationToken).ConfigureAwait(false)).Head?.Attempt;
    }

    private async Task<PruneReport> PlanAsync(ICheckpointStorage storage, CancellationToken cancellationToken)
    {
        var store = await CheckpointStore.OpenForReadingAsync(storage, cancellationToken: cancellationToken).ConfigureAwait(false);
        // An old checkpoint is the only one left if the latest is damaged.
        if (store.FindLatest() is { } latest)
            await store.VerifyAsync(latest, cancellationToken).ConfigureAwait(false);
        var stored = await StoredCheckpoints.ReadAsync(storage, cancellationToken).ConfigureAwait(false);
        if (stored.Checkpoints.FirstOrDefault(static checkpoint => !checkpoint.IsReadable) is { } unreadable)
            throw Unreadable(unreadable);
        var needed = stored.Checkpoints.TakeLast(kept).SelectMany(static checkpoint => checkpoint.FilePaths.Add(checkpoint.Stored.File))
            .ToHashSet(StringComparer.Ordinal);
        var files = await FilesAsync(storage, cancellationToken).ConfigureAwait(false);
        return new(
            address.Text, store.JobId, true,
            [.. stored.Checkpoints.TakeLast(kept).Select(static checkpoint => checkpoint.CheckpointId)],
            [.. stored.Checkpoints.SkipLast(kept).Select(static checkpoint => checkpoint.CheckpointId)],
            [.. files.Where(path => !needed.Contains(path))]);
    }

    // Which files are orphans is not known then.
    private StateGenException Unreadable(RetainedCheckpoint checkpoint) => checkpoint.Failure is CheckpointDamagedException damage
        ? damage.WithAdvice($"Run '{RepairAdvice.CommandFor(address.Text)}' before you discard checkpoints.")
        : checkpoint.Failure!;

    private static async Task<IReadOnlyList<string>> FilesAsync(ICheckpointStorage storage, CancellationToken cancellationToken)
    {
        var files = await storage.ListAsync(CheckpointLayout.FolderPrefix, cancellationToken).ConfigureAwait(false);
        var entries = await storage.ListAsync(CheckpointLayout.LogFolder, cancellationToken).ConfigureAwait(false);
        return
        [
            .. files.Where(static path => CheckpointLayout.IsCheckpointFile(path, out _)),
            .. entries.Where(static path => CheckpointLayout.IsLogEntry(path, out _)),
        ];
    }
}
