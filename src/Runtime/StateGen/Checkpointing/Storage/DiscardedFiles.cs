using System.Collections.Immutable;
using StateGen.Checkpointing.Log;
using StateGen.Checkpoints;

namespace StateGen.Checkpointing.Storage;

/// <summary>Deletes the files that no retained checkpoint names any more. Only the attempt that owns the job deletes.</summary>
internal sealed class DiscardedFiles(ICheckpointStorage storage, Func<IReadOnlyCollection<RetainedCheckpoint>> retained)
{
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);

    /// <summary>Adds files of a checkpoint that was discarded, or that is certain not to be complete. Others may share them.</summary>
    public void Add(IEnumerable<string> paths) => _paths.UnionWith(paths.Where(static path => CheckpointLayout.IsCheckpointFile(path, out _)));

    /// <summary>Deletes the files that were added, except those that a retained checkpoint names.</summary>
    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        var unnamed = FindUnnamed(_paths);
        await storage.DeleteAllAsync(unnamed, cancellationToken).ConfigureAwait(false);
        _paths.ExceptWith(unnamed);
    }

    /// <summary>
    /// Deletes what earlier attempts have left behind: the files that they had not made a checkpoint when they ended. Files of this attempt and of later ones
    /// are not touched, so a process that comes back here after a long pause does no harm.
    /// </summary>
    /// <param name="attempt">The number of this attempt.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    public async Task DeleteOrphansAsync(int attempt, CancellationToken cancellationToken)
    {
        var files = await storage.ListAsync(CheckpointLayout.FolderPrefix, cancellationToken).ConfigureAwait(false);
        var orphans = FindUnnamed(files.Where(path => CheckpointLayout.IsCheckpointFile(path, out var writer) && writer < attempt));
        await storage.DeleteAllAsync(orphans, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Deletes everything that the latest entry of the log of a finished job does not name. Nobody writes to the storage any more.
    /// </summary>
    /// <param name="head">The latest entry of the log.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    public async Task DeleteAllAsync(LogEntry head, CancellationToken cancellationToken)
    {
        try
        {
            await DeleteOrphansAsync(head.Attempt.Number + 1, cancellationToken).ConfigureAwait(false);
            await new JobLog(storage, head).DeleteAllDeadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The job has finished, also if its storage can only be read by now. The next start tries again.
        }
    }

    // While a manifest is missing or cannot be read, the files that it names are unknown, so no file is deleted.
    private string[] FindUnnamed(IEnumerable<string> candidates)
    {
        if (retained().Any(static checkpoint => !checkpoint.IsReadable))
            return [];
        var named = retained().SelectMany(static checkpoint => checkpoint.FilePaths.Add(checkpoint.Stored.File)).ToImmutableHashSet(StringComparer.Ordinal);
        return [.. candidates.Where(path => !named.Contains(path))];
    }
}
