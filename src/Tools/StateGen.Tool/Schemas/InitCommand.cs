using System.CommandLine;
using StateGen.Schemas;
using StateGen.Schemas.Recording;
using StateGen.Schemas.Text;

namespace StateGen.Tool.Schemas;

/// <summary>The command <c>stategen schema init</c>, which creates the schema files of a project and records its operators.</summary>
internal sealed class InitCommand : Command
{
    private readonly Option<string> _project = new("--project")
    {
        Description = "The directory that contains the project file.",
        HelpName = "DIR",
        DefaultValueFactory = static _ => ".",
    };

    public InitCommand()
        : base(
            "init",
            $"Builds the project, creates {SchemaFileFormat.ShippedName} and {SchemaFileFormat.UnshippedName} beside it, "
            + "and records the state of its operators. Files that exist are not changed.")
    {
        Add(_project);
        SetAction(result => Run(result.GetRequiredValue(_project)));
    }

    private static int Run(string directory)
    {
        try
        {
            var project = ProjectBuild.Find(directory);
            var operators = Create(directory, project);
            Console.Out.WriteLine(Describe(operators));
            return ExitCode.Done;
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
        {
            ErrorLine.Write(Console.Error, exception.Message);
            return ExitCode.Failed;
        }
    }

    // The analyzer describes the operators that are not recorded, so the build must find the files, although they are still empty.
    private static IReadOnlyList<OperatorSchema> Create(string directory, ProjectBuild project)
    {
        var files = ProjectSchemaFiles.Create(directory);
        var isComplete = false;
        try
        {
            var operators = project.FindUnrecorded();
            files.Record(operators);
            isComplete = true;
            return operators;
        }
        finally
        {
            if (!isComplete)
                files.Delete();
        }
    }

    private static string Describe(IReadOnlyList<OperatorSchema> operators)
    {
        var created = $"Created {SchemaFileFormat.ShippedName} and {SchemaFileFormat.UnshippedName}.";
        return operators.Count == 0
            ? $"{created} The build found no operators to record."
            : string.Join(Environment.NewLine, operators.Select(schema => $"  operator {SchemaText.Quote(schema.OperatorId)}").Prepend($"{created} Recorded:"));
    }
}
