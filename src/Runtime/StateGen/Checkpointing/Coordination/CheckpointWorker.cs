using StateGen.Checkpoints;
using StateGen.Engine.Telemetry;

namespace StateGen.Checkpointing.Coordination;

/// <summary>
/// The side of the subtasks in the checkpoints of an attempt. The subtasks of a process report through it, and it knows what the coordinator has announced.
/// Subtasks and coordinator share nothing else but messages. Thread-safe.
/// </summary>
/// <param name="reports">The coordinator, or the way to it.</param>
/// <param name="telemetry">The telemetry of the job in this process.</param>
internal sealed class CheckpointWorker(ICheckpointReports reports, JobTelemetry telemetry)
{
    private volatile CheckpointSession? _files;
    private long _aborted;
    private long _stored;

    /// <summary>Takes in where the state of the next checkpoint is written. Called before its barrier is injected.</summary>
    public void Begin(CheckpointSession? files) => _files = files;

    /// <summary>Takes in that a checkpoint was aborted. Subtasks that have not seen its barrier yet only forward it.</summary>
    public void Abort(long checkpointId) => Volatile.Write(ref _aborted, checkpointId);

    /// <summary>Takes in that a checkpoint is stored for good.</summary>
    public void MarkStored(long checkpointId) => Volatile.Write(ref _stored, checkpointId);

    /// <summary>Determines whether the checkpoint of a barrier was aborted.</summary>
    // The numbers of checkpoints ascend, and one that has ended is aborted, too: nobody may contribute to it any more.
    public bool IsAborted(CheckpointBarrier barrier) => barrier.CheckpointId <= Volatile.Read(ref _aborted);

    /// <summary>Determines whether the checkpoint of a barrier is the latest one that is stored.</summary>
    public bool IsLatestStored(CheckpointBarrier barrier) => barrier.CheckpointId == Volatile.Read(ref _stored);

    /// <summary>Gets the session that the state for a barrier is written to.</summary>
    /// <exception cref="OperationCanceledException">The checkpoint has ended.</exception>
    public CheckpointSession FilesOf(CheckpointBarrier barrier) =>
        _files is { } files && files.CheckpointId == barrier.CheckpointId
            ? files
            : throw new OperationCanceledException($"Checkpoint {barrier.CheckpointId} has ended.");

    /// <summary>Writes the state of a subtask, as an activity of its own, below that of the checkpoint.</summary>
    public Task WriteStateAsync(CheckpointBarrier barrier, string operatorId, int subtask, Func<Task> write)
    {
        var activity = barrier.Trace is { } trace ? telemetry.StartActivity("stategen.checkpoint.write_state", trace) : null;
        activity?.SetTag(Tags.CheckpointId, barrier.CheckpointId).SetTag(Tags.OperatorId, operatorId).SetTag(Tags.Subtask, subtask);
        return telemetry.RunAsync(activity, write);
    }

    /// <inheritdoc cref="ICheckpointReports.Report"/>
    public void Report(CheckpointReport report) => reports.Report(report);

    /// <inheritdoc cref="ICheckpointReports.ReportEndAsync"/>
    public ValueTask ReportEndAsync(CancellationToken cancellationToken) => reports.ReportEndAsync(cancellationToken);
}
