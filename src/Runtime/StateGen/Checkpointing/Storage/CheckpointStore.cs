using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using StateGen.Checkpointing.Manifest;
using StateGen.Checkpointing.Storage;

namespace StateGen.Checkpoints;

/// <summary>
/// The checkpoints of one job in a storage that belongs only to that job. Every start and restart of the job opens the store again, which
/// removes the files of interrupted attempts. A file is kept as long as a retained checkpoint names it. Not for concurrent use, except that the
/// files of an attempt may be written in parallel.
/// </summary>
public sealed class CheckpointStore
{
    private readonly ICheckpointStorage _storage;
    private readonly SortedDictionary<long, RetainedCheckpoint> _checkpoints = [];
    private readonly int _retained;
    private long _lastBegun;

    private CheckpointStore(ICheckpointStorage storage, string jobId, int retained)
    {
        _storage = storage;
        _retained = retained;
        JobId = jobId;
    }

    /// <summary>Gets the id of the job.</summary>
    public string JobId { get; }

    /// <summary>Gets the numbers of all complete checkpoints, ascending.</summary>
    public IReadOnlyCollection<long> CheckpointIds => _checkpoints.Keys;

    /// <summary>Gets the number of the latest checkpoint whose output is known to be committed; 0 if there is none.</summary>
    public long CommittedCheckpointId { get; private set; }

    private bool LacksManifest => CommittedCheckpointId > 0 && !_checkpoints.ContainsKey(CommittedCheckpointId);

    /// <summary>Gets the number for the next checkpoint: one more than the latest.</summary>
    public long NextCheckpointId => _checkpoints.Count == 0 ? 1 : _checkpoints.Keys.Last() + 1;

    /// <summary>Opens the checkpoints of a job, claiming an empty storage for it.</summary>
    /// <param name="storage">The storage. The caller keeps ownership and disposes it.</param>
    /// <param name="jobId">The id of the job.</param>
    /// <param name="retained">The number of checkpoints that <see cref="DiscardOldAsync"/> keeps, at least 1.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The store.</returns>
    /// <exception cref="JobMismatchException">The storage belongs to another job; nothing was changed.</exception>
    /// <exception cref="CheckpointStorageException">The storage cannot be used.</exception>
    /// <exception cref="CheckpointDamagedException">The claim of the storage is damaged.</exception>
    public static async Task<CheckpointStore> OpenAsync(
        ICheckpointStorage storage, string jobId, int retained = 2, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(storage);
        ArgumentException.ThrowIfNullOrEmpty(jobId);
        ArgumentOutOfRangeException.ThrowIfLessThan(retained, 1);
        var store = new CheckpointStore(storage, jobId, retained);
        var paths = await storage.ListAsync(CheckpointLayout.FolderPrefix, cancellationToken).ConfigureAwait(false);
        await store.LoadAsync(paths, cancellationToken).ConfigureAwait(false);
        await store.ClaimAsync(cancellationToken).ConfigureAwait(false);
        await store.DeleteUnnamedAsync(paths, cancellationToken).ConfigureAwait(false);
        return store;
    }

    /// <summary>Finds the checkpoint to restore from. Its files have not been read yet; see <see cref="VerifyAsync"/>.</summary>
    /// <returns>The latest checkpoint; null when there is none.</returns>
    /// <exception cref="CheckpointDamagedException">The latest manifest is damaged. An older checkpoint is never used in its place.</exception>
    /// <exception cref="CheckpointFormatException">The latest manifest has a format that this code does not read.</exception>
    public CheckpointManifest? FindLatest()
    {
        if (LacksManifest)
        {
            throw new CheckpointDamagedException(
                CheckpointLayout.ManifestPath(CommittedCheckpointId),
                $"a manifest, because '{CheckpointLayout.CommittedPath}' records that the checkpoint was completed",
                "none");
        }

        return _checkpoints.Count == 0 ? null : _checkpoints.Values.Last().Require();
    }

