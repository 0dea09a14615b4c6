using System.Collections.Immutable;
using StateGen.Checkpoints;

namespace StateGen.Checkpointing.Coordination;

/// <summary>
/// The parts that the sink's writers have prepared in this attempt and that are not committed yet. Those of a checkpoint that failed stay here and are
/// committed with the next one. Thread-safe.
/// </summary>
internal sealed class PreparedParts
{
    private readonly Lock _gate = new();
    private ImmutableArray<PendingPart> _parts = [];

    public void Add(IEnumerable<PendingPart> parts)
    {
        lock (_gate)
            _parts = _parts.AddRange(parts);
    }

    /// <summary>The parts in the order of checkpoints and subtasks.</summary>
    public ImmutableArray<PendingPart> All()
    {
        lock (_gate)
            return [.. _parts.OrderBy(part => part.CheckpointId).ThenBy(part => part.Subtask)];
    }

    public void Remove(ImmutableArray<PendingPart> committed)
    {
        lock (_gate)
            _parts = _parts.RemoveRange(committed);
    }
}
