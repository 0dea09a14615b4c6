using System.CommandLine;
using StateGen.Schemas.Recording;
using StateGen.Schemas.Text;

namespace StateGen.Tool.Schemas;

/// <summary>The command <c>stategen schema ship</c>, which moves the changes since the last shipment into a new schema generation.</summary>
internal sealed class ShipCommand : Command
{
    private readonly Option<string> _project = new("--project")
    {
        Description = "The directory that contains the two schema files.",
        HelpName = "DIR",
        DefaultValueFactory = static _ => ".",
    };

    public ShipCommand()
        : base(
            "ship",
            $"Moves {SchemaFileFormat.UnshippedName} into a new generation at the end of {SchemaFileFormat.ShippedName}. "
            + "Run it when a version is deployed.")
    {
        Add(_project);
        SetAction(result => Run(result.GetRequiredValue(_project)));
    }

    private static int Run(string directory)
    {
        try
        {
            var files = ProjectSchemaFiles.Read(directory);
            if (SchemaRecorder.Ship(files.Shipped, files.Unshipped) is not { } shipment)
                return Say($"Nothing to ship: {SchemaFileFormat.UnshippedName} records no change.");
            files.Write(shipment);
            return Say(Describe(shipment));
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
        {
            ErrorLine.Write(Console.Error, exception.Message);
            return ExitCode.Failed;
        }
    }

    private static int Say(string message)
    {
        Console.Out.WriteLine(message);
        return ExitCode.Done;
    }

    private static string Describe(SchemaShipment shipment)
    {
        var changes = Lines("operator", shipment.Section.Operators.Select(schema => schema.Value.OperatorId))
            .Concat(Lines("type", shipment.Section.Types.Select(type => type.Value.Name)))
            .Concat(Lines("removed operator", shipment.Section.RemovedOperators.Select(removed => removed.Value)));
        return string.Join(Environment.NewLine, changes.Prepend($"Shipped generation {shipment.Generation}:"));
    }

    private static IEnumerable<string> Lines(string kind, IEnumerable<string> names) => names.Select(name => $"  {kind} {SchemaText.Quote(name)}");
}
