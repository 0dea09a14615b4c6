using System.Diagnostics;
using System.Security;
using System.Text.Json;
using StateGen.Schemas;

namespace StateGen.Tool.Schemas;

/// <summary>
/// Builds a project and reads the diagnostics of its compiler from a log in the format SARIF 2.1
/// (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), in which the analyzer describes each operator that is not recorded.
/// </summary>
internal sealed class ProjectBuild
{
    private const string UnrecordedOperator = "SG4002";
    private const string SchemaProperty = "Schema";

    private readonly string _path;

    private ProjectBuild(string path) => _path = path;

    /// <summary>Finds the project in a directory.</summary>
    /// <exception cref="IOException">The directory does not exist, or does not contain exactly one project.</exception>
    public static ProjectBuild Find(string directory)
    {
        ProjectSchemaFiles.RequireDirectory(directory);
        return Directory.GetFiles(directory, "*.csproj") switch
        {
            [var path] => new(Path.GetFullPath(path)),
            [] => throw new FileNotFoundException($"There is no project file (*.csproj) in '{directory}'. Pass the directory of the project with --project."),
            _ => throw new IOException($"There are several project files (*.csproj) in '{directory}'. Each project needs a directory of its own."),
        };
    }

    /// <summary>Builds the project, and finds its operators that are not recorded, in the order of their ids.</summary>
    /// <exception cref="IOException">The build failed.</exception>
    /// <exception cref="FormatException">The analyzer of the project is newer than this program and describes an operator in another way.</exception>
    public IReadOnlyList<OperatorSchema> FindUnrecorded()
    {
        var scratch = Directory.CreateTempSubdirectory("stategen-init-");
        try
        {
            var (log, targets) = (Path.Combine(scratch.FullName, "diagnostics.sarif"), Path.Combine(scratch.FullName, "init.targets"));
            File.WriteAllText(targets, TargetsFor(log));
            var output = Build(targets);
            if (!File.Exists(log))
                throw new IOException($"The build of '{_path}' failed: {output.Trim()}");
            return Read(File.ReadAllText(log));
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    // A property of the command line would also apply to the projects that this project references, and they would write the same log.
    private string TargetsFor(string log) => $"""
        <Project>
          <PropertyGroup Condition="'$(MSBuildProjectFullPath)' == '{SecurityElement.Escape(_path)}'">
            <ErrorLog>{SecurityElement.Escape(log)},version=2.1</ErrorLog>
          </PropertyGroup>
        </Project>
        """;

    private string Build(string targets)
    {
        // A build server that outlived the build would keep its output open.
        string[] alone = ["-nodeReuse:false", "-p:UseSharedCompilation=false"];
        string[] arguments = ["build", _path, "-nologo", "-v", "q", "-clp:ErrorsOnly", $"-p:CustomAfterMicrosoftCommonTargets={targets}", .. alone];
        var start = new ProcessStartInfo(DotNet, arguments) { UseShellExecute = false, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    private static string DotNet =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    private static OperatorSchema[] Read(string log)
    {
        using var document = JsonDocument.Parse(log);
        var results = document.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().ToArray();
        if (results.FirstOrDefault(IsOtherError) is { ValueKind: not JsonValueKind.Undefined } error)
            throw new IOException($"The project has an error, which must be corrected first: {IdOf(error)}: {MessageOf(error)}");
        return [.. results.Where(result => IdOf(result) == UnrecordedOperator).Select(SchemaOf).OrderBy(schema => schema.OperatorId, StringComparer.Ordinal)];
    }

    private static OperatorSchema SchemaOf(JsonElement result) =>
        OperatorSchema.Parse(result.GetProperty("properties").GetProperty("customProperties").GetProperty(SchemaProperty).GetString()!);

    private static string MessageOf(JsonElement result) => result.GetProperty("message").GetProperty("text").GetString()!;

    // A project may treat the missing record itself as an error.
    private static bool IsOtherError(JsonElement result) => result.GetProperty("level").GetString() == "error" && IdOf(result) != UnrecordedOperator;

    private static string IdOf(JsonElement result) => result.GetProperty("ruleId").GetString()!;
}
