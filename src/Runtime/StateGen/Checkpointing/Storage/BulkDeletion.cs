using StateGen.Checkpoints;

namespace StateGen.Checkpointing.Storage;

/// <summary>A storage that deletes several files at once.</summary>
internal interface IBulkDeletion
{
    /// <summary>Deletes files, durably when the call has completed. Missing files are not an error.</summary>
    Task DeleteAllAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken);
}

/// <summary>Deletes several files.</summary>
internal static class BulkDeletion
{
    /// <summary>Deletes files, durably when the call has completed. If the call fails, some of them may be deleted.</summary>
    public static async Task DeleteAllAsync(this ICheckpointStorage storage, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        if (paths.Count > 1 && storage is IBulkDeletion bulk)
        {
            await bulk.DeleteAllAsync(paths, cancellationToken).ConfigureAwait(false);
            return;
        }

        foreach (var path in paths)
            await storage.DeleteAsync(path, cancellationToken).ConfigureAwait(false);
    }
}
