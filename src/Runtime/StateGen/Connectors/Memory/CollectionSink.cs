using StateGen.Connectors.Memory;

namespace StateGen;

/// <summary>
/// Represents a sink that keeps records in memory. They appear in <see cref="Records"/> when their checkpoint is complete, exactly once, as long as the process
/// and this object live: a job that is restarted from an earlier checkpoint takes back the later records. A job that resumes in another process from a
/// checkpoint with output fails, because its records are lost. Without <see cref="PipelineOptions.CheckpointInterval"/>, all records appear at the end of
/// the job. Several jobs may use one object, but two sinks of one job may not. Thread-safe.
/// </summary>
/// <typeparam name="T">The type of the records.</typeparam>
public sealed class CollectionSink<T> : ISink<T>
{
    private readonly MemoryParts<T> _parts = new();

    /// <inheritdoc/>
    public string Description => $"collection of {typeof(T).Name}";

    /// <summary>
    /// Gets a copy of the committed records: in the order of the checkpoints, of the subtasks, and in the order in which a subtask wrote them.
    /// </summary>
    public IReadOnlyList<T> Records => _parts.Committed;

    /// <inheritdoc/>
    public Task<SinkSession<T>> OpenAsync(SinkContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        cancellationToken.ThrowIfCancellationRequested();
        _parts.Claim(context);
        return Task.FromResult<SinkSession<T>>(new CollectionSession<T>(_parts, context));
    }
}
