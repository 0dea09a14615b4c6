using System.Collections.Immutable;
using StateGen.Checkpointing.Log;
using StateGen.Checkpointing.Manifest;
using StateGen.Checkpointing.Storage;

namespace StateGen.Checkpoints;

/// <summary>
/// The checkpoints of one job in a storage that belongs only to that job. Opening begins an attempt of the job: it takes the job over from every earlier
/// attempt, whose members then throw a <see cref="JobSupersededException"/> and change nothing. A file is kept as long as a retained checkpoint names it. Not
/// for concurrent use, except that the files of a checkpoint may be written in parallel.
/// </summary>
public sealed class CheckpointStore
{
    /// <summary>
    /// The time after which the files of attempts that have ended are removed once more: one of them may have stood still, and have written files when it
    /// resumed.
    /// </summary>
    internal static readonly TimeSpan OrphanGrace = TimeSpan.FromMinutes(10);

    private readonly ICheckpointStorage _storage;
    private readonly JobIncarnation? _run;
    private readonly int _retained;
    private readonly SortedDictionary<long, RetainedCheckpoint> _checkpoints = [];
    private readonly Dictionary<long, ImmutableArray<string>> _unsettled = [];
    private readonly DiscardedFiles _discarded;
    private StoredCheckpoints _stored;
    private JobLog? _log;
    private long? _orphansSince;
    private long _lastBegun;

    private CheckpointStore(ICheckpointStorage storage, StoredCheckpoints stored, string jobId, int retained, JobIncarnation? run)
    {
        _storage = storage;
        _retained = retained;
        _run = run;
        _discarded = new(storage, () => _checkpoints.Values);
        JobId = jobId;
        Show(_stored = stored);
    }

    /// <summary>Gets the id of the job.</summary>
    public string JobId { get; }

    /// <summary>Gets the number of the attempt that the opening has begun, from 1; in a store that was opened for reading, of the latest one, or 0.</summary>
    public int Attempt => _log?.Head.Attempt.Number ?? _stored.LatestAttempt;

    /// <summary>Gets the numbers of all complete checkpoints, ascending.</summary>
    public IReadOnlyCollection<long> CheckpointIds => _checkpoints.Keys;

    /// <summary>Gets the number of the latest checkpoint whose output is known to be committed; 0 if there is none.</summary>
    public long CommittedCheckpointId { get; private set; }

    /// <summary>
    /// Gets the number for the next checkpoint: one more than the latest, or than one that could not be completed, because that one may be complete
    /// nevertheless.
    /// </summary>
    public long NextCheckpointId => _checkpoints.Keys.Concat(_unsettled.Keys).DefaultIfEmpty().Max() + 1;

    /// <summary>Gets the id of the job's log, which tells it from logs of the same job in other places; null before the attempt has begun.</summary>
    internal string? LogId => _log?.Head.Log;

    private JobLog Log => _log
        ?? throw new InvalidOperationException($"The checkpoints of job '{JobId}' were opened for reading. Open them with {nameof(OpenAsync)} to change them.");

    /// <summary>Opens the checkpoints of a job for a new attempt, claiming an empty storage for it.</summary>
    /// <param name="storage">The storage. The caller keeps ownership and disposes it.</param>
    /// <param name="jobId">The id of the job.</param>
    /// <param name="retained">The number of checkpoints that <see cref="DiscardOldAsync"/> keeps, at least 1.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The store.</returns>
    /// <exception cref="JobMismatchException">The storage belongs to another job; nothing was changed.</exception>
    /// <exception cref="JobSupersededException">Another attempt has begun at the same time.</exception>
    /// <exception cref="CheckpointStorageException">The storage cannot be used.</exception>
    /// <exception cref="CheckpointDamagedException">The claim of the storage, or the latest entry of its log, is damaged.</exception>
    public static async Task<CheckpointStore> OpenAsync(
        ICheckpointStorage storage, string jobId, int retained = 2, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(jobId);
        var store = await FindAsync(storage, jobId, retained, new(TimeProvider.System, JobIncarnation.DefaultGrace), cancellationToken).ConfigureAwait(false);
        while (!await store.TryStartAsync(cancellationToken).ConfigureAwait(false))
        {
            // The last attempt has added to the log before it was superseded.
        }

        return store;
    }

