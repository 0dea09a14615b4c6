using StateGen.Engine.Exchange;

namespace StateGen.Engine.Jobs;

/// <summary>A part of a pipeline that takes records: an operator with all that follows it, or a sink. Immutable.</summary>
internal abstract class Stage<T>
{
    /// <summary>Adds the stage and those behind it to a plan.</summary>
    public abstract void Describe(JobPlan plan);

    /// <summary>Opens the subtasks of the stage and of those behind it, for one attempt.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="senders">The number of subtasks of the stage before.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <returns>What each subtask of the stage before writes to.</returns>
    public abstract Task<StageOutput<T>[]> OpenAsync(JobAttempt attempt, int senders, CancellationToken cancellationToken);
}
