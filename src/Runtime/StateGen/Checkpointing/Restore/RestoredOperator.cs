using StateGen.Backends;

namespace StateGen.Checkpointing.Restore;

/// <summary>What a checkpoint holds for one operator subtask.</summary>
/// <param name="States">The states of all former subtasks whose key groups overlap with this one's.</param>
/// <param name="Watermark">The watermark that they had reached.</param>
internal sealed record RestoredOperator(IReadOnlyList<RestoredState> States, long Watermark)
{
    public static RestoredOperator Nothing { get; } = new([], EventTime.Minimum);
}
