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

    /// <summary>Runs the program.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="console">What the program writes to.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, InvocationConfiguration console)
    {
        var command = new StateGenCommand().Parse(arguments);
        if (command.Errors.Count == 0)
            return await command.InvokeAsync(console).ConfigureAwait(false);
        ErrorLine.Write(console.Error, $"{command.Errors[0].Message} Run with --help for the commands.");
        return ExitCode.WrongUsage;
    }
}

/// <summary>Writes an error message in one line.</summary>
internal static class ErrorLine
{
    public static void Write(TextWriter error, string message) => error.WriteLine($"error: {message.ReplaceLineEndings(" ")}");
}

/// <summary>The exit codes of the program.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;
    public const int Damaged = 3;
}
