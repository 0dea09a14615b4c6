using StateGen.Checkpointing.Manifest;
using StateGen.Checkpointing.Storage;
using StateGen.Checkpoints;

namespace StateGen.Checkpointing.Log;

// The entries of a job are numbered, each is created only if its number is free (ICheckpointStorage.TryCommitAsync), and none is ever replaced. The entry with
// the highest number is never deleted, and it tells everything that is true (LogEntry). So:
//
// - Of several writers that know the same latest entry, exactly one appends the next. The others find an entry that they have not written.
// - An attempt begins with an entry of its own. After that, no earlier attempt can append: it knows an older latest entry, and the number after that is taken.
// - Entries that nothing names any more are deleted. Then their numbers are free again, and a process that stood still since may create such an entry. Its
//   number is below the highest one, so nobody reads it, and its writer finds the higher one: it lists the log after each entry that it has created.
// - If the storage fails, the entry may be there nevertheless, or may appear later. The writer reads it back. While its fate is open, so are the files that it
//   names; the next entry takes its number, or finds it there.
//
// An attempt that finds an entry of a later one is superseded. It deletes and writes nothing from then on, not even what it has just written: the successor may
// have read it.

/// <summary>Appends to the log of a job for one attempt. Not for concurrent use, except for <see cref="RequireCurrentAsync(CancellationToken)"/>.</summary>
internal sealed class JobLog(ICheckpointStorage storage, LogEntry head)
{
    private readonly HashSet<string> _unsettled = new(StringComparer.Ordinal);
    private IReadOnlyList<string> _listed = [];
    private volatile LogEntry _head = head;

    /// <summary>Gets the latest entry that this attempt knows to be in the log.</summary>
    public LogEntry Head => _head;

    /// <summary>Gets a value indicating whether an entry may be in the log, or may still appear there, although its writing failed.</summary>
    public bool IsUnsettled => _unsettled.Count > 0;

    private LogAttempt Attempt => _head.Attempt;

    /// <summary>Tries to append the entry that starts an attempt.</summary>
    /// <returns>The log of the attempt; null if the number of the entry is taken, so that the log must be read again.</returns>
    public static async Task<JobLog?> TryStartAsync(ICheckpointStorage storage, LogEntry start, CancellationToken cancellationToken)
    {
        var log = new JobLog(storage, start);
        if (!await log.TryCreateAsync(start, cancellationToken).ConfigureAwait(false))
            return null;
        await log.RequireCurrentAsync(cancellationToken).ConfigureAwait(false);
        log._unsettled.Clear();
        return log;
    }

    /// <summary>Appends an entry after the latest one.</summary>
    /// <param name="next">
    /// A function that creates the entry after the one that it is given. It is called again if an earlier entry of this attempt is there although its writing
    /// failed.
    /// </param>
    /// <param name="appended">Called with each entry that is now known to be in the log: those whose writing failed, and the new one.</param>
    /// <param name="cancellationToken">Abandons the entry, which may be there nevertheless.</param>
    /// <exception cref="JobSupersededException">A later attempt has taken over.</exception>
    /// <exception cref="CheckpointStorageException">The storage failed. The entry may be in the log nevertheless, or may appear later.</exception>
    public async Task AppendAsync(Func<LogEntry, LogEntry> next, Action<LogEntry> appended, CancellationToken cancellationToken)
    {
        while (true)
        {
            var entry = next(_head);
            var found = await TryCreateAsync(entry, cancellationToken).ConfigureAwait(false)
                ? entry
                : await RequireOwnAsync(entry, cancellationToken).ConfigureAwait(false);
            await RequireCurrentAsync(found.Number, cancellationToken).ConfigureAwait(false);
            _head = found;
            _unsettled.Clear();
            appended(found);
            if (ReferenceEquals(found, entry))
                return;
        }
    }

    /// <summary>Requires that no later attempt has taken over.</summary>
    /// <exception cref="JobSupersededException">A later attempt has taken over.</exception>
    public Task RequireCurrentAsync(CancellationToken cancellationToken) => RequireCurrentAsync(_head.Number, cancellationToken);

