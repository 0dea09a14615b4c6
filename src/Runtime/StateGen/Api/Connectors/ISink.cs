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
    Task RestoreAsync(string jobId, long checkpointId, IReadOnlyList<PendingPart> pending, CancellationToken cancellationToken);

    /// <summary>Opens the writer of one subtask.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="attempt">The attempt of the job, from 1.</param>
    /// <param name="subtask">The subtask, from 0.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    Task<SinkWriter<T>> OpenWriterAsync(string jobId, int attempt, int subtask, CancellationToken cancellationToken);

    /// <summary>Makes prepared parts visible. Parts that are visible already are no error.</summary>
    /// <param name="parts">The parts of one complete checkpoint.</param>
    /// <param name="cancellationToken">Cancels the call; it can be repeated.</param>
    Task CommitAsync(IReadOnlyList<PendingPart> parts, CancellationToken cancellationToken);
}
