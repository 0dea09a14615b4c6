namespace StateGen.Pipelines;

/// <summary>A part of a pipeline that takes records: an operator with all that follows it, or a sink. Immutable.</summary>
internal abstract class Stage<T>
{
    /// <summary>Adds the stage and those behind it to a plan.</summary>
    public abstract void Describe(JobPlan plan);

    /// <summary>Opens the subtasks of the stage and of those behind it, for one attempt.</summary>
    /// <returns>What each subtask of the stage before writes to.</returns>
    public abstract Task<StageOutput<T>[]> OpenAsync(JobAttempt attempt, CancellationToken cancellationToken);
}
