using StateGen.Checkpoints;

namespace StateGen;

/// <summary>
/// A two-phase sink. Writers prepare parts at each barrier; the parts become part of the checkpoint; when that is complete they are committed. Commit is
/// idempotent: after a crash it may be called again. An immutable configuration, thread-safe.
/// </summary>
/// <typeparam name="T">The type of the records.</typeparam>
public interface ISink<T>
{
    /// <summary>What messages call the sink, such as the path of a directory.</summary>
    string Description { get; }

    /// <summary>
    /// Called once at each start of a job, before any writer is opened: commits what the restored checkpoint had prepared, and removes
    /// everything else that the job left uncommitted.
    /// </summary>
    /// <param name="jobId">The job.</param>
    /// <param name="checkpointId">The restored checkpoint; 0 for a fresh start. Output of a later one would be written again: it is withdrawn or refused.</param>
    /// <param name="pending">The parts that the restored checkpoint names; empty for a fresh start.</param>
    /// <param name="cancellationToken">Cancels the call; it can be repeated.</param>
    /// <exception cref="StateGenException">The sink cannot be written, a part is lost, or the sink is ahead of the checkpoint.</exception>
    Task RestoreAsync(string jobId, long checkpointId, IReadOnlyList<Committable> pending, CancellationToken cancellationToken);

    /// <summary>Opens the writer of one subtask.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="attempt">The attempt of the job, from 1.</param>
    /// <param name="subtask">The subtask, from 0.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    Task<SinkWriter<T>> OpenWriterAsync(string jobId, int attempt, int subtask, CancellationToken cancellationToken);

    /// <summary>Makes prepared parts visible. Parts that are visible already are no error.</summary>
    /// <param name="parts">The parts of one complete checkpoint.</param>
    /// <param name="cancellationToken">Cancels the call; it can be repeated.</param>
    Task CommitAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken);
}

/// <summary>Writes the output of one subtask. Used by one thread at a time.</summary>
/// <typeparam name="T">The type of the records.</typeparam>
public abstract class SinkWriter<T> : IAsyncDisposable
{
    /// <summary>Writes records; they stay invisible until their checkpoint is complete.</summary>
    /// <param name="records">The records, in order.</param>
    /// <param name="cancellationToken">Cancels the writing, and with it the attempt.</param>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<T> records, CancellationToken cancellationToken);

    /// <summary>Makes what was written since the last call durable, and ready to be committed.</summary>
    /// <param name="checkpointId">The checkpoint whose barrier arrived.</param>
    /// <param name="cancellationToken">Cancels the call, and with it the attempt.</param>
    /// <returns>The parts; none when nothing was written.</returns>
    public abstract ValueTask<IReadOnlyList<Committable>> PrepareAsync(long checkpointId, CancellationToken cancellationToken);

    /// <summary>Closes the writer. What was not prepared is left for the next restore to remove.</summary>
    public abstract ValueTask DisposeAsync();
}
