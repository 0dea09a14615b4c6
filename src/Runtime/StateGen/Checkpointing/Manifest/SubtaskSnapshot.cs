using System.Collections.Immutable;

namespace StateGen.Checkpoints;

/// <summary>What one parallel subtask of an operator contributed.</summary>
/// <param name="Index">The index of the subtask, from 0.</param>
/// <param name="FirstKeyGroup">The first key group that it owns.</param>
/// <param name="LastKeyGroup">The last key group that it owns, inclusive.</param>
/// <param name="ListCounter">The next number of a list element; after merging, the maximum goes on.</param>
/// <param name="WatermarkMilliseconds">Its watermark, in milliseconds since 1970 UTC; <see cref="long.MinValue"/> before the first.</param>
/// <param name="Files">The files that hold its state.</param>
public sealed record SubtaskSnapshot(
    int Index,
    int FirstKeyGroup,
    int LastKeyGroup,
    long ListCounter,
    long WatermarkMilliseconds,
    ImmutableArray<SnapshotFile> Files);
