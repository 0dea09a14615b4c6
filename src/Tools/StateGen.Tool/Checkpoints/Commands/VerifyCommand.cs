using System.CommandLine;
using StateGen.Checkpointing.Storage;
using StateGen.Tool.Checkpoints.Reports;
using StateGen.Tool.Checkpoints.Storage;

namespace StateGen.Tool.Checkpoints.Commands;

/// <summary>The command <c>stategen checkpoints verify</c>.</summary>
internal sealed class VerifyCommand : StorageCommand
{
    private readonly CheckpointArgument _id = new("The number of the checkpoint. Without it, all of them.");

    public VerifyCommand()
        : base(
            "verify",
            $"Reads every file and compares its length and checksum. The exit code is {ExitCode.Damaged} if something is damaged. "
            + "Changes nothing; the job may run.") =>
        Add(_id);

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(
        StorageAddress address, ParseResult arguments, ReportWriter writer, CancellationToken cancellationToken)
    {
        using var storage = address.OpenForReading();
        var examination = await Examination.ReadAsync(storage, cancellationToken).ConfigureAwait(false);
        var id = arguments.GetValue(_id);
        RetainedCheckpoint[] chosen = id is null ? [.. examination.Stored.Checkpoints] : [Chosen.Of(examination.Stored, id, storage.Location)];
        await writer.RunAsync("Verifying", Examination.SizeOf(chosen), verified => examination.VerifyAsync(chosen, verified, cancellationToken))
            .ConfigureAwait(false);
        var report = Report(address, examination, chosen);
        writer.Write(report, ReportJsonContext.Readable.VerifyReport, report.Show);
        return report.IsSound ? ExitCode.Done : ExitCode.Damaged;
    }

    private static VerifyReport Report(StorageAddress address, Examination examination, RetainedCheckpoint[] chosen)
    {
        var sound = examination.Sound.Select(static checkpoint => checkpoint.CheckpointId).ToHashSet();
        var isSound = examination.Damages.Count == 0;
        return new(
            address.Text, examination.Stored.JobId, isSound,
            [.. chosen.Select(checkpoint => Verified(checkpoint, sound.Contains(checkpoint.CheckpointId)))],
            [.. examination.Damages.Select(DamagedFile.Of)],
            isSound ? null
                : $"Bring the files back from a copy. Or run '{RepairAdvice.CommandFor(address.Text)}', "
                    + "which says what would be lost and changes nothing yet.");
    }

    private static VerifiedCheckpoint Verified(RetainedCheckpoint checkpoint, bool isSound) => checkpoint.IsReadable
        ? new(checkpoint.CheckpointId, isSound, checkpoint.Manifest.Files.Length, checkpoint.Manifest.Files.Sum(static file => file.Length))
        : new(checkpoint.CheckpointId, isSound, null, null);
}
