using System.CommandLine;
using StateGen.Tool.Checkpoints.Reports;
using StateGen.Tool.Checkpoints.Storage;

namespace StateGen.Tool.Checkpoints.Commands;

/// <summary>The command <c>stategen checkpoints repair</c>.</summary>
internal sealed class RepairCommand : StorageCommand
{
    private readonly Option<bool> _yes = new("--yes") { Description = "Repairs. Without it, the command only says what would be lost." };
    private readonly Option<bool> _noCopy = new("--no-copy")
    {
        Description = "Removes files for good, instead of moving them to a folder lost-TIME in the storage.",
    };

    private readonly TakeOverOption _takeOver = new();

    public RepairCommand()
        : base("repair", "Gives damaged checkpoints up, so that the job resumes from the latest sound one. Never removes a sound checkpoint.")
    {
        Add(_yes);
        Add(_noCopy);
        Add(_takeOver);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(
        StorageAddress address, ParseResult arguments, ReportWriter writer, CancellationToken cancellationToken)
    {
        var repair = new Repair(address, writer, TimeProvider.System);
        var report = arguments.GetValue(_yes)
            ? await repair.RunAsync(arguments.GetValue(_takeOver), !arguments.GetValue(_noCopy), cancellationToken).ConfigureAwait(false)
            : await repair.PlanAsync(cancellationToken).ConfigureAwait(false);
        writer.Write(report, ReportJsonContext.Readable.RepairReport, report.Show);
        return report.IsRepaired || report.Damages.Count == 0 ? ExitCode.Done : ExitCode.Damaged;
    }
}
