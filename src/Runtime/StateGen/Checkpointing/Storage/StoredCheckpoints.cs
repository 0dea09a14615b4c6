using System.Collections.Immutable;
using StateGen.Checkpointing.Log;
using StateGen.Checkpointing.Manifest;
using StateGen.Checkpoints;

namespace StateGen.Checkpointing.Storage;

/// <summary>
/// The content of a storage of one job, as it is read at one moment: the log, or the layout of earlier versions of the format. Reading changes nothing.
/// </summary>
/// <param name="Claim">The claim of the job; null if there is none.</param>
/// <param name="Head">The latest entry of the log; null if there is no log yet.</param>
/// <param name="CommittedCheckpointId">The latest checkpoint whose output is known to be committed; 0 if there is none.</param>
/// <param name="Checkpoints">The complete checkpoints, ascending.</param>
internal sealed record StoredCheckpoints(
    JobClaim? Claim, LogEntry? Head, long CommittedCheckpointId, ImmutableArray<RetainedCheckpoint> Checkpoints)
{
    private const int MostReadings = 100;

    /// <summary>Gets the id of the job; null if the storage is empty.</summary>
    public string? JobId =>
        Claim?.JobId ?? Head?.JobId ?? Checkpoints.Select(static checkpoint => checkpoint.JobId).FirstOrDefault(static id => id is not null);

    /// <summary>Gets the number of the latest attempt; 0 if none is known.</summary>
    public int LatestAttempt => Head?.Attempt.Number ?? Checkpoints.Select(static checkpoint => checkpoint.Attempt).DefaultIfEmpty().Max();

    /// <exception cref="CheckpointDamagedException">The claim or the latest entry of the log is damaged.</exception>
    /// <exception cref="CheckpointFormatException">A later version of StateGen has written to the storage.</exception>
    public static async Task<StoredCheckpoints> ReadAsync(ICheckpointStorage storage, CancellationToken cancellationToken)
    {
        var claim = await ReadClaimAsync(storage, cancellationToken).ConfigureAwait(false);
        for (var reading = 0; reading < MostReadings; reading++)
        {
            var listed = await storage.ListAsync(CheckpointLayout.LogFolder, cancellationToken).ConfigureAwait(false);
            var highest = JobLog.HighestOf(listed);
            if (highest == 0)
                return await ReadEarlierAsync(storage, claim, cancellationToken).ConfigureAwait(false);
            if (await ReadHeadAsync(storage, highest, listed, cancellationToken).ConfigureAwait(false) is not { } head)
                continue;
            var checkpoints = await ReadCheckpointsAsync(storage, head, cancellationToken).ConfigureAwait(false);
            // A running job may have deleted what is missing after the listing. Otherwise it is missing.
            if (Array.TrueForAll(checkpoints, static checkpoint => !checkpoint.IsMissing)
                || await IsLatestAsync(storage, highest, cancellationToken).ConfigureAwait(false))
                return new(claim, head, head.CommittedCheckpointId, [.. checkpoints]);
        }

        throw new CheckpointStorageException(
            $"The checkpoints in '{storage.Location}' changed {MostReadings} times while they were read. Another process runs the job: stop it, or try again.");
    }

    private static async Task<JobClaim?> ReadClaimAsync(ICheckpointStorage storage, CancellationToken cancellationToken)
    {
        if (await storage.TryReadAsync(CheckpointLayout.ClaimPath, cancellationToken).ConfigureAwait(false) is not { } text)
            return null;
        try
        {
            return ManifestFormat.DecodeClaim(CheckpointLayout.ClaimPath, text);
        }
        catch (CheckpointDamagedException damage)
        {
            throw damage.WithAdvice(RepairAdvice.Claim(storage));
        }
    }

    private static async Task<LogEntry?> ReadHeadAsync(
        ICheckpointStorage storage, long number, IReadOnlyList<string> listed, CancellationToken cancellationToken)
    {
        try
        {
            return await JobLog.ReadAsync(storage, number, cancellationToken).ConfigureAwait(false);
        }
        catch (CheckpointDamagedException damage)
        {
            var others = listed.Where(path => path != damage.File);
            var next = await FindResumableAsync(storage, others, cancellationToken).ConfigureAwait(false);
            throw damage.WithAdvice(RepairAdvice.Head(storage, damage.File, next));
        }
    }

    /// <summary>Finds the checkpoint that the job would resume from without the latest entry of its log; null if it would start from the beginning.</summary>
    private static async Task<long?> FindResumableAsync(ICheckpointStorage storage, IEnumerable<string> entries, CancellationToken cancellationToken)
    {
        var highest = JobLog.HighestOf([.. entries]);
        if (highest == 0)
            return (await ReadEarlierAsync(storage, null, cancellationToken).ConfigureAwait(false)).Checkpoints.LastOrDefault()?.CheckpointId;
        try
        {
            return (await JobLog.ReadAsync(storage, highest, cancellationToken).ConfigureAwait(false))?.Checkpoints.LastOrDefault()?.CheckpointId;
        }
        catch (CheckpointDamagedException)
        {
            // Two entries are damaged: the advice does not name one to resume from.
            return null;
        }
    }

    private static async Task<bool> IsLatestAsync(ICheckpointStorage storage, long number, CancellationToken cancellationToken) =>
        JobLog.HighestOf(await storage.ListAsync(CheckpointLayout.LogFolder, cancellationToken).ConfigureAwait(false)) == number;

    private static async Task<RetainedCheckpoint[]> ReadCheckpointsAsync(ICheckpointStorage storage, LogEntry head, CancellationToken cancellationToken)
    {
        var checkpoints = new List<RetainedCheckpoint>();
        foreach (var checkpoint in head.Checkpoints)
        {
            checkpoints.Add(checkpoint.File == head.Path && head.Manifest is { } manifest
                ? RetainedCheckpoint.Readable(manifest, checkpoint.File)
                : await ReadAsync(storage, checkpoint, cancellationToken).ConfigureAwait(false));
        }

        return [.. checkpoints];
    }

    private static async Task<RetainedCheckpoint> ReadAsync(ICheckpointStorage storage, LogCheckpoint checkpoint, CancellationToken cancellationToken) =>
        await storage.TryReadAsync(checkpoint.File, cancellationToken).ConfigureAwait(false) is { } text
            ? RetainedCheckpoint.Decode(checkpoint, text)
            : RetainedCheckpoint.Missing(checkpoint);

    /// <summary>Reads the layout of versions 1 to 3: a manifest beside the files of each checkpoint, and a file that names the latest committed one.</summary>
    private static async Task<StoredCheckpoints> ReadEarlierAsync(ICheckpointStorage storage, JobClaim? claim, CancellationToken cancellationToken)
    {
        var checkpoints = new SortedDictionary<long, RetainedCheckpoint>();
        foreach (var path in await storage.ListAsync(CheckpointLayout.FolderPrefix, cancellationToken).ConfigureAwait(false))
        {
            if (CheckpointLayout.IsEarlierManifest(path, out var id))
                checkpoints.Add(id, await ReadAsync(storage, new(id, path), cancellationToken).ConfigureAwait(false));
        }

        var committed = await ReadCommittedAsync(storage, cancellationToken).ConfigureAwait(false);
        if (committed > 0 && !checkpoints.ContainsKey(committed))
            checkpoints.Add(committed, RetainedCheckpoint.Missing(new(committed, CheckpointLayout.EarlierManifestPath(committed))));
        return new(claim, null, committed, [.. checkpoints.Values]);
    }

    private static async Task<long> ReadCommittedAsync(ICheckpointStorage storage, CancellationToken cancellationToken)
    {
        if (await storage.TryReadAsync(CheckpointLayout.CommittedPath, cancellationToken).ConfigureAwait(false) is not { } text)
            return 0;
        try
        {
            return ManifestFormat.DecodeCommitted(CheckpointLayout.CommittedPath, text).CheckpointId;
        }
        catch (CheckpointDamagedException damage)
        {
            throw damage.WithAdvice(RepairAdvice.Committed(storage));
        }
    }
}