    /// <summary>Determines whether the latest entry says that a later attempt has completed a checkpoint.</summary>
    public async Task<bool> HasSuccessorCompletedAsync(CancellationToken cancellationToken)
    {
        var listed = await storage.ListAsync(CheckpointLayout.LogFolder, cancellationToken).ConfigureAwait(false);
        var latest = await ReadAsync(storage, HighestOf(listed), cancellationToken).ConfigureAwait(false);
        return latest?.Attempt.Number > Attempt.Number && latest.Kind is LogEntryKind.CheckpointCompleted or LogEntryKind.OutputCommitted;
    }

    /// <summary>Deletes the entries that nothing names, including those that earlier attempts have created at deleted numbers.</summary>
    public async Task DeleteDeadAsync(CancellationToken cancellationToken)
    {
        var latest = _head;
        var dead = _listed.Where(path => CheckpointLayout.IsLogEntry(path, out var number) && number < latest.Number && !latest.Needs(path)).ToArray();
        await storage.DeleteAllAsync(dead, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes the entries that nothing names, without an attempt.</summary>
    public async Task DeleteAllDeadAsync(CancellationToken cancellationToken)
    {
        _listed = await storage.ListAsync(CheckpointLayout.LogFolder, cancellationToken).ConfigureAwait(false);
        await DeleteDeadAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds the highest number among listed paths; 0 if the log has no entry.</summary>
    public static long HighestOf(IReadOnlyList<string> paths) =>
        paths.Select(static path => CheckpointLayout.IsLogEntry(path, out var number) ? number : 0).DefaultIfEmpty().Max();

    /// <summary>Reads an entry.</summary>
    /// <returns>The entry; null if there is none of that number.</returns>
    /// <exception cref="CheckpointDamagedException">The entry is damaged.</exception>
    public static async Task<LogEntry?> ReadAsync(ICheckpointStorage storage, long number, CancellationToken cancellationToken)
    {
        var path = CheckpointLayout.LogPath(number);
        return await storage.TryReadAsync(path, cancellationToken).ConfigureAwait(false) is { } text ? ManifestFormat.DecodeEntry(path, text) : null;
    }

    private async Task<bool> TryCreateAsync(LogEntry entry, CancellationToken cancellationToken)
    {
        _unsettled.Add(entry.Id);
        try
        {
            return await storage.TryCommitAsync(entry.Path, ManifestFormat.Encode(entry), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever the storage threw, the entry may be there. If it is not, the failure stands.
            if (await FindAsync(entry.Number, cancellationToken).ConfigureAwait(false) is not { } found)
                throw;
            return found.Id == entry.Id;
        }
    }

    /// <summary>Gets the entry that is at a number which was taken, if this attempt has written it.</summary>
    private async Task<LogEntry> RequireOwnAsync(LogEntry wanted, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(storage, wanted.Number, cancellationToken).ConfigureAwait(false);
        if (found is not null && _unsettled.Contains(found.Id))
            return found.Id == wanted.Id ? wanted : found;
        throw await SupersededAsync(found, cancellationToken).ConfigureAwait(false);
    }

    private async Task RequireCurrentAsync(long last, CancellationToken cancellationToken)
    {
        while (true)
        {
            _listed = await storage.ListAsync(CheckpointLayout.LogFolder, cancellationToken).ConfigureAwait(false);
            var highest = HighestOf(_listed);
            if (highest <= last)
                return;
            // An entry may be deleted between the listing and the reading, but never the one with the highest number.
            if (await ReadAsync(storage, highest, cancellationToken).ConfigureAwait(false) is not { } found)
                continue;
            if (found.Attempt.Run == Attempt.Run && found.Attempt.Number == Attempt.Number)
                return;
            throw new JobSupersededException(_head.JobId, Attempt, found.Attempt, storage.Location);
        }
    }

    private async Task<JobSupersededException> SupersededAsync(LogEntry? found, CancellationToken cancellationToken)
    {
        var listed = await storage.ListAsync(CheckpointLayout.LogFolder, cancellationToken).ConfigureAwait(false);
        var latest = await ReadAsync(storage, HighestOf(listed), cancellationToken).ConfigureAwait(false) ?? found;
        return new(_head.JobId, Attempt, latest?.Attempt, storage.Location);
    }

    private async Task<LogEntry?> FindAsync(long number, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(storage, number, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The caller throws the failure of the writing, which came first. The fate of the entry is open.
            return null;
        }
    }
}
