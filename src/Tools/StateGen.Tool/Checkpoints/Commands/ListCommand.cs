using System.CommandLine;
using StateGen.Checkpointing.Storage;
using StateGen.Checkpoints;
using StateGen.Tool.Checkpoints.Reports;
using StateGen.Tool.Checkpoints.Storage;

namespace StateGen.Tool.Checkpoints.Commands;

/// <summary>The command <c>stategen checkpoints ls</c>.</summary>
internal sealed class ListCommand() : StorageCommand("ls", "Lists the checkpoints of a job, and shows its latest attempt. Changes nothing; the job may run.")
{
    /// <inheritdoc/>
    protected override async Task<int> RunAsync(
        StorageAddress address, ParseResult arguments, ReportWriter writer, CancellationToken cancellationToken)
    {
        using var storage = address.OpenForReading();
        var stored = await StoredCheckpoints.ReadAsync(storage, cancellationToken).ConfigureAwait(false);
        var jobId = stored.JobId ?? throw new CheckpointStorageException($"'{storage.Location}' holds no checkpoints of any job.");
        var files = await storage.ListAsync(CheckpointLayout.FolderPrefix, cancellationToken).ConfigureAwait(false);
        var report = ListReport.Of(address.Text, jobId, stored, files.ToHashSet(StringComparer.Ordinal));
        writer.Write(report, ReportJsonContext.Readable.ListReport, report.Show);
        return ExitCode.Done;
    }
}
