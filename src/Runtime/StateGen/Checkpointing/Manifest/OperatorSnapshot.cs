using System.Collections.Immutable;
using StateGen.Schemas;

namespace StateGen.Checkpoints;

/// <summary>The state of one operator.</summary>
/// <param name="Id">The stable id of the use of the operator.</param>
/// <param name="Schemas">All schemas that its rows may have been written with.</param>
/// <param name="Subtasks">The parts, one per subtask; their key groups cover every group once.</param>
public sealed record OperatorSnapshot(string Id, SchemaChain Schemas, ImmutableArray<SubtaskSnapshot> Subtasks);
