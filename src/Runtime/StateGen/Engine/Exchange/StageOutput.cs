using StateGen.Checkpointing.Coordination;
using StateGen.Engine.Jobs;

namespace StateGen.Engine.Exchange;

/// <summary>The output of one subtask: an exchange to the next stage, a sink, or a chained operator. Used only by that subtask.</summary>
internal abstract class StageOutput<T> : IAsyncDisposable
{
    /// <summary>
    /// Gets the number of records that are best written at once, which may be more than fit into a batch. It is small where the next stage is slow, because a
    /// barrier passes only when all records that were read before it are written.
    /// </summary>
    public abstract int PreferredCount { get; }

    /// <summary>
    /// Gets or sets a value indicating whether the subtask is idle, so that its watermark does not hold back the next stage. A change is forwarded by the next
    /// <see cref="WriteAsync"/>: before its records when it is not idle any more, after them when it has become idle. Subtasks of an operator are never idle:
    /// they have the same inputs, so one of them that passes the watermark of a returning split on must wait for the others, which may have its records.
    /// </summary>
    public bool IsIdle { get; set; }

    /// <summary>
    /// Gets the number of times that the subtask should let the others run, because input may arrive by that, before it forwards what is held. Zero if nothing
    /// is held.
    /// </summary>
    public virtual int Patience => 0;

    /// <summary>Gets a value indicating whether operators are chained to the output, which run in the subtask.</summary>
    public virtual bool HasChained => false;

    /// <summary>Gets a value indicating whether timers of chained operators are due, which <see cref="FireSliceAsync"/> fires.</summary>
    public virtual bool IsFiring => false;

    /// <summary>
    /// Gets a time that is not after that of the earliest processing-time timer of chained operators, in milliseconds since the Unix epoch;
    /// <see cref="long.MaxValue"/> if there is none.
    /// </summary>
    public virtual long NextProcessingTime => long.MaxValue;

    /// <summary>Gets a value indicating whether state of chained operators may expire.</summary>
    public virtual bool CanExpire => false;

    /// <summary>Removes expired state of chained operators. The result is that of <see cref="Backends.StateStore.RemoveExpired"/>.</summary>
    public virtual bool RemoveExpired() => false;

    /// <summary>Begins to run, before anything is written.</summary>
    public virtual ValueTask BeginAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Begins to fire the processing-time timers of chained operators that are due; <see cref="IsFiring"/> is then true.</summary>
    /// <param name="isLast">true to fire all of them, because the input ends; false to fire as many as the next records may have to wait for.</param>
    public virtual void BeginProcessingTimers(bool isLast)
    {
    }

    /// <summary>Fires some of the timers of chained operators that are due.</summary>
    public virtual ValueTask FireSliceAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>
    /// Forwards records and watermarks, at once or until <see cref="SendHeldAsync"/>. The caller may reuse their memory when the call has completed.
    /// </summary>
    public abstract ValueTask WriteAsync(StreamRecords<T> records, CancellationToken cancellationToken);

    /// <summary>Forwards what was written and is held, so that more can follow together. Called before the subtask waits for input.</summary>
    public virtual ValueTask SendHeldAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>
    /// Forwards what is held if it has waited long enough. Called when nothing is written for a time in which the subtask does something else.
    /// </summary>
    public virtual ValueTask SendOverdueAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Forwards the end of input: no more records follow, but barriers do.</summary>
    public abstract ValueTask CompleteAsync(CancellationToken cancellationToken);

    /// <summary>Forwards a barrier, after everything that was written before it.</summary>
    public abstract ValueTask PassBarrierAsync(CheckpointBarrier barrier, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}
