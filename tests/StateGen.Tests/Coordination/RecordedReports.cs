using StateGen.Checkpointing.Coordination;

namespace StateGen.Tests.Coordination;

/// <summary>What subtasks have reported.</summary>
internal sealed class RecordedReports : ICheckpointReports
{
    private readonly Lock _gate = new();
    private readonly List<CheckpointReport> _reports = [];

    public IReadOnlyList<CheckpointReport> Reports
    {
        get
        {
            lock (_gate)
                return [.. _reports];
        }
    }

    public void Report(CheckpointReport report)
    {
        lock (_gate)
            _reports.Add(report);
    }

    public ValueTask ReportEndAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
