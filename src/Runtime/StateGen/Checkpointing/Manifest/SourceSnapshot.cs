using System.Collections.Immutable;

namespace StateGen.Checkpoints;

/// <summary>The positions of one source.</summary>
/// <param name="Id">The id of the source within the job.</param>
/// <param name="Splits">Its splits.</param>
public sealed record SourceSnapshot(string Id, ImmutableArray<SplitPosition> Splits);
