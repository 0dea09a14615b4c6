using System.Collections.Immutable;
using System.Text.Json.Serialization;
using StateGen.Schemas;

namespace StateGen.Checkpoints;

/// <summary>
/// Describes the whole content of a checkpoint. A checkpoint exists as soon as its manifest does. Immutable. The stored text has the members in the order of
/// their declaration.
/// </summary>
public sealed record CheckpointManifest
{
    /// <summary>
    /// The latest version of the format, in which a storage has a log. Manifests are in its entries, and have the earliest version that has everything in them.
    /// Earlier versions can be read.
    /// </summary>
    public const int CurrentFormatVersion = 4;

    /// <summary>The first version of the format, which most manifests have.</summary>
    internal const int FirstFormatVersion = 1;

    private const int BroadcastFormatVersion = 2;
    private const int OperatorStateFormatVersion = 3;

    /// <summary>Gets the version of the format: the earliest that has everything that is in the checkpoint.</summary>
    public int FormatVersion =>
        Operators.Any(static snapshot => snapshot.HasLaterKinds) ? OperatorStateFormatVersion
        : Operators.Any(static snapshot => snapshot.Broadcast is not null) ? BroadcastFormatVersion
        : FirstFormatVersion;

    /// <summary>Gets the id of the job that the checkpoint belongs to.</summary>
    public required string JobId { get; init; }

    /// <summary>Gets the number of the checkpoint, from 1, ascending within the job.</summary>
    public required long CheckpointId { get; init; }

    /// <summary>Gets the attempt of the job that took the checkpoint, from 1. Starts and restarts are counted.</summary>
    public required int Attempt { get; init; }

    /// <summary>Gets the time at which the checkpoint was taken.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets a value indicating whether all input was read and this is the final checkpoint of the job.</summary>
    public required bool IsFinished { get; init; }

    /// <summary>Gets the number of key groups, fixed for the life of the state.</summary>
    public required int MaxParallelism { get; init; }

    /// <summary>Gets the name of the backend that wrote the state files, for example <c>memory</c>.</summary>
    public required string Backend { get; init; }

    /// <summary>Gets the clock for times to live, in milliseconds since 1970 UTC. After a restore, the clock never reports an earlier time.</summary>
    public required long TimeToLiveClockMilliseconds { get; init; }

    /// <summary>Gets the sources and their read positions.</summary>
    public required ImmutableArray<SourceSnapshot> Sources { get; init; }

    /// <summary>Gets the operators and their state.</summary>
    public required ImmutableArray<OperatorSnapshot> Operators { get; init; }

    /// <summary>Gets the sinks and their prepared output.</summary>
    public required ImmutableArray<SinkSnapshot> Sinks { get; init; }

    /// <summary>Gets every file of the checkpoint, including files that it shares with older checkpoints.</summary>
    public required ImmutableArray<CheckpointFile> Files { get; init; }
}

/// <summary>The state of one operator.</summary>
/// <param name="Id">The stable id of the use of the operator.</param>
/// <param name="Schemas">The schemas that its rows may have been written with.</param>
/// <param name="Subtasks">The state of each subtask. Together their key groups cover every key group once.</param>
public sealed record OperatorSnapshot(string Id, SchemaChain Schemas, ImmutableArray<SubtaskSnapshot> Subtasks)
{
    /// <summary>Gets the file that holds the broadcast state; null if the operator has none.</summary>
    [JsonIgnore]
    public SnapshotFile? Broadcast => Subtasks.Select(static subtask => subtask.Broadcast).FirstOrDefault(static file => file is not null);

    /// <summary>Gets a value indicating whether the operator has operator state, of which each subtask has written a file.</summary>
    internal bool HasOperatorState => Schemas.Current.Schema.States.Any(static state => state.Kind is StateKind.OperatorList or StateKind.OperatorUnion);

    internal CheckpointDamagedException MissingOperatorState(int subtask) =>
        new("manifest", $"the file of the operator state of subtask {subtask} of operator '{Id}'", "no such file");

    /// <summary>
    /// Gets a value indicating whether a schema has a kind of state that came after broadcast state, or a time to live in event time. Earlier versions cannot
    /// read the text of such a schema.
    /// </summary>
    internal bool HasLaterKinds => Schemas.Generations.Any(static generation =>
        generation.Schema.States.Any(static state => state.Kind > StateKind.Broadcast || state.ExpiresByEventTime));
}