    /// <summary>
    /// Opens the checkpoints of a job for reading, also while the job runs. Nothing is changed, and nothing can be changed through the store: those of its
    /// members that would do so throw an <see cref="InvalidOperationException"/>.
    /// </summary>
    /// <param name="storage">The storage. The caller keeps ownership and disposes it.</param>
    /// <param name="jobId">The id of the job; null to read the checkpoints of whatever job the storage belongs to.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The store, with the checkpoints that are complete at the call.</returns>
    /// <exception cref="JobMismatchException">The storage belongs to another job.</exception>
    /// <exception cref="CheckpointStorageException">The storage cannot be used, or is empty and <paramref name="jobId"/> is null.</exception>
    /// <exception cref="CheckpointDamagedException">The claim of the storage, or the latest entry of its log, is damaged.</exception>
    public static Task<CheckpointStore> OpenForReadingAsync(ICheckpointStorage storage, string? jobId = null, CancellationToken cancellationToken = default) =>
        FindAsync(storage, jobId, retained: int.MaxValue, run: null, cancellationToken);

    /// <summary>Finds the checkpoint to restore from. Its files have not been read yet; see <see cref="VerifyAsync"/>.</summary>
    /// <returns>The latest checkpoint; null when there is none.</returns>
    /// <exception cref="CheckpointDamagedException">The latest manifest is damaged. An older checkpoint is never used in its place.</exception>
    /// <exception cref="CheckpointFormatException">The latest manifest has a format that this code does not read.</exception>
    public CheckpointManifest? FindLatest()
    {
        if (_checkpoints.Count == 0)
            return null;
        var latest = _checkpoints.Values.Last();
        return latest.Failure switch
        {
            null => latest.Manifest,
            CheckpointDamagedException damage => throw Advised(damage, latest.CheckpointId),
            var failure => throw failure,
        };
    }

