using System.CommandLine;
using StateGen.Tool.Schemas;

namespace StateGen.Tool;

/// <summary>The command line.</summary>
internal sealed class StateGenCommand : RootCommand
{
    public StateGenCommand()
        : base("Looks after the state of StateGen's operators.") =>
        Add(new Command("schema", "Recorded schemas: what the state of a project's operators looks like.") { new ShipCommand() });
}

/// <summary>Says on standard error, in one line, why the program ends early.</summary>
internal static class ErrorLine
{
    public static void Write(string message) => Console.Error.WriteLine($"error: {message.ReplaceLineEndings(" ")}");
}

/// <summary>How the program ends.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;
}
