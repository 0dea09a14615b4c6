using System.Text.RegularExpressions;
using StateGen.Generators.Tests.Analyzers;

namespace StateGen.Generators.Tests.Documents;

/// <summary>Links between documents lead to files and headings that exist.</summary>
public sealed partial class LinkTests
{
    [Fact]
    public void Links_lead_to_files_and_headings_of_the_repository()
    {
        var links = Markdown.Documents.Concat(Markdown.DiagnosticPages).SelectMany(FindLinks).ToArray();
        Assert.Contains(links, link => link.Heading == "time-to-live");
        Assert.All(links, link => Assert.True(Exists(link), $"{link.From} links to {link.Path}#{link.Heading}."));
    }

    private static IEnumerable<(string From, string Path, string Heading)> FindLinks(RepositoryFile document)
    {
        var folder = Path.GetDirectoryName(document.Path)!;
        return Link.Matches(document.Text).Select(link => (document.Path, Target(folder, document, link.Groups["path"].Value), link.Groups["heading"].Value));
    }

    private static string Target(string folder, RepositoryFile document, string path) => path.Length == 0 ? document.Path : Path.Combine(folder, path);

    private static bool Exists((string From, string Path, string Heading) link) => link.Heading.Length == 0
        ? Path.Exists(Repository.PathOf(link.Path))
        : Heading.Matches(RepositoryFile.Read(link.Path).Text).Any(heading => Anchor(heading.Groups["text"].Value) == link.Heading);

    private static string Anchor(string heading) => NotInAnchor.Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\((?!https?:)(?<path>[^)#\s]*)(#(?<heading>[^)\s]+))?\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Link { get; }

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Heading { get; }

    [GeneratedRegex(@"[^\w\s-]", RegexOptions.None, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex NotInAnchor { get; }
}
