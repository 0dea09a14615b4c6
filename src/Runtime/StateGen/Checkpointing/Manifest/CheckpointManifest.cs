using System.Collections.Immutable;
using System.Text.Json.Serialization;
using StateGen.Schemas;

namespace StateGen.Checkpoints;

/// <summary>
/// Everything that a checkpoint consists of. A checkpoint exists once its manifest does. Immutable; the order of the members is the
/// order in the stored text.
/// </summary>
public sealed record CheckpointManifest
{
    /// <summary>The version of the format that this code writes.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>The version of the format.</summary>
    public int FormatVersion { get; init; } = CurrentFormatVersion;

    /// <summary>The job that the checkpoint belongs to.</summary>
    public required string JobId { get; init; }

    /// <summary>The number of the checkpoint, from 1, ascending within the job.</summary>
    public required long CheckpointId { get; init; }

    /// <summary>The attempt of the job (its starts and restarts, from 1) that took the checkpoint.</summary>
    public required int Attempt { get; init; }

    /// <summary>When the checkpoint was taken.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether all input was read and this is the final checkpoint of the job.</summary>
    public required bool IsFinished { get; init; }

    /// <summary>The number of key groups, fixed for the life of the state.</summary>
    public required int MaxParallelism { get; init; }

    /// <summary>The backend whose files these are, for example <c>memory</c>.</summary>
    public required string Backend { get; init; }

    /// <summary>The clock for times to live, in milliseconds since 1970 UTC. After a restore it never runs below this.</summary>
    public required long TimeToLiveClockMilliseconds { get; init; }

    /// <summary>The sources and how far they were read.</summary>
    public required ImmutableArray<SourceSnapshot> Sources { get; init; }

    /// <summary>The operators and their state.</summary>
    public required ImmutableArray<OperatorSnapshot> Operators { get; init; }

    /// <summary>The sinks and what they have prepared.</summary>
    public required ImmutableArray<SinkSnapshot> Sinks { get; init; }

    /// <summary>Every file of the checkpoint, those that it shares with older ones included.</summary>
    public required ImmutableArray<CheckpointFile> Files { get; init; }
}

/// <summary>The state of one operator.</summary>
/// <param name="Id">The stable id of the use of the operator.</param>
/// <param name="Schemas">All schemas that its rows may have been written with.</param>
/// <param name="Subtasks">The parts, one per subtask; their key groups cover every group once.</param>
public sealed record OperatorSnapshot(string Id, SchemaChain Schemas, ImmutableArray<SubtaskSnapshot> Subtasks);

/// <summary>What one parallel subtask of an operator contributed.</summary>
/// <param name="Index">The index of the subtask, from 0.</param>
/// <param name="FirstKeyGroup">The first key group that it owns.</param>
/// <param name="LastKeyGroup">The last key group that it owns, inclusive.</param>
/// <param name="ListCounter">The counter that the last appended list element got, 0 before the first; a restore continues after the maximum of its parts.</param>
/// <param name="WatermarkMilliseconds">Its watermark, in milliseconds since 1970 UTC; <see cref="long.MinValue"/> before the first.</param>
/// <param name="Files">The files that hold its state.</param>
public sealed record SubtaskSnapshot(
    int Index,
    int FirstKeyGroup,
    int LastKeyGroup,
    long ListCounter,
    long WatermarkMilliseconds,
    ImmutableArray<SnapshotFile> Files);

/// <summary>The positions of one source.</summary>
/// <param name="Id">The id of the source within the job.</param>
/// <param name="Splits">Its splits.</param>
public sealed record SourceSnapshot(string Id, ImmutableArray<SplitPosition> Splits);

/// <summary>What one sink has prepared and not yet committed.</summary>
/// <param name="Id">The id of the sink within the job.</param>
/// <param name="PendingCommittables">The prepared parts of all its subtasks.</param>
public sealed record SinkSnapshot(string Id, [property: JsonPropertyName("pendingParts")] ImmutableArray<Committable> PendingCommittables);

/// <summary>How far one split of a source was read.</summary>
/// <param name="Id">The id of the split, unique within its source.</param>
/// <param name="Fields">What the source needs to go on from here, for example path, start, end, position and line.</param>
/// <param name="MaxEventTimeMilliseconds">The greatest event time seen, in milliseconds since 1970 UTC; null before the first event.</param>
/// <param name="IsFinished">Whether the split was read to its end.</param>
public sealed record SplitPosition(
    string Id,
    ManifestFields Fields,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? MaxEventTimeMilliseconds,
    bool IsFinished);

/// <summary>Output that a two-phase sink prepared for a checkpoint and commits once that is complete; committing twice is harmless.</summary>
/// <param name="JobId">The job that wrote it.</param>
/// <param name="Attempt">The attempt of the job.</param>
/// <param name="Subtask">The subtask of the sink.</param>
/// <param name="CheckpointId">The checkpoint that it was prepared for.</param>
/// <param name="Fields">What the sink needs to commit it, for example the hidden and the final name of a file.</param>
public sealed record Committable(string JobId, int Attempt, int Subtask, long CheckpointId, ManifestFields Fields);

/// <summary>A file of a subtask's snapshot under the name that its backend gave it.</summary>
/// <param name="Name">The name that the backend knows it by, for example <c>000012.sst</c>.</param>
/// <param name="Path">The <see cref="CheckpointFile.Path"/> of the file.</param>
public sealed record SnapshotFile(string Name, string Path);

/// <summary>One immutable file of a checkpoint.</summary>
/// <param name="Path">Where it is, relative to the root of the storage, separated by <c>/</c>; it may lie in the folder of an older checkpoint.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Checksum">The checksum over all of its bytes.</param>
public sealed record CheckpointFile(string Path, long Length, Crc32C Checksum);
