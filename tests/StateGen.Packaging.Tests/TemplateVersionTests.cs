using System.Xml.Linq;

namespace StateGen.Packaging.Tests;

/// <summary>The templates name versions of packages; they are those with which this repository is built and tested.</summary>
public sealed class TemplateVersionTests
{
    [Fact]
    public void Templates_pin_the_versions_that_this_repository_uses()
    {
        var ours = References(Path.Combine(Build.RepositoryRoot, "Directory.Packages.props"), "PackageVersion").ToDictionary();
        ours["StateGen"] = ours["StateGen.RocksDb"] = Build.PackageVersion;

        var pinned = Directory.EnumerateFiles(Path.Combine(Build.RepositoryRoot, "templates", "stategen-app"), "*.csproj", SearchOption.AllDirectories)
            .SelectMany(project => References(project, "PackageReference"))
            .ToList();

        Assert.Equal(5, pinned.Count);
        Assert.All(pinned, reference => Assert.Equal(ours[reference.Key], reference.Value));
    }

    private static IEnumerable<KeyValuePair<string, string>> References(string file, string element) =>
        XDocument.Load(file).Descendants(element).Select(item => KeyValuePair.Create(item.Attribute("Include")!.Value, item.Attribute("Version")!.Value));
}
