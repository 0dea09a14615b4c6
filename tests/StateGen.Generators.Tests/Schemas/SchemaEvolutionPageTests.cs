using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using StateGen.Generators.Tests.Analyzers;

namespace StateGen.Generators.Tests.Schemas;

/// <summary>The walkthrough on the page about schema evolution is true: its messages are those of the rules, and its files are those that the fixes write.</summary>
public sealed partial class SchemaEvolutionPageTests
{
    private const string Line = "record Line(int Quantity, string Name)";
    private const string PricedLine = "record Line(int Quantity, string Name, decimal Price)";
    private const string NarrowLine = "record Line(byte Quantity, string Name, decimal Price)";
    private const string Items = "[State] private partial int Items { get; set; }";
    private const string Lines = "[State] private partial MapState<string, Line> Lines { get; }";
    private const string Visits = "[State] private partial long Visits { get; set; }";
    private const string Articles = "[State, FormerName(\"Items\")] private partial int Articles { get; set; }";
    private const string ManyArticles = "[State, FormerName(\"Items\")] private partial long Articles { get; set; }";

    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs", "schema-evolution.md"));

    private static readonly string Readme = File.ReadAllText(Repository.PathOf("README.md"));

    [Fact]
    public async Task The_messages_of_the_walkthrough_are_those_of_the_rules()
    {
        var messages = new List<string>();
        var recorded = RecordedProject.After(Version(Line, Items, Lines));
        var added = Version(PricedLine, Items, Lines, Visits);
        messages.AddRange(await FindAsync(recorded, added));
        recorded.Record(added);
        messages.AddRange(await FindAsync(recorded, Version(PricedLine, "[State] private partial int Articles { get; set; }", Lines, Visits)));
        recorded.Record(Version(PricedLine, Articles, Lines, Visits));
        messages.AddRange(await FindAsync(recorded, Version(PricedLine, ManyArticles, Lines, Visits)));
        messages.AddRange(await FindAsync(recorded, Version(NarrowLine, Articles, Lines, Visits)));
        var quoted = Message.Matches(Page).Select(match => match.Groups["text"].Value.Replace('\n', ' ')).ToArray();
        Assert.Equal(5, quoted.Length);
        Assert.All(quoted, message => Assert.Contains(message, messages));
        Assert.Matches(MessageInReadme, Readme);
        Assert.Contains(messages, message => message.StartsWith(MessageInReadme.Match(Readme).Groups["text"].Value, StringComparison.Ordinal));
    }

    [Fact]
    public void The_code_of_the_walkthrough_is_on_the_page() =>
        Assert.All([Line, PricedLine, Items, Lines, Visits, ManyArticles], code => Assert.Contains(code, Page, StringComparison.Ordinal));

    [Fact]
    public void The_files_of_the_walkthrough_are_those_that_the_fixes_write()
    {
        string[] texts = [SchemaOf(Version(Line, Items, Lines)), SchemaOf(Version(PricedLine, Items, Lines, Visits))];
        Assert.Equal(texts, TextBlock.Matches(Page).Select(match => match.Groups["text"].Value).Where(text => !text.Contains("...", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"^(?<text>(warning|error) SG\d{4}: .*?)(?=\n(warning |error |```))", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Message { get; }

    // The README leaves out the end of the message.
    [GeneratedRegex(@"^(?<text>error SG\d{4}: .+) \.\.\.$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex MessageInReadme { get; }

    [GeneratedRegex(@"```text\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex TextBlock { get; }

    private static async Task<IEnumerable<string>> FindAsync(RecordedProject recorded, string code) => (await AnalyzedCode.AnalyzeAsync([code], recorded.Files)).InEditor
        .Select(diagnostic => $"{(diagnostic.DefaultSeverity == DiagnosticSeverity.Error ? "error" : "warning")} {diagnostic.Id}: {diagnostic.GetMessage()}");

    private static string SchemaOf(string version) => RecordedProject.OperatorsOf(version).Single().ToString();

    private static string Version(string line, params string[] states) => $$"""
        [Operator("baskets")]
        internal sealed partial class Baskets : KeyedOperator<string, int, long>
        {
            {{string.Join("\n    ", states)}}

            protected override void OnEvent(int value, OperatorContext<long> context) => ClearState();
        }

        internal sealed {{line}};
        """;
}
