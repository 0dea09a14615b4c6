namespace StateGen.Engine.Sources;

/// <summary>One parallel subtask of a job's attempt.</summary>
internal interface IJobSubtask : IAsyncDisposable
{
    /// <summary>Runs until the final barrier has passed.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
