using System.CommandLine;
using StateGen.Tool.Checkpoints.Reports;
using StateGen.Tool.Checkpoints.Storage;

namespace StateGen.Tool.Checkpoints.Commands;

/// <summary>The command <c>stategen checkpoints prune</c>.</summary>
internal sealed class PruneCommand : StorageCommand
{
    private readonly Option<int> _keep = new("--keep") { Description = "The number of checkpoints to keep, at least 1.", HelpName = "N", Required = true };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Names what would be removed, and changes nothing. The job may run." };
    private readonly TakeOverOption _takeOver = new();

    public PruneCommand()
        : base(
            "prune",
            "Discards the oldest checkpoints, and removes files that no checkpoint needs. Refuses if the job runs, or the latest checkpoint is damaged.")
    {
        _keep.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError("--keep must be at least 1.");
        });
        Add(_keep);
        Add(_dryRun);
        Add(_takeOver);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(
        StorageAddress address, ParseResult arguments, ReportWriter writer, CancellationToken cancellationToken)
    {
        var pruning = new Pruning(address, arguments.GetValue(_keep), arguments.GetValue(_takeOver));
        var report = arguments.GetValue(_dryRun)
            ? await pruning.PlanAsync(cancellationToken).ConfigureAwait(false)
            : await pruning.RunAsync(cancellationToken).ConfigureAwait(false);
        writer.Write(report, ReportJsonContext.Readable.PruneReport, report.Show);
        return ExitCode.Done;
    }
}

/// <summary>The option that takes the job over from a process that may still run it.</summary>
internal sealed class TakeOverOption : Option<bool>
{
    public TakeOverOption()
        : base("--take-over") => Description =
        "For a storage without a lock: takes the job over. If it runs, it ends with a JobSupersededException. "
        + "The lock of a directory is never taken from a process.";
}