/// <summary>The state of one parallel subtask of an operator.</summary>
/// <param name="Index">The index of the subtask, from 0.</param>
/// <param name="FirstKeyGroup">The first key group that the subtask owns.</param>
/// <param name="LastKeyGroup">The last key group that the subtask owns, inclusive.</param>
/// <param name="ListCounter">
/// The counter of the last appended list element, 0 before the first. After a restore, it continues after the maximum counter of the restored parts.
/// </param>
/// <param name="WatermarkMilliseconds">
/// The watermark of the subtask, in milliseconds since 1970 UTC; <see cref="long.MinValue"/> before the first watermark.
/// </param>
/// <param name="Files">The files that hold the state of the subtask.</param>
public sealed record SubtaskSnapshot(
    int Index,
    int FirstKeyGroup,
    int LastKeyGroup,
    long ListCounter,
    long WatermarkMilliseconds,
    ImmutableArray<SnapshotFile> Files)
{
    /// <summary>
    /// Gets the version of the storage library that wrote the files, for example 11.12.0. Null if the backend has no such library, and in checkpoints from
    /// before the version was recorded.
    /// </summary>
    public string? WriterVersion { get; init; }

    /// <summary>
    /// Gets the event time that the subtask had reached among timers that were due, in milliseconds since 1970 UTC. Null if it had no such timers: then it is
    /// the watermark. After a restore, what had expired by this time has still expired; if a subtask continues several, by the lowest of their times.
    /// </summary>
    public long? EventClockMilliseconds { get; init; }

    /// <summary>
    /// Gets the file that holds the broadcast state of the operator, of which every subtask has the same copy. One subtask has written it; null for the others,
    /// and if the operator has no broadcast state.
    /// </summary>
    public SnapshotFile? Broadcast { get; init; }

    /// <summary>Gets the file that holds the operator state of the subtask; null if the operator has none.</summary>
    public SnapshotFile? OperatorState { get; init; }
}

/// <summary>The positions of one source.</summary>
/// <param name="Id">The id of the source within the job.</param>
/// <param name="Splits">The positions of its splits.</param>
public sealed record SourceSnapshot(string Id, ImmutableArray<SplitPosition> Splits);

/// <summary>The output that one sink has prepared and not yet committed.</summary>
/// <param name="Id">The id of the sink within the job.</param>
/// <param name="PendingCommittables">The prepared parts of all its subtasks.</param>
public sealed record SinkSnapshot(string Id, [property: JsonPropertyName("pendingParts")] ImmutableArray<Committable> PendingCommittables);

/// <summary>The read position of one split of a source.</summary>
/// <param name="Id">The id of the split, unique within its source.</param>
/// <param name="Fields">The data that the source needs to continue from here, for example path, start, end, position and line.</param>
/// <param name="MaxEventTimeMilliseconds">The greatest event time seen, in milliseconds since 1970 UTC; null before the first event.</param>
/// <param name="IsFinished">true if the split was read to its end; otherwise, false.</param>
public sealed record SplitPosition(
    string Id,
    ManifestFields Fields,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? MaxEventTimeMilliseconds,
    bool IsFinished)
{
    /// <summary>
    /// Gets a value indicating whether the split was revoked (<see cref="SplitChange.Revoke"/>), so that a restore does not read it. Stored only if it is true.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsRevoked { get; init; }
}

/// <summary>
/// Output that a two-phase sink has prepared for a checkpoint. The sink commits it when the checkpoint is complete; committing it twice is harmless.
/// </summary>
/// <param name="JobId">The id of the job that wrote the output.</param>
/// <param name="Attempt">The attempt of the job.</param>
/// <param name="Subtask">The subtask of the sink.</param>
/// <param name="CheckpointId">The checkpoint that the output was prepared for.</param>
/// <param name="Fields">The data that the sink needs for the commit, for example the hidden and the final name of a file.</param>
public sealed record Committable(string JobId, int Attempt, int Subtask, long CheckpointId, ManifestFields Fields);

/// <summary>A file of a subtask's snapshot, with the name that its backend gave it.</summary>
/// <param name="Name">The name that the backend uses for the file, for example <c>000012.sst</c>.</param>
/// <param name="Path">The <see cref="CheckpointFile.Path"/> of the file.</param>
public sealed record SnapshotFile(string Name, string Path);

/// <summary>One immutable file of a checkpoint.</summary>
/// <param name="Path">
/// The path relative to the root of the storage, with segments separated by <c>/</c>. The file may be in the folder of an older checkpoint.
/// </param>
/// <param name="Length">The length in bytes.</param>
/// <param name="Checksum">The checksum of all bytes.</param>
public sealed record CheckpointFile(string Path, long Length, Crc32C Checksum);
