using System.CommandLine;
using StateGen.Tool.Checkpoints.Commands;
using StateGen.Tool.Schemas;

namespace StateGen.Tool;

/// <summary>The root command of the command line.</summary>
internal sealed class StateGenCommand : RootCommand
{
    public StateGenCommand()
        : base("Manages the recorded state schemas and the checkpoints of StateGen jobs.")
    {
        Add(new Command("schema", "Manages the schema files, which record the state of a project's operators.") { new InitCommand(), new ShipCommand() });
        Add(new Command("checkpoints", "Shows, verifies, prunes and repairs the checkpoints of a job.")
        {
            new ListCommand(), new ShowCommand(), new VerifyCommand(), new PruneCommand(), new RepairCommand(),
        });
    }
}

/// <summary>Writes an error message to standard error, in one line.</summary>
internal static class ErrorLine
{
    public static void Write(string message) => Console.Error.WriteLine($"error: {message.ReplaceLineEndings(" ")}");
}

/// <summary>The exit codes of the program.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;
    public const int Damaged = 3;
}