/// <summary>A complete checkpoint in the storage, with its manifest or the reason why the manifest cannot be read.</summary>
internal sealed class RetainedCheckpoint
{
    private readonly CheckpointManifest? _manifest;

    private RetainedCheckpoint(LogCheckpoint checkpoint, CheckpointManifest? manifest, StateGenException? failure)
    {
        _manifest = manifest;
        Stored = checkpoint;
        Failure = failure;
        FilePaths = manifest is null ? [] : manifest.Files.Select(file => file.Path).ToImmutableHashSet(StringComparer.Ordinal);
    }

    public long CheckpointId => Stored.CheckpointId;

    /// <summary>Gets the checkpoint as entries of the log name it, with the file that holds its manifest.</summary>
    public LogCheckpoint Stored { get; }

    /// <summary>Gets a value indicating whether the file that holds the manifest does not exist.</summary>
    public bool IsMissing { get; private init; }

    /// <summary>Gets the reason why the manifest cannot be read; null if it can.</summary>
    public StateGenException? Failure { get; }

    public bool IsReadable => Failure is null;

    public string? JobId => _manifest?.JobId;

    public int Attempt => _manifest?.Attempt ?? 0;

    /// <summary>Gets the manifest, which must be readable.</summary>
    public CheckpointManifest Manifest => _manifest!;

    /// <summary>Gets the paths of the files that the manifest names; empty if it cannot be read.</summary>
    public ImmutableHashSet<string> FilePaths { get; }

    public static RetainedCheckpoint Readable(CheckpointManifest manifest, string file) => new(new(manifest.CheckpointId, file), manifest, null);

    public static RetainedCheckpoint Missing(LogCheckpoint checkpoint) => new(
        checkpoint, null, new CheckpointDamagedException(checkpoint.File, $"the manifest of checkpoint {checkpoint.CheckpointId}, which is complete", "none"))
    {
        IsMissing = true,
    };

    public static RetainedCheckpoint Decode(LogCheckpoint checkpoint, byte[] text)
    {
        try
        {
            var manifest = CheckpointLayout.IsLogEntry(checkpoint.File, out _)
                ? ManifestFormat.DecodeEntry(checkpoint.File, text).Manifest
                : ManifestFormat.DecodeManifest(checkpoint.File, text);
            return manifest?.CheckpointId == checkpoint.CheckpointId
                ? new(checkpoint, manifest, null)
                : throw new CheckpointDamagedException(
                    checkpoint.File, $"the manifest of checkpoint {checkpoint.CheckpointId}", manifest is null ? "none" : $"that of {manifest.CheckpointId}");
        }
        catch (StateGenException failure)
        {
            return new RetainedCheckpoint(checkpoint, null, failure);
        }
    }
}

/// <summary>Reads small files.</summary>
internal static class StorageReading
{
    /// <summary>Reads a file.</summary>
    /// <returns>The content; null if there is no such file.</returns>
    public static async Task<byte[]?> TryReadAsync(this ICheckpointStorage storage, string path, CancellationToken cancellationToken)
    {
        using var file = await storage.TryOpenAsync(path, cancellationToken).ConfigureAwait(false);
        if (file is null)
            return null;
        using var content = new MemoryStream();
        await file.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
        return content.ToArray();
    }
}
