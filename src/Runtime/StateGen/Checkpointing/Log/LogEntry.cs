using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using StateGen.Checkpointing.Storage;
using StateGen.Checkpoints;

namespace StateGen.Checkpointing.Log;

/// <summary>
/// An entry of the log of a job (<see cref="JobLog"/>), in <c>log/NUMBER.json</c>, which is sealed like a manifest. Each entry repeats all that is still true
/// after it: the attempt that owns the job, the retained checkpoints with the files that hold their manifests, and the latest checkpoint whose output is
/// committed. So a reader needs the entry with the highest number and the files that it names, and every other entry may be deleted. Immutable. The stored
/// text has the members in the order of their declaration.
/// </summary>
internal sealed record LogEntry
{
    private const int IdLength = 16;

    /// <summary>Gets the version of the format of the storage.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>Gets the number of the entry, from 1: one more than that of the entry before it.</summary>
    public required long Number { get; init; }

    /// <summary>Gets the random id of the entry, by which its writer recognizes it when the outcome of the writing is unknown.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the id of the first entry of the log, which tells this log from those of the same job in other places.</summary>
    public required string Log { get; init; }

    public required string JobId { get; init; }

    public required LogEntryKind Kind { get; init; }

    /// <summary>Gets the attempt that has written the entry, and that owns the job until a later entry names another one.</summary>
    public required LogAttempt Attempt { get; init; }

    /// <summary>Gets the latest checkpoint whose output is known to be committed; 0 if there is none.</summary>
    public required long CommittedCheckpointId { get; init; }

    /// <summary>Gets the retained checkpoints, ascending.</summary>
    public required ImmutableArray<LogCheckpoint> Checkpoints { get; init; }

    /// <summary>Gets the manifest of the checkpoint that the entry completes; null for entries of other kinds.</summary>
    public CheckpointManifest? Manifest { get; init; }

    /// <summary>Gets the path of the entry.</summary>
    [JsonIgnore]
    public string Path => CheckpointLayout.LogPath(Number);

    /// <summary>Creates the first entry of a log.</summary>
    public static LogEntry First(string jobId, LogAttempt attempt, ImmutableArray<LogCheckpoint> checkpoints, long committedCheckpointId)
    {
        var id = NewId();
        return new()
        {
            FormatVersion = CheckpointManifest.CurrentFormatVersion,
            Number = 1,
            Id = id,
            Log = id,
            JobId = jobId,
            Kind = LogEntryKind.AttemptStarted,
            Attempt = attempt,
            CommittedCheckpointId = committedCheckpointId,
            Checkpoints = checkpoints,
        };
    }

    /// <summary>Creates the entry after this one with what is still true.</summary>
    public LogEntry Next(LogEntryKind kind) => this with
    {
        FormatVersion = CheckpointManifest.CurrentFormatVersion,
        Number = Number + 1,
        Id = NewId(),
        Kind = kind,
        Manifest = null,
    };

    /// <summary>Creates the entry that completes a checkpoint.</summary>
    public LogEntry Complete(CheckpointManifest manifest)
    {
        var next = Next(LogEntryKind.CheckpointCompleted);
        return next with { Checkpoints = Checkpoints.Add(new(manifest.CheckpointId, next.Path)), Manifest = manifest };
    }

    /// <summary>Creates the entry after which some of the checkpoints are not retained any more.</summary>
    public LogEntry Discard(LogEntryKind kind, HashSet<long> ids) => Next(kind) with
    {
        Checkpoints = [.. Checkpoints.Where(checkpoint => !ids.Contains(checkpoint.CheckpointId))],
    };

    /// <summary>Determines whether a path is that of this entry or of a file that it names.</summary>
    public bool Needs(string path) => path == Path || Checkpoints.Any(checkpoint => checkpoint.File == path);

    private static string NewId() => RandomNumberGenerator.GetHexString(IdLength, lowercase: true);
}

/// <summary>The kinds of entries.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LogEntryKind>))]
internal enum LogEntryKind
{
    /// <summary>An attempt begins, and all earlier ones have ended.</summary>
    AttemptStarted,

    /// <summary>A checkpoint is complete.</summary>
    CheckpointCompleted,

    /// <summary>The output of the latest checkpoint is committed. Checkpoints that are not to be retained any more are discarded by the same entry.</summary>
    OutputCommitted,

    /// <summary>Checkpoints are discarded, or none: then the entry only takes the number that a failed one may still have wanted.</summary>
    CheckpointsDiscarded,
}

/// <summary>An attempt of a job.</summary>
/// <param name="Number">The number of the attempt, from 1: one more than that of the attempt before it.</param>
/// <param name="Run">The random id of the run of the job in one process, to which the attempt belongs.</param>
/// <param name="Machine">The name of the machine, for messages.</param>
/// <param name="Process">The number of the process on that machine, for messages.</param>
/// <param name="StartedAt">The time at which the attempt started, by the clock of that machine.</param>
internal sealed record LogAttempt(int Number, string Run, string Machine, int Process, DateTimeOffset StartedAt)
{
    /// <summary>Gets where and since when the attempt has been running, for messages.</summary>
    [JsonIgnore]
    public string Whereabouts => $"process {Process} on machine '{Machine}', which started it at {StartedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z";
}

/// <summary>A retained checkpoint.</summary>
/// <param name="CheckpointId">The number of the checkpoint.</param>
/// <param name="File">The path of the file that holds its manifest: an entry of the log, or a manifest of an earlier version of the format.</param>
internal sealed record LogCheckpoint(long CheckpointId, string File);

/// <summary>
/// One run of a job in a process, with all of its attempts. It may take over a job that another run had when it first looked. If a further run has taken over
/// since, that one goes on: also a run that only comes to its start after a long pause must not take the job back.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="grace">The time that a write of a file has after it was canceled.</param>
internal sealed class JobIncarnation(TimeProvider time, TimeSpan grace)
{
    /// <summary>The time that a write has in stores that belong to no job.</summary>
    public static readonly TimeSpan DefaultGrace = TimeSpan.FromSeconds(5);

    private const int IdLength = 12;
    private int? _known;

    public string Id { get; } = RandomNumberGenerator.GetHexString(IdLength, lowercase: true);

    public TimeProvider Time => time;

    public TimeSpan Grace => grace;

    /// <summary>Determines whether this run may start an attempt after the latest one.</summary>
    /// <param name="latest">The latest attempt in the log; null if there is none.</param>
    public bool MayFollow(LogAttempt? latest)
    {
        _known ??= latest?.Number ?? 0;
        return latest is null || latest.Run == Id || latest.Number <= _known;
    }

    /// <summary>Creates the attempt after another one.</summary>
    public LogAttempt Attempt(int number) => new(number, Id, Environment.MachineName, Environment.ProcessId, time.GetUtcNow());
}
