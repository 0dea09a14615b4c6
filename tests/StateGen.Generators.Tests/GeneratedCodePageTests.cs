using System.Xml.Linq;
using StateGen.Generators.Tests.Harness;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests;

/// <summary>The page that shows a generated file shows what is generated today.</summary>
public class GeneratedCodePageTests
{
    private const string Start = "<!-- generated from the sample -->\n```csharp\n";

    private static readonly string Root = Path.Combine(GoldenFile.GoldenDirectory, "..", "..", "..");

    [Fact]
    public void The_page_shows_the_generated_file_of_the_sample()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Root, "samples", "FlightDelays", "Flights"), "*.cs")
            .Where(file => Path.GetFileName(file) != "FlightSource.cs")
            .Select(File.ReadAllText);
        var generated = Generated.FromWrong([.. sources]).Files["FlightDelays.Flights.DailyDelays.g.cs"];
        var path = Path.Combine(Root, "docs", "generated-code.md");
        var page = File.ReadAllText(path).ReplaceLineEndings("\n");
        var start = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length;

        GoldenFile.AssertMatch(path, page[..start] + generated + page[page.IndexOf("```", start, StringComparison.Ordinal)..]);
    }

    [Fact]
    public void Generated_code_carries_the_version_of_the_package()
    {
        var version = XDocument.Load(Path.Combine(Root, "Directory.Build.props")).Descendants("Version").Single().Value;
        var generated = Generated.From("""
            internal sealed record Reading(int Value);

            [Operator("sensors")]
            internal sealed partial class Sensors : ProbeOperator<Sensors, Guid>
            {
                [State] internal partial Reading? Last { get; set; }
            }
            """);

        Assert.All(generated.Files, file => Assert.Contains($"GeneratedCode(\"StateGen.Generators\", \"{version}\")", file.Value, StringComparison.Ordinal));
    }
}
