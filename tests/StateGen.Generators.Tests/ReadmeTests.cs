using StateGen.Generators.Tests.Harness;

namespace StateGen.Generators.Tests;

/// <summary>What the README shows as generated is what the generator generates.</summary>
public class ReadmeTests
{
    private const string Marker = "<!-- excerpt: ";

    [Fact]
    public void The_excerpt_of_generated_code_stands_in_the_golden_file()
    {
        var readme = File.ReadAllText(Path.Combine(GoldenFile.GoldenDirectory, "..", "..", "..", "README.md")).ReplaceLineEndings("\n");
        var marked = readme[(readme.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length)..];
        var name = marked[..marked.IndexOf(" -->", StringComparison.Ordinal)];
        var excerpt = marked.Split("```")[1]["csharp\n".Length..];
        var generated = Trimmed(File.ReadAllText(Path.Combine(GoldenFile.GoldenDirectory, name)));

        var members = excerpt.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(3, members.Length);
        Assert.All(members, member => Assert.Contains(Trimmed(member), generated, StringComparison.Ordinal));
    }

    // Indentation differs: the README shows the members without the class around them.
    private static string Trimmed(string text) =>
        string.Join('\n', text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