    /// <summary>Reads every file of a checkpoint and compares it with the manifest.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>A task that completes when all files have been verified.</returns>
    /// <exception cref="CheckpointDamagedException">A file is missing, truncated or altered.</exception>
    public async Task VerifyAsync(CheckpointManifest manifest, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        try
        {
            foreach (var file in manifest.Files)
            {
                using var content = await OpenFileAsync(file.Path, cancellationToken).ConfigureAwait(false);
                await FileVerification.VerifyAsync(file, content, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (CheckpointDamagedException damage)
        {
            throw Advised(damage, manifest.CheckpointId);
        }
    }

    /// <summary>Opens a file of a checkpoint.</summary>
    /// <param name="path">The path of the file in the manifest.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The content, which the caller disposes.</returns>
    /// <exception cref="CheckpointDamagedException">The file is missing.</exception>
    public async Task<Stream> OpenFileAsync(string path, CancellationToken cancellationToken = default) =>
        await _storage.TryOpenAsync(path, cancellationToken).ConfigureAwait(false)
        ?? throw new CheckpointDamagedException(path, "a file", "none");

    /// <summary>Begins a checkpoint.</summary>
    /// <param name="checkpointId">The number of the checkpoint, at least <see cref="NextCheckpointId"/>.</param>
    /// <returns>The session. If it is disposed before it is completed, it leaves no files.</returns>
    public CheckpointSession Begin(long checkpointId)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(checkpointId, NextCheckpointId);
        return new CheckpointSession(this, _storage, checkpointId, Log.Head.Attempt.Number);
    }

    /// <summary>Begins the next checkpoint, with a number of its own even if the last one has failed.</summary>
    internal CheckpointSession BeginNext() => Begin(_lastBegun = Math.Max(NextCheckpointId, _lastBegun + 1));

    /// <summary>
    /// Records that the sinks have committed the output of a checkpoint. From then on, the oldest checkpoints beyond the number to be retained count as
    /// discarded; <see cref="DiscardOldAsync"/> deletes their files.
    /// </summary>
    /// <param name="checkpointId">The number of a complete checkpoint.</param>
    /// <param name="cancellationToken">Abandons the call; the sinks then commit again after a restart.</param>
    /// <returns>A task that completes when the record is durable.</returns>
    /// <exception cref="JobSupersededException">A later attempt has taken over.</exception>
    public Task MarkCommittedAsync(long checkpointId, CancellationToken cancellationToken = default)
    {
        var old = _checkpoints.Keys.SkipLast(_retained).ToHashSet();
        return AppendAsync(head => head.Discard(LogEntryKind.OutputCommitted, old) with { CommittedCheckpointId = checkpointId }, cancellationToken);
    }

    /// <summary>Discards the oldest checkpoints, except those to be retained. No session that shares their files may be in progress.</summary>
    /// <param name="cancellationToken">Abandons the call; the remaining files are deleted by the next call.</param>
    /// <returns>A task that completes when the checkpoints have been discarded.</returns>
    /// <exception cref="JobSupersededException">A later attempt has taken over.</exception>
    public async Task DiscardOldAsync(CancellationToken cancellationToken = default)
    {
        if (_checkpoints.Count > _retained)
            await DiscardAsync([.. _checkpoints.Keys.SkipLast(_retained)], cancellationToken).ConfigureAwait(false);
        await DeleteDiscardedAsync(cancellationToken).ConfigureAwait(false);
        if (_orphansSince is not { } since || _run!.Time.GetElapsedTime(since) < OrphanGrace)
            return;
        await _discarded.DeleteOrphansAsync(Attempt, cancellationToken).ConfigureAwait(false);
        _orphansSince = null;
    }

    /// <summary>Discards one checkpoint: first in the log, then the files that no other retained checkpoint names.</summary>
    /// <param name="checkpointId">The number of a complete checkpoint.</param>
    /// <param name="cancellationToken">Abandons the call; files that remain are deleted by the next call, or when the store is next opened.</param>
    /// <returns>A task that completes when the checkpoint has been discarded.</returns>
    /// <exception cref="JobSupersededException">A later attempt has taken over.</exception>
    public async Task DiscardAsync(long checkpointId, CancellationToken cancellationToken = default)
    {
        if (!_checkpoints.ContainsKey(checkpointId))
            throw new ArgumentException($"Job '{JobId}' has no checkpoint {checkpointId}.", nameof(checkpointId));
        await DiscardAsync([checkpointId], cancellationToken).ConfigureAwait(false);
        await DeleteDiscardedAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the checkpoints of a job. Nothing is changed before <see cref="TryStartAsync"/>.</summary>
    internal static async Task<CheckpointStore> FindAsync(
        ICheckpointStorage storage, string? jobId, int retained, JobIncarnation? run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(storage);
        ArgumentOutOfRangeException.ThrowIfLessThan(retained, 1);
        var abandonable = AbandonableStorage.Of(storage, run?.Time ?? TimeProvider.System, run?.Grace ?? JobIncarnation.DefaultGrace);
        var stored = await StoredCheckpoints.ReadAsync(abandonable, cancellationToken).ConfigureAwait(false);
        var found = jobId ?? stored.JobId ?? throw new CheckpointStorageException($"'{storage.Location}' holds no checkpoints of any job.");
        return new(abandonable, stored, found, retained, run);
    }

    /// <summary>Tries to begin an attempt of the job after what was read.</summary>
    /// <returns>true if the attempt has begun; false if the log has grown since it was read: then it was read again, and has to be looked at again.</returns>
    /// <exception cref="JobSupersededException">Another run of the job has begun an attempt since this run has first read the log.</exception>
    internal async Task<bool> TryStartAsync(CancellationToken cancellationToken)
    {
        var head = _stored.Head;
        var attempt = _run!.Attempt(_stored.LatestAttempt + 1);
        if (!_run.MayFollow(head?.Attempt))
            throw new JobSupersededException(JobId, null, head!.Attempt, _storage.Location);
        await ClaimAsync(cancellationToken).ConfigureAwait(false);
        var start = head is null
            ? LogEntry.First(JobId, attempt, [.. _stored.Checkpoints.Select(static checkpoint => checkpoint.Stored)], _stored.CommittedCheckpointId)
            : head.Next(LogEntryKind.AttemptStarted) with { Attempt = attempt };
        _log = await JobLog.TryStartAsync(_storage, start, cancellationToken).ConfigureAwait(false);
        if (_log is null)
        {
            Show(_stored = await StoredCheckpoints.ReadAsync(_storage, cancellationToken).ConfigureAwait(false));
            return false;
        }

        // The first entry of the log says what this file of earlier versions of the format did.
        if (head is null && _stored.CommittedCheckpointId > 0)
            await _storage.DeleteAsync(CheckpointLayout.CommittedPath, cancellationToken).ConfigureAwait(false);
        await _discarded.DeleteOrphansAsync(attempt.Number, cancellationToken).ConfigureAwait(false);
        _orphansSince = _run.Time.GetTimestamp();
        return true;
    }

    /// <summary>Requires that no later attempt has taken over.</summary>
    /// <exception cref="JobSupersededException">A later attempt has taken over.</exception>
    internal Task RequireCurrentAsync(CancellationToken cancellationToken) => Log.RequireCurrentAsync(cancellationToken);

    /// <summary>Determines whether a later attempt has taken over and has completed a checkpoint since, so that its sinks have been restored.</summary>
    internal Task<bool> HasSuccessorCompletedAsync(CancellationToken cancellationToken) => Log.HasSuccessorCompletedAsync(cancellationToken);

    /// <summary>Deletes what the last attempt of a finished job has left because it was killed at its end.</summary>
    internal Task DeleteRemainsAsync(CancellationToken cancellationToken) =>
        _stored.Head is { } head ? _discarded.DeleteAllAsync(head, cancellationToken) : Task.CompletedTask;

    /// <summary>Finds out whether a checkpoint that could not be completed is complete nevertheless, and deletes its files if it is not.</summary>
    internal async Task SettleAsync(CancellationToken cancellationToken)
    {
        if (!Log.IsUnsettled)
            return;
        await AppendAsync(static head => head.Next(LogEntryKind.CheckpointsDiscarded), cancellationToken).ConfigureAwait(false);
        await DeleteDiscardedAsync(cancellationToken).ConfigureAwait(false);
    }

    internal bool Names(string path) => _checkpoints.Values.Any(checkpoint => checkpoint.FilePaths.Contains(path));

    /// <summary>Makes a checkpoint complete.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="written">The paths of the files that only this checkpoint names, which are deleted when it is certain that it is not complete.</param>
    /// <param name="cancellationToken">Abandons the call; the checkpoint may be complete nevertheless.</param>
    internal Task CommitAsync(CheckpointManifest manifest, ImmutableArray<string> written, CancellationToken cancellationToken)
    {
        _unsettled.Add(manifest.CheckpointId, written);
        return AppendAsync(head => head.Complete(manifest), cancellationToken);
    }

    private Task DiscardAsync(HashSet<long> ids, CancellationToken cancellationToken) =>
        AppendAsync(head => head.Discard(LogEntryKind.CheckpointsDiscarded, ids), cancellationToken);

    private async Task DeleteDiscardedAsync(CancellationToken cancellationToken)
    {
        await _discarded.DeleteAsync(cancellationToken).ConfigureAwait(false);
        await Log.DeleteDeadAsync(cancellationToken).ConfigureAwait(false);
    }

    private Task AppendAsync(Func<LogEntry, LogEntry> next, CancellationToken cancellationToken) => Log.AppendAsync(next, Apply, cancellationToken);

    /// <summary>Takes over what an entry of this attempt says.</summary>
    private void Apply(LogEntry entry)
    {
        CommittedCheckpointId = entry.CommittedCheckpointId;
        if (entry.Manifest is { } manifest)
            _checkpoints.Add(manifest.CheckpointId, RetainedCheckpoint.Readable(manifest, entry.Path));
        var retained = entry.Checkpoints.Select(static checkpoint => checkpoint.CheckpointId).ToHashSet();
        foreach (var checkpoint in _checkpoints.Values.Where(checkpoint => !retained.Contains(checkpoint.CheckpointId)).ToArray())
        {
            _checkpoints.Remove(checkpoint.CheckpointId);
            _discarded.Add(checkpoint.FilePaths.Add(checkpoint.Stored.File));
        }

        _discarded.Add(_unsettled.Where(failed => !retained.Contains(failed.Key)).SelectMany(static failed => failed.Value));
        _unsettled.Clear();
    }

    private void Show(StoredCheckpoints stored)
    {
        foreach (var id in new[] { stored.Claim?.JobId, stored.Head?.JobId }.Concat(stored.Checkpoints.Select(static checkpoint => checkpoint.JobId)))
        {
            if (id is not null && id != JobId)
                throw new JobMismatchException(_storage.Location, id, JobId);
        }

        CommittedCheckpointId = stored.CommittedCheckpointId;
        _checkpoints.Clear();
        foreach (var checkpoint in stored.Checkpoints)
            _checkpoints.Add(checkpoint.CheckpointId, checkpoint);
    }

    // A claim of an earlier format version is replaced: it keeps earlier versions of StateGen, which do not know the log, from starting with nothing.
    private async Task ClaimAsync(CancellationToken cancellationToken)
    {
        var claim = ManifestFormat.Encode(new JobClaim(CheckpointManifest.CurrentFormatVersion, JobId));
        if (_stored.Claim is { FormatVersion: CheckpointManifest.CurrentFormatVersion })
            return;
        if (_stored.Claim is null && await _storage.TryCommitAsync(CheckpointLayout.ClaimPath, claim, cancellationToken).ConfigureAwait(false))
            return;
        var current = ManifestFormat.DecodeClaim(
            CheckpointLayout.ClaimPath, await _storage.TryReadAsync(CheckpointLayout.ClaimPath, cancellationToken).ConfigureAwait(false) ?? claim);
        if (current.JobId != JobId)
            throw new JobMismatchException(_storage.Location, current.JobId, JobId);
        if (current.FormatVersion == CheckpointManifest.CurrentFormatVersion)
            return;
        await _storage.WriteAsync(CheckpointLayout.ClaimPath, (file, token) => file.WriteAsync(claim, token).AsTask(), cancellationToken).ConfigureAwait(false);
    }

    private CheckpointDamagedException Advised(CheckpointDamagedException damage, long checkpointId)
    {
        if (_checkpoints.Count == 0 || _checkpoints.Keys.Last() != checkpointId)
            return damage;
        var older = _checkpoints.Values.SkipLast(1).LastOrDefault(static checkpoint => checkpoint.IsReadable);
        return damage.WithAdvice(RepairAdvice.Checkpoint(_storage, _checkpoints.Values.Last(), older));
    }
}
