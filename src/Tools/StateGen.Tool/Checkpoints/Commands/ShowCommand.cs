using System.CommandLine;
using StateGen.Checkpointing.Storage;
using StateGen.Checkpoints;
using StateGen.Tool.Checkpoints.Reports;
using StateGen.Tool.Checkpoints.Storage;

namespace StateGen.Tool.Checkpoints.Commands;

/// <summary>The command <c>stategen checkpoints show</c>.</summary>
internal sealed class ShowCommand : StorageCommand
{
    private readonly CheckpointArgument _id = new("The number of the checkpoint. Without it, the latest one.");

    public ShowCommand()
        : base("show", "Shows the positions, the operators and the pending output of a checkpoint. Changes nothing; the job may run.") => Add(_id);

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(
        StorageAddress address, ParseResult arguments, ReportWriter writer, CancellationToken cancellationToken)
    {
        using var storage = address.OpenForReading();
        var stored = await StoredCheckpoints.ReadAsync(storage, cancellationToken).ConfigureAwait(false);
        var checkpoint = Chosen.Of(stored, arguments.GetValue(_id), storage.Location);
        if (!checkpoint.IsReadable)
            throw checkpoint.Failure!;
        var report = ShowReport.Of(address.Text, checkpoint, stored.CommittedCheckpointId);
        writer.Write(report, ReportJsonContext.Readable.ShowReport, report.Show);
        return ExitCode.Done;
    }
}

/// <summary>Finds the checkpoint that an argument names.</summary>
internal static class Chosen
{
    /// <exception cref="CheckpointStorageException">There is no such checkpoint.</exception>
    public static RetainedCheckpoint Of(StoredCheckpoints stored, long? id, string location) =>
        stored.Checkpoints.LastOrDefault(checkpoint => id is null || checkpoint.CheckpointId == id)
        ?? throw new CheckpointStorageException(
            id is null || stored.Checkpoints.IsEmpty
                ? $"'{location}' holds no checkpoint."
                : $"'{location}' holds no checkpoint {id}, but {string.Join(", ", stored.Checkpoints.Select(static checkpoint => checkpoint.CheckpointId))}.");
}
