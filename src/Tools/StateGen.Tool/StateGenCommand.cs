using System.CommandLine;
using StateGen.Tool.Schemas;

namespace StateGen.Tool;

/// <summary>The root command of the command line.</summary>
internal sealed class StateGenCommand : RootCommand
{
    public StateGenCommand()
        : base("Manages the recorded state schemas of StateGen operators.") =>
        Add(new Command("schema", "Manages the schema files, which record the state of a project's operators.") { new InitCommand(), new ShipCommand() });
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
}
