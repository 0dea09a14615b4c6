using System.Collections.Immutable;
using System.Diagnostics;
using StateGen.Checkpoints;

namespace StateGen.Checkpointing.Coordination;

// Coordinator and subtasks exchange nothing but these messages: a barrier goes down through the job, and reports come back.

/// <summary>
/// A message that passes through the job between its records: what comes before it is in a checkpoint, and what comes after it is not. It is plain data, so
/// that it can also pass between processes.
/// </summary>
/// <param name="CheckpointId">The number of the checkpoint.</param>
/// <param name="Kind">What follows the checkpoint.</param>
/// <param name="StoresState">
/// true if the subtasks write their state; false if the job stores no checkpoints, so that the barrier only commits the sinks.
/// </param>
/// <param name="Trace">The trace that the work of the subtasks belongs to; null without a listener.</param>
internal sealed record CheckpointBarrier(long CheckpointId, CheckpointKind Kind, bool StoresState = false, ActivityContext? Trace = null)
{
    /// <summary>Gets a value indicating whether all input was read, so that nothing follows this barrier.</summary>
    public bool IsFinal => Kind == CheckpointKind.Final;

    /// <summary>Gets a value indicating whether the job stops at this barrier although its input may go on.</summary>
    public bool IsStop => Kind == CheckpointKind.Stop;

    /// <summary>Gets a value indicating whether nothing follows this barrier in the attempt.</summary>
    public bool IsLast => Kind != CheckpointKind.Periodic;
}

/// <summary>Says whether a checkpoint is the last one of its attempt, and why.</summary>
internal enum CheckpointKind
{
    /// <summary>The job goes on.</summary>
    Periodic,

    /// <summary>The job stops and can be resumed.</summary>
    Stop,

    /// <summary>All input was read.</summary>
    Final,
}

/// <summary>
/// A message about a checkpoint from a subtask to the coordinator. Each subtask, and each operator chained in it, sends one that is an answer, even after the
/// checkpoint was aborted.
/// </summary>
/// <param name="CheckpointId">The number of the checkpoint.</param>
internal abstract record CheckpointReport(long CheckpointId)
{
    /// <summary>Gets a value indicating whether the barrier has passed the sender, which reports nothing further.</summary>
    public virtual bool IsAnswer => true;
}

/// <summary>The barrier has passed a subtask that has nothing to contribute.</summary>
internal sealed record BarrierPassed(long CheckpointId) : CheckpointReport(CheckpointId);

/// <summary>The positions of the splits that a source subtask reads.</summary>
/// <param name="CheckpointId">The number of the checkpoint.</param>
/// <param name="Source">The index of the source in the job.</param>
/// <param name="Splits">The positions, by the index of the split in the source.</param>
internal sealed record SplitsReported(long CheckpointId, int Source, ImmutableArray<KeyValuePair<int, SplitPosition>> Splits) : CheckpointReport(CheckpointId);

/// <summary>An operator subtask has written its state.</summary>
/// <param name="CheckpointId">The number of the checkpoint.</param>
/// <param name="Operator">The index of the operator in the job.</param>
/// <param name="Snapshot">The state.</param>
/// <param name="Files">The files that were written for it, with their lengths and checksums.</param>
internal sealed record StateWritten(long CheckpointId, int Operator, SubtaskSnapshot Snapshot, ImmutableArray<CheckpointFile> Files)
    : CheckpointReport(CheckpointId);

/// <summary>A subtask cannot contribute, which fails the checkpoint.</summary>
/// <param name="CheckpointId">The number of the checkpoint.</param>
/// <param name="Reason">The failure of the subtask.</param>
internal sealed record CheckpointDeclined(long CheckpointId, Exception Reason) : CheckpointReport(CheckpointId);

/// <summary>A writer has prepared its output up to the barrier. It is committed with the checkpoint, or with a later one if the checkpoint fails.</summary>
/// <param name="CheckpointId">The number of the checkpoint.</param>
/// <param name="Sink">The index of the sink in the job.</param>
/// <param name="Parts">The prepared parts.</param>
internal sealed record PartsPrepared(long CheckpointId, int Sink, ImmutableArray<Committable> Parts) : CheckpointReport(CheckpointId)
{
    public override bool IsAnswer => false;
}

/// <summary>The barriers of all senders have arrived at a subtask.</summary>
/// <param name="CheckpointId">The number of the checkpoint.</param>
/// <param name="Duration">The time between the first and the last of them.</param>
internal sealed record BarriersAligned(long CheckpointId, TimeSpan Duration) : CheckpointReport(CheckpointId)
{
    public override bool IsAnswer => false;
}

/// <summary>Receives the messages of the subtasks of an attempt. Thread-safe.</summary>
internal interface ICheckpointReports
{
    /// <summary>Receives a message about a checkpoint. Never waits.</summary>
    void Report(CheckpointReport report);

    /// <summary>
    /// Receives the message that an operator or source subtask has reached its end of input. That of the last one requests the final checkpoint.
    /// </summary>
    ValueTask ReportEndAsync(CancellationToken cancellationToken);
}
