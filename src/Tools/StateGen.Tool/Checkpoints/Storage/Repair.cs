using System.Globalization;
using StateGen.Checkpointing.Log;
using StateGen.Checkpointing.Storage;
using StateGen.Checkpoints;
using StateGen.Tool.Checkpoints.Reports;

namespace StateGen.Tool.Checkpoints.Storage;

// Nothing of a log is ever replaced, also by a repair: it appends one entry, at a number above every other one, that names the sound checkpoints and no
// other. That entry begins an attempt, which fences all earlier ones. Before it, nothing is removed; after it, nothing is needed of what is removed. So a
// repair that was interrupted is repeated.

/// <summary>Gives damaged checkpoints and files up.</summary>
/// <param name="address">The storage.</param>
/// <param name="writer">Shows the progress.</param>
/// <param name="time">The clock.</param>
internal sealed class Repair(StorageAddress address, ReportWriter writer, TimeProvider time)
{
    /// <summary>Finds out what would be lost, and changes nothing.</summary>
    public async Task<RepairReport> PlanAsync(CancellationToken cancellationToken)
    {
        using var storage = address.OpenForReading();
        return (await PlanAsync(storage, cancellationToken).ConfigureAwait(false)).Report(isDone: false, keptIn: null);
    }

    /// <summary>Repairs the storage.</summary>
    /// <param name="takesOver">true to take the job over from a process that may still run it.</param>
    /// <param name="keepsFiles">true to copy everything to a folder beside it before it is removed.</param>
    /// <param name="cancellationToken">Abandons the repair; it can be repeated.</param>
    /// <exception cref="CheckpointStorageException">The job runs, or the storage failed.</exception>
    public async Task<RepairReport> RunAsync(bool takesOver, bool keepsFiles, CancellationToken cancellationToken)
    {
        using var storage = Changes.Open(address, takesOver, await FindAttemptAsync(cancellationToken).ConfigureAwait(false));
        var plan = await PlanAsync(storage, cancellationToken).ConfigureAwait(false);
        if (!plan.IsNeeded || !plan.IsPossible)
            return plan.Report(isDone: false, keptIn: null);
        var folder = keepsFiles && !plan.Removed.IsEmpty ? await KeepAsync(storage, plan, cancellationToken).ConfigureAwait(false) : null;
        if (plan.Examination.Stored.JobId is { } jobId)
            await AppendAsync(storage, jobId, plan, cancellationToken).ConfigureAwait(false);
        await RemoveAsync(storage, plan, cancellationToken).ConfigureAwait(false);
        return plan.Report(isDone: true, folder);
    }

    private async Task<LogAttempt?> FindAttemptAsync(CancellationToken cancellationToken)
    {
        using var storage = address.OpenForReading();
        return (await Examination.ReadAsync(storage, cancellationToken).ConfigureAwait(false)).Stored.Head?.Attempt;
    }

    private async Task<RepairPlan> PlanAsync(ICheckpointStorage storage, CancellationToken cancellationToken)
    {
        var examination = await Examination.ReadAsync(storage, cancellationToken).ConfigureAwait(false);
        var checkpoints = examination.Stored.Checkpoints;
        await writer.RunAsync("Verifying", Examination.SizeOf(checkpoints), verified => examination.VerifyAsync(checkpoints, verified, cancellationToken))
            .ConfigureAwait(false);
        return new(address, examination, await storage.ListAsync("", cancellationToken).ConfigureAwait(false));
    }

    private async Task<string> KeepAsync(ICheckpointStorage storage, RepairPlan plan, CancellationToken cancellationToken)
    {
        var folder = string.Create(CultureInfo.InvariantCulture, $"lost-{time.GetUtcNow().UtcDateTime:yyyyMMdd'T'HHmmss'Z'}");
        try
        {
            foreach (var path in plan.Removed)
                await CopyAsync(storage, path, $"{folder}/{path}", cancellationToken).ConfigureAwait(false);
            return folder;
        }
        catch (CheckpointStorageException failure)
        {
            throw new CheckpointStorageException(
                $"{failure.Message} Nothing was removed. Make room or mend the disk, or run the command again with --no-copy: it removes the files for good.",
                failure);
        }
    }

    private static async Task CopyAsync(ICheckpointStorage storage, string path, string target, CancellationToken cancellationToken)
    {
        using var content = await storage.TryOpenAsync(path, cancellationToken).ConfigureAwait(false);
        if (content is not null)
            await storage.WriteAsync(target, (stream, token) => content.CopyToAsync(stream, token), cancellationToken).ConfigureAwait(false);
    }

    private async Task AppendAsync(ICheckpointStorage storage, string jobId, RepairPlan plan, CancellationToken cancellationToken)
    {
        var paths = await storage.ListAsync("", cancellationToken).ConfigureAwait(false);
        var stored = plan.Examination.Stored;
        // Each entry that cannot be read may have begun an attempt.
        var known = stored.LatestAttempt + (int)(JobLog.HighestOf(paths) - (stored.Head?.Number ?? 0));
        var attempt = new JobIncarnation(time, JobIncarnation.DefaultGrace).Attempt(known + 1);
        var start = (stored.Head?.Next(LogEntryKind.AttemptStarted) ?? LogEntry.First(jobId, attempt, [], 0)) with
        {
            Number = JobLog.HighestOf(paths) + 1,
            Attempt = attempt,
            Checkpoints = [.. plan.Kept.Select(static checkpoint => checkpoint.Stored)],
            CommittedCheckpointId = Math.Min(stored.CommittedCheckpointId, plan.ResumesFrom ?? 0),
        };
        if (await JobLog.TryStartAsync(storage, start, cancellationToken).ConfigureAwait(false) is null)
        {
            throw new CheckpointStorageException(
                $"The checkpoints in '{address.Text}' changed during the repair, because a job runs. Stop it, and run the command again.");
        }
    }

    private static async Task RemoveAsync(ICheckpointStorage storage, RepairPlan plan, CancellationToken cancellationToken)
    {
        // What the mark of earlier versions says is in the log now.
        await storage.DeleteAsync(CheckpointLayout.CommittedPath, cancellationToken).ConfigureAwait(false);
        foreach (var path in plan.Removed)
            await storage.DeleteAsync(path, cancellationToken).ConfigureAwait(false);
        // This writes the claim, if it is missing or of an earlier version.
        if (plan.Examination.Stored.JobId is { } jobId)
            await CheckpointStore.OpenAsync(storage, jobId, int.MaxValue, cancellationToken).ConfigureAwait(false);
    }
}
