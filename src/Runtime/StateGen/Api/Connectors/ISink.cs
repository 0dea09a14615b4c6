using StateGen.Checkpoints;

namespace StateGen;

/// <summary>Represents a sink with two-phase commit. An implementation is an immutable, thread-safe configuration that several jobs may use.</summary>
/// <typeparam name="T">The type of the records.</typeparam>
public interface ISink<T>
{
    /// <summary>Gets the name of the sink in messages, such as the path of a directory.</summary>
    string Description { get; }

    /// <summary>Opens the sink for one run of a job, over all of its attempts. Called once, before anything is written.</summary>
    /// <param name="context">The run.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <returns>The session, which the job disposes at its end.</returns>
    /// <exception cref="SinkInUseException">Another run of the job writes to the sink.</exception>
    /// <exception cref="StateGenException">The sink cannot be written to.</exception>
    Task<SinkSession<T>> OpenAsync(SinkContext context, CancellationToken cancellationToken);
}

/// <summary>The run of a job that opens a sink.</summary>
/// <param name="JobId">The id of the job.</param>
/// <param name="StateLocation">
/// The place where the run stores its checkpoints; null if it stores none. Output that a run with another place has prepared may be named by a checkpoint
/// there.
/// </param>
public sealed record SinkContext(string JobId, string? StateLocation)
{
    /// <summary>
    /// Gets the id of the log in which the attempts of the job are recorded, wherever the place that holds it is mounted; null if the run stores no
    /// checkpoints.
    /// A run may find the sink open for an earlier attempt in the same log. That one has ended, or will when it resumes, so it must not keep the run out.
    /// </summary>
    public string? JobLog { get; init; }

    /// <summary>
    /// Gets the first attempt of the run. In the same log, attempts before it have ended, and output that a later one has prepared must be left alone: then
    /// that one has taken over, and this run does not know it yet. Without a log, 1.
    /// </summary>
    public int Attempt { get; init; } = 1;
}

/// <summary>
/// Represents the use of a sink by one run of a job. Its writers prepare parts at each barrier, the checkpoint records the parts, and the session commits them
/// when the checkpoint is complete. The commit is idempotent: after a crash it may be called again. Until it is disposed, the session keeps the output
/// from other runs of the same job.
/// </summary>
/// <typeparam name="T">The type of the records.</typeparam>
public abstract class SinkSession<T> : IAsyncDisposable
{
    /// <summary>
    /// Commits the parts that the restored checkpoint names and removes other uncommitted output of the job, except what another checkpoint may name. Called
    /// at the start and at each restart of a job, before any writer is opened.
    /// </summary>
    /// <param name="checkpointId">
    /// The restored checkpoint; 0 for a fresh start. Output of a later checkpoint would be written a second time, so the sink withdraws it or throws.
    /// </param>
    /// <param name="pending">The parts that the restored checkpoint names; empty for a fresh start.</param>
    /// <param name="cancellationToken">Cancels the call; it can be repeated.</param>
    /// <exception cref="StateGenException">The sink cannot be written to, a part is lost, or the sink holds output of a later checkpoint.</exception>
    public abstract Task RestoreAsync(long checkpointId, IReadOnlyList<Committable> pending, CancellationToken cancellationToken);

    /// <summary>Opens the writer of one subtask.</summary>
    /// <param name="attempt">The attempt of the job, from 1.</param>
    /// <param name="subtask">The subtask, from 0.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    public abstract Task<SinkWriter<T>> OpenWriterAsync(int attempt, int subtask, CancellationToken cancellationToken);

    /// <summary>Makes prepared parts visible. A part that is already visible is not an error.</summary>
    /// <param name="parts">The parts of one complete checkpoint.</param>
    /// <param name="cancellationToken">Cancels the call; it can be repeated.</param>
    public abstract Task CommitAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken);

    /// <summary>
    /// Removes prepared parts that are not visible. Called when a later attempt has taken over and has looked for such parts before these were prepared: no
    /// checkpoint names them, and none will. By default nothing is removed, and the next start of the job finds them.
    /// </summary>
    /// <param name="parts">The parts, of the last attempt of this run. Some may be visible; these stay.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public virtual Task AbandonAsync(IReadOnlyList<Committable> parts, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends the session, after all of its writers were closed. Prepared output stays for the next run of the job.</summary>
    public abstract ValueTask DisposeAsync();
}

/// <summary>Writes the output of one subtask. A writer is used by one thread at a time.</summary>
/// <typeparam name="T">The type of the records.</typeparam>
public abstract class SinkWriter<T> : IAsyncDisposable
{
    /// <summary>Writes records. They stay invisible until their checkpoint is complete.</summary>
    /// <param name="records">The records, in order.</param>
    /// <param name="cancellationToken">Cancels the writing, and with it the attempt.</param>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<T> records, CancellationToken cancellationToken);

    /// <summary>
    /// Gets or sets a value indicating whether the writer skips records that it cannot write because of their content, and keeps them for
    /// <see cref="TakeRejected"/>, instead of throwing. The job sets it before the first write if its <see cref="ErrorPolicy"/> is not
    /// <see cref="ErrorPolicy.Fail"/>. A writer that throws nevertheless fails the job.
    /// </summary>
    public virtual bool SkipsRejected { get; set; }

    /// <summary>
    /// Takes the records that the last write has skipped because of their content. Nothing of them is in the output. The job calls it after each write, and the
    /// <see cref="ErrorPolicy"/> then decides. Errors of the medium are not for it: they are thrown.
    /// </summary>
    public virtual IReadOnlyList<RejectedRecord> TakeRejected() => [];

    /// <summary>Makes the records written since the last call durable and ready to be committed.</summary>
    /// <param name="checkpointId">The checkpoint whose barrier arrived.</param>
    /// <param name="cancellationToken">Cancels the call, and with it the attempt.</param>
    /// <returns>The prepared parts; empty when nothing was written.</returns>
    public abstract ValueTask<IReadOnlyList<Committable>> PrepareAsync(long checkpointId, CancellationToken cancellationToken);

    /// <summary>Closes the writer. It may remove output that was not prepared; otherwise the next restore does.</summary>
    public abstract ValueTask DisposeAsync();
}

/// <summary>A record that a sink could not write because of its content.</summary>
/// <param name="Index">The index of the record within the last write.</param>
/// <param name="Exception">The exception that the conversion of the record threw.</param>
public readonly record struct RejectedRecord(int Index, Exception Exception);
