using StateGen.Checkpointing.Coordination;

namespace StateGen.Engine.Sources;

/// <summary>A subtask that starts barriers.</summary>
internal interface ISourceSubtask : IJobSubtask
{
    /// <summary>Has the subtask send a barrier between two of its batches. The barrier before must have been sent.</summary>
    void Inject(PendingCheckpoint checkpoint);
}
