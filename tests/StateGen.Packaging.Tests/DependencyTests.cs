using System.Xml.Linq;

namespace StateGen.Packaging.Tests;

/// <summary>Every package has a reason, which <c>docs/dependencies.md</c> gives.</summary>
public sealed class DependencyTests
{
    private const int Columns = 4;

    private static readonly string[][] Lines =
    [
        .. File.ReadLines(Path.Combine(Build.RepositoryRoot, "docs", "dependencies.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| package |", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
    ];

    private static readonly string[] Versions =
    [
        .. XDocument.Load(Path.Combine(Build.RepositoryRoot, "Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Select(item => item.Attribute("Include")!.Value),
    ];

    [Fact]
    public void Every_package_has_one_line_and_no_other_has() =>
        Assert.Equal(Versions.Order(StringComparer.Ordinal), Lines.Select(line => line[0]).Order(StringComparer.Ordinal));

    [Fact]
    public void A_line_says_what_for_why_this_one_and_what_else() => Assert.All(Lines, line =>
    {
        Assert.Equal(Columns, line.Length);
        Assert.All(line, Assert.NotEmpty);
    });

    [Fact]
    public void Every_package_is_used()
    {
        var used = Directory.EnumerateFiles(Build.RepositoryRoot, "*.*proj", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Build.RepositoryRoot, "Directory.Build.props", SearchOption.AllDirectories))
            .SelectMany(project => XDocument.Load(project).Descendants("PackageReference"))
            .Select(reference => reference.Attribute("Include")!.Value);

        // Of these another package asks for a version that not every source has.
        Assert.Empty(Versions.Except(used, StringComparer.Ordinal).Except(["System.Management"], StringComparer.Ordinal));
    }
}
