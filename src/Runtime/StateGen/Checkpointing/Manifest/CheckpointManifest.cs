using System.Collections.Immutable;

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
