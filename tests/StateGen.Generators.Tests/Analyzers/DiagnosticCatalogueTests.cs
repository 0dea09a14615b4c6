using System.Reflection;
using Microsoft.CodeAnalysis;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Tests.Harness;

namespace StateGen.Generators.Tests.Analyzers;

/// <summary>Tests by reflection that every rule is complete, so that no new rule can lack a required part.</summary>
public class DiagnosticCatalogueTests
{
    private const int FewestCases = 6;

    // The compiler's own error about the mistake always keeps analyzers silent.
    private static readonly string[] OnlyOfGenerator = [DiagnosticCatalogue.StateInitializer.Id];

    // The rule is about the analyzers, so no code of a user is an example of it.
    private static readonly string[] WithoutExamples = [DiagnosticCatalogue.RuleFailed.Id];

    private static readonly DiagnosticDescriptor[] Rules =
        [.. typeof(DiagnosticCatalogue).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<DiagnosticDescriptor>()];

    private static readonly RuleTests[] TestClasses =
    [
        .. typeof(RuleTests).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RuleTests)) && !type.IsAbstract)
            .Select(type => (RuleTests)Activator.CreateInstance(type)!),
    ];

    private static readonly Dictionary<string, string> Constants =
        typeof(DiagnosticIds).GetFields(BindingFlags.Public | BindingFlags.Static).ToDictionary(field => (string)field.GetValue(null)!, field => field.Name, StringComparer.Ordinal);

    public static IEnumerable<TheoryDataRow<string>> Ids => Rules.Select(rule => new TheoryDataRow<string>(rule.Id));

    public static IEnumerable<TheoryDataRow<string>> IdsWithExamples => Ids.Where(row => !WithoutExamples.Contains(row.Data));

    [Fact]
    public void Ids_are_unique_and_of_one_form()
    {
        Assert.Distinct(Rules.Select(rule => rule.Id));
        Assert.All(Rules, rule => Assert.Matches("^SG[0-9]{4}$", rule.Id));
    }

    [Fact]
    public void Every_id_has_a_constant_and_every_constant_a_rule() =>
        Assert.Equal(Rules.Select(rule => rule.Id).Order(StringComparer.Ordinal), Constants.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Fixes_name_ids_by_constants()
    {
        var files = Directory.GetFiles(Repository.PathOf("src", "Analyzers", "StateGen.CodeFixes"), "*CodeFixProvider.cs", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.DoesNotMatch("\"SG[0-9]{4}\"", File.ReadAllText(file)));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_has_a_page_with_every_section(string id)
    {
        var page = DiagnosticPage.Of(Find(id));
        Assert.Equal($"# {id}: {Find(id).Title}", page.Title);
        Assert.Equal(["Cause", "Why", "Wrong", "Right", "How to suppress"], page.Sections.Keys);
        Assert.All(page.Sections.Values, Assert.NotEmpty);
        Assert.Contains($"dotnet_diagnostic.{id}.severity = none", page.Sections["How to suppress"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(IdsWithExamples))]
    public async Task The_examples_of_a_page_are_wrong_and_right(string id)
    {
        var page = DiagnosticPage.Of(Find(id));
        var wrong = await AnalyzedCode.AnalyzeAsync(page.Compile("Wrong"), page.FilesOf("Wrong"));
        Assert.Equal([id], wrong.OfRulesInBuild.Concat(wrong.Suggestions.Where(suggestion => suggestion.Id == id)).Select(diagnostic => diagnostic.Id).Distinct());
        var right = await AnalyzedCode.AnalyzeAsync(page.Compile("Right"), page.FilesOf("Right"));
        Assert.Empty(right.InEditor.Concat(right.Suggestions.Where(suggestion => suggestion.Id == id)));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_links_to_its_page(string id) =>
        Assert.EndsWith($"/docs/diagnostics/{id}.md", Find(id).HelpLinkUri, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_has_one_row_in_the_release_files(string id)
    {
        var rule = Find(id);
        var rows = new[] { "Shipped", "Unshipped" }.SelectMany(ReadReleaseFile).Where(line => line.StartsWith(id, StringComparison.Ordinal));
        Assert.StartsWith($"{id} | {rule.Category} | {rule.DefaultSeverity} | {rule.Title}, ", Assert.Single(rows), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(IdsWithExamples))]
    public void A_rule_has_one_analyzer_unless_the_generator_alone_can_report_it(string id)
    {
        var analyzers = AnalyzedCode.Analyzers.Where(analyzer => analyzer.SupportedDiagnostics.Any(rule => rule.Id == id));
        Assert.Equal(OnlyOfGenerator.Contains(id) ? 0 : 1, analyzers.Count());
    }

    [Theory]
    [MemberData(nameof(IdsWithExamples))]
    public void A_rule_has_one_test_class_named_by_its_constant(string id) =>
        Assert.Equal($"{Constants[id]}Tests", Assert.Single(TestClasses, tests => tests.RuleId == id).GetType().Name);

    [Fact]
    public void An_analyzer_of_several_rules_reports_a_rule_that_fails() => Assert.All(
        AnalyzedCode.Analyzers, analyzer => Assert.Equal(analyzer.SupportedDiagnostics.Length > 1, analyzer.SupportedDiagnostics.Contains(DiagnosticCatalogue.RuleFailed)));

    [Fact]
    public async Task A_rule_has_at_least_six_cases_of_wrong_code_and_six_of_correct_code()
    {
        var tooFew = new List<string>();
        foreach (var tests in TestClasses)
        {
            var cases = await tests.FindCasesAsync();
            var (wrong, correct) = (cases.Count(found => found.IsWrong), cases.Count(found => found.IsCorrect));
            TestContext.Current.SendDiagnosticMessage("{0}: {1} wrong, {2} correct", tests.RuleId, wrong, correct);
            if (wrong < FewestCases || correct < FewestCases)
                tooFew.Add($"{tests.RuleId}: {wrong} wrong, {correct} correct");
        }

        Assert.True(tooFew.Count == 0, $"Rules with too few cases:\n{string.Join("\n", tooFew.Order(StringComparer.Ordinal))}");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_page_begins_with_the_severity_of_the_rule(string id)
    {
        var text = File.ReadAllLines(Repository.PathOf("docs", "diagnostics", id + ".md"))[2];
        Assert.StartsWith(DiagnosticIndex.Severity(Find(id)), text.Replace("Warning or suggestion", "Warning", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Every_severity_has_a_reason() => Assert.Equal(Rules.Select(rule => rule.Id).Order(StringComparer.Ordinal), SeverityReasons.ById.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void The_index_lists_every_rule() => GoldenFile.AssertMatch(Repository.PathOf("docs", "diagnostics", "README.md"), DiagnosticIndex.Of(Rules));

    [Fact]
    public void There_are_no_pages_of_rules_that_do_not_exist()
    {
        var pages = Directory.GetFiles(Repository.PathOf("docs", "diagnostics"), "SG*.md").Select(Path.GetFileNameWithoutExtension);
        Assert.Equal(Rules.Select(rule => rule.Id).Order(StringComparer.Ordinal), pages.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_rule_for_the_whole_compilation_says_so()
    {
        var rules = Rules.Where(rule => rule.CustomTags.Contains(WellKnownDiagnosticTags.CompilationEnd, StringComparer.Ordinal));
        Assert.Equal(
            [DiagnosticCatalogue.DuplicateOperatorId, DiagnosticCatalogue.InvalidCodecRegistration, DiagnosticCatalogue.UnsupportedCodecRequest, DiagnosticCatalogue.CollectionInValueState, DiagnosticCatalogue.UnrecordedOperatorRemoval],
            rules.OrderBy(rule => rule.Id, StringComparer.Ordinal));
    }

    private static DiagnosticDescriptor Find(string id) => Rules.Single(rule => rule.Id == id);

    private static string[] ReadReleaseFile(string kind) =>
        File.ReadAllLines(Repository.PathOf("src", "Generators", "StateGen.Generators", $"AnalyzerReleases.{kind}.md"));
}
