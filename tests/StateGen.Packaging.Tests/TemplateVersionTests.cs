using System.Xml.Linq;

namespace StateGen.Packaging.Tests;

/// <summary>The templates name versions of packages; they are those with which this repository is built and tested.</summary>
public sealed class TemplateVersionTests(LocalFeed feed)
{
    [Fact]
    public void Templates_pin_the_versions_that_this_repository_uses()
    {
        var ours = References(File.ReadAllText(Path.Combine(Build.RepositoryRoot, "Directory.Packages.props")), "PackageVersion").ToDictionary();
        ours["StateGen"] = ours["StateGen.RocksDb"] = ours["StateGen.Testing"] = Build.PackageVersion;
        using var templates = feed.Open("StateGen.Templates");

        var pinned = templates.Files.Where(name => name.EndsWith(".csproj", StringComparison.Ordinal))
            .SelectMany(project => References(templates.ReadText(project), "PackageReference"))
            .ToList();

        Assert.Equal(6, pinned.Count);
        Assert.All(pinned, reference => Assert.Equal(ours[reference.Key], reference.Value));
    }

    private static IEnumerable<KeyValuePair<string, string>> References(string project, string element) =>
        XDocument.Parse(project).Descendants(element).Select(item => KeyValuePair.Create(item.Attribute("Include")!.Value, item.Attribute("Version")!.Value));
}
