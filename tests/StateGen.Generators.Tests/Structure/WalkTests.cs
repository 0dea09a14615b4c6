using System.Text.RegularExpressions;
using StateGen.Generators.Tests.Analyzers;

namespace StateGen.Generators.Tests.Structure;

/// <summary>docs/walks.md follows one thing through the code, file by file.</summary>
public partial class WalkTests
{
    private static readonly string[] Lines = File.ReadAllLines(Repository.PathOf("docs", "walks.md"));

    // The most files that one has to open to follow each walk.
    public static TheoryData<string, int> Walks => new() { { "A record", 25 }, { "A checkpoint", 28 }, { "A [State] property", 23 }, { "A schema change", 25 }, { "A lost change", 17 } };

    [Theory]
    [MemberData(nameof(Walks))]
    public void A_walk_names_existing_files_once_each_and_says_of_each_what_happens_there(string walk, int most)
    {
        var steps = StepsOf(walk);
        Assert.InRange(steps.Count, 5, most);
        Assert.Distinct(steps.Select(step => step.Path));
        Assert.All(steps, step => Assert.Contains(SourceFile.Shipped, file => file.Path == step.Path));
        Assert.All(steps, step => Assert.Matches(@"^[A-Z`].{20,}\.$", step.Sentence));
    }

    [Theory]
    [MemberData(nameof(Walks))]
    public void Each_file_of_a_walk_uses_or_is_used_by_a_file_before_it(string walk, int most)
    {
        var files = StepsOf(walk).Select(step => SourceFile.Shipped.Single(file => file.Path == step.Path)).ToArray();
        Assert.InRange(files.Length, 5, most);
        for (var i = 1; i < files.Length; i++)
            Assert.True(files.Take(i).Any(before => before.Mentions(files[i]) || files[i].Mentions(before)), $"Nothing in '{walk}' leads to {files[i].Path}.");
    }

    [Theory]
    [MemberData(nameof(Walks))]
    public void A_link_leads_to_the_file_that_it_names(string walk, int most)
    {
        var steps = StepsOf(walk);
        Assert.InRange(steps.Count, 5, most);
        Assert.All(steps, step => Assert.Equal("../" + step.Path, step.Link));
    }

    [Fact]
    public void Every_numbered_line_is_a_step() => Assert.All(Lines.Where(line => line.Length > 0 && char.IsAsciiDigit(line[0])), line => Assert.Matches(Step(), line));

    private static IReadOnlyList<(string Path, string Link, string Sentence)> StepsOf(string walk) =>
    [
        .. Lines.SkipWhile(line => line != "## " + walk).Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Select(line => Step().Match(line)).Where(match => match.Success)
            .Select(match => (match.Groups["path"].Value, match.Groups["link"].Value, match.Groups["sentence"].Value)),
    ];

    [GeneratedRegex(@"^\d+\. \[`(?<path>[^`]+)`\]\((?<link>[^)]+)\): (?<sentence>.+)$", RegexOptions.None, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Step();
}