    /// <summary>Reads every file of a checkpoint and compares it with the manifest.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>A task that completes when all files have been verified.</returns>
    /// <exception cref="CheckpointDamagedException">A file is missing, truncated or altered.</exception>
    public async Task VerifyAsync(CheckpointManifest manifest, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        foreach (var file in manifest.Files)
        {
            using var content = await OpenFileAsync(file.Path, cancellationToken).ConfigureAwait(false);
            await FileVerification.VerifyAsync(file, content, cancellationToken).ConfigureAwait(false);
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
    /// <param name="checkpointId">The number of the checkpoint, greater than that of every complete checkpoint.</param>
    /// <returns>The attempt. If it is disposed before it is completed, it leaves no files.</returns>
    public CheckpointSession Begin(long checkpointId)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(checkpointId, NextCheckpointId);
        return new CheckpointSession(this, _storage, checkpointId);
    }

    /// <summary>
    /// Begins the next checkpoint, with a number of its own even if the last one has failed: its manifest may have reached the storage nevertheless.
    /// </summary>
    internal CheckpointSession BeginNext() => Begin(_lastBegun = Math.Max(NextCheckpointId, _lastBegun + 1));

    /// <summary>Records that the sinks have committed the output of a checkpoint.</summary>
    /// <param name="checkpointId">The number of a complete checkpoint.</param>
    /// <param name="cancellationToken">Abandons the call; the sinks then commit again after a restart.</param>
    /// <returns>A task that completes when the record is durable.</returns>
    public async Task MarkCommittedAsync(long checkpointId, CancellationToken cancellationToken = default)
    {
        var text = ManifestFormat.Encode(new CommittedCheckpoint(CheckpointManifest.FirstFormatVersion, checkpointId));
        await _storage.WriteAsync(CheckpointLayout.CommittedPath, (file, token) => file.WriteAsync(text, token).AsTask(), cancellationToken)
            .ConfigureAwait(false);
        CommittedCheckpointId = checkpointId;
    }

    /// <summary>Discards the oldest checkpoints, except those to be retained. No attempt that shares their files may be in progress.</summary>
    /// <param name="cancellationToken">Abandons the call; the remaining ones are discarded by the next call.</param>
    /// <returns>A task that completes when the checkpoints have been discarded.</returns>
    public async Task DiscardOldAsync(CancellationToken cancellationToken = default)
    {
        while (_checkpoints.Count > _retained)
            await DiscardAsync(_checkpoints.Keys.First(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Discards one checkpoint: its manifest first, then the files that no other retained checkpoint names.</summary>
    /// <param name="checkpointId">The number of a complete checkpoint.</param>
    /// <param name="cancellationToken">Abandons the call; files that remain are removed when the store is next opened.</param>
    /// <returns>A task that completes when the checkpoint has been discarded.</returns>
    public async Task DiscardAsync(long checkpointId, CancellationToken cancellationToken = default)
    {
        if (!_checkpoints.TryGetValue(checkpointId, out var discarded))
            throw new ArgumentException($"Job '{JobId}' has no checkpoint {checkpointId}.", nameof(checkpointId));
        await _storage.DeleteAsync(CheckpointLayout.ManifestPath(checkpointId), cancellationToken).ConfigureAwait(false);
        _checkpoints.Remove(checkpointId);
        await DeleteUnnamedAsync(discarded.FilePaths, cancellationToken).ConfigureAwait(false);
    }

    internal bool Names(string path) => _checkpoints.Values.Any(checkpoint => checkpoint.FilePaths.Contains(path));

    internal async Task CommitAsync(CheckpointManifest manifest, CancellationToken cancellationToken)
    {
        var path = CheckpointLayout.ManifestPath(manifest.CheckpointId);
        if (!await _storage.TryCommitAsync(path, ManifestFormat.Encode(manifest), cancellationToken).ConfigureAwait(false))
            throw new CheckpointConflictException(_storage.Location, manifest.CheckpointId);
        _checkpoints.Add(manifest.CheckpointId, RetainedCheckpoint.Readable(manifest));
    }

    private async Task LoadAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        foreach (var path in paths)
        {
            if (!CheckpointLayout.IsManifest(path, out var checkpointId))
                continue;
            var checkpoint = RetainedCheckpoint.Decode(path, await ReadAsync(path, cancellationToken).ConfigureAwait(false));
            RequireOwnJob(checkpoint.JobId);
            _checkpoints.Add(checkpointId, checkpoint);
        }

        await LoadCommittedAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task LoadCommittedAsync(CancellationToken cancellationToken)
    {
        using var file = await _storage.TryOpenAsync(CheckpointLayout.CommittedPath, cancellationToken).ConfigureAwait(false);
        if (file is null)
            return;
        using var content = new MemoryStream();
        await file.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
        CommittedCheckpointId = ManifestFormat.DecodeCommitted(CheckpointLayout.CommittedPath, content.ToArray()).CheckpointId;
    }

    private async Task ClaimAsync(CancellationToken cancellationToken)
    {
        var claim = ManifestFormat.Encode(new JobClaim(CheckpointManifest.FirstFormatVersion, JobId));
        if (await _storage.TryCommitAsync(CheckpointLayout.ClaimPath, claim, cancellationToken).ConfigureAwait(false))
            return;
        var stored = await ReadAsync(CheckpointLayout.ClaimPath, cancellationToken).ConfigureAwait(false);
        RequireOwnJob(ManifestFormat.DecodeClaim(CheckpointLayout.ClaimPath, stored).JobId);
    }

    private void RequireOwnJob(string? jobId)
    {
        if (jobId is not null && jobId != JobId)
            throw new JobMismatchException(_storage.Location, jobId, JobId);
    }

    private async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        using var file = await OpenFileAsync(path, cancellationToken).ConfigureAwait(false);
        await file.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
        return content.ToArray();
    }

    // While a manifest is missing or cannot be read, the files that it names are unknown, so no file is deleted.
    private async Task DeleteUnnamedAsync(IEnumerable<string> candidates, CancellationToken cancellationToken)
    {
        if (LacksManifest || _checkpoints.Values.Any(checkpoint => !checkpoint.IsReadable))
            return;
        var named = _checkpoints.Values.SelectMany(checkpoint => checkpoint.FilePaths)
            .Concat(_checkpoints.Keys.Select(CheckpointLayout.ManifestPath))
            .ToImmutableHashSet(StringComparer.Ordinal);
        foreach (var path in candidates.Where(path => CheckpointLayout.IsCheckpointFile(path) && !named.Contains(path)))
            await _storage.DeleteAsync(path, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>A complete checkpoint in the storage, with its manifest or the reason why the manifest cannot be read.</summary>
internal sealed class RetainedCheckpoint
{
    private readonly CheckpointManifest? _manifest;
    private readonly StateGenException? _failure;

    private RetainedCheckpoint(CheckpointManifest? manifest, StateGenException? failure)
    {
        _manifest = manifest;
        _failure = failure;
        FilePaths = manifest is null ? [] : manifest.Files.Select(file => file.Path).ToImmutableHashSet(StringComparer.Ordinal);
    }

    public bool IsReadable => _failure is null;

    public string? JobId => _manifest?.JobId;

    /// <summary>Gets the paths of the files that the manifest names; empty if it cannot be read.</summary>
    public ImmutableHashSet<string> FilePaths { get; }

    public static RetainedCheckpoint Readable(CheckpointManifest manifest) => new(manifest, null);

    public static RetainedCheckpoint Decode(string file, byte[] text)
    {
        try
        {
            return Readable(ManifestFormat.DecodeManifest(file, text));
        }
        catch (StateGenException failure)
        {
            return new RetainedCheckpoint(null, failure);
        }
    }

    public CheckpointManifest Require()
    {
        if (_failure is not null)
            ExceptionDispatchInfo.Throw(_failure);
        return _manifest!;
    }
}
