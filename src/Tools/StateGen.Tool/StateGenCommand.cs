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
