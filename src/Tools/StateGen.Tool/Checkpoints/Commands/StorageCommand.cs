using System.CommandLine;
using StateGen.Checkpoints;
using StateGen.Tool.Checkpoints.Reports;
using StateGen.Tool.Checkpoints.Storage;

namespace StateGen.Tool.Checkpoints.Commands;

/// <summary>A command about the checkpoints in a storage.</summary>
internal abstract class StorageCommand : Command
{
    private readonly Argument<StorageAddress> _location = new("location")
    {
        Description = "The storage that the job has in CheckpointTo: the path of a directory, or a URI such as file:///mnt/state.",
        HelpName = "LOCATION",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Writes the report as JSON." };

    protected StorageCommand(string name, string description)
        : base(name, description)
    {
        _location.CustomParser = static result =>
        {
            if (StorageAddress.TryParse(result.Tokens[0].Value, out var address, out var problem))
                return address;
            result.AddError(problem);
            return null;
        };
        Add(_location);
        Add(_json);
        SetAction(RunAsync);
    }

    /// <summary>Runs the command.</summary>
    /// <returns>The exit code.</returns>
    protected abstract Task<int> RunAsync(StorageAddress address, ParseResult arguments, ReportWriter writer, CancellationToken cancellationToken);

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var console = arguments.InvocationConfiguration;
        try
        {
            var writer = new ReportWriter(arguments.GetValue(_json), console.Output);
            return await RunAsync(arguments.GetRequiredValue(_location), arguments, writer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is StateGenException or IOException or UnauthorizedAccessException)
        {
            ErrorLine.Write(console.Error, exception.Message);
            return exception is CheckpointDamagedException ? ExitCode.Damaged : ExitCode.Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            ErrorLine.Write(console.Error, "The command was stopped. Run it again to complete it.");
            return ExitCode.Failed;
        }
    }
}

/// <summary>The optional argument that names a checkpoint.</summary>
internal sealed class CheckpointArgument : Argument<long?>
{
    public CheckpointArgument(string description)
        : base("id")
    {
        Description = description;
        HelpName = "ID";
        Arity = ArgumentArity.ZeroOrOne;
    }
}
