using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using StateGen.CodeFixes.SG4000;

namespace StateGen.Generators.Tests.Analyzers;

/// <summary>Builds the index of the diagnostics pages from the catalogue and the code fixes.</summary>
internal static class DiagnosticIndex
{
    private static readonly HashSet<string> Fixable = new(
        typeof(MissingFormerNameCodeFixProvider).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(CodeFixProvider)) && !type.IsAbstract)
            .SelectMany(type => ((CodeFixProvider)Activator.CreateInstance(type)!).FixableDiagnosticIds),
        StringComparer.Ordinal);

    public static string Of(IEnumerable<DiagnosticDescriptor> rules) => $"""
        # Diagnostics

        Every diagnostic of StateGen has a page with its cause, the reason for the rule, wrong and right code, and advice on suppressing it. The table lists the
        default severities. To change one, add a line to `.editorconfig`: `dotnet_diagnostic.SG2001.severity = error`.

        SG1xxx: declarations. SG2xxx: unsafe use of state. SG3xxx: state backends and pipeline options. SG4xxx: schemas. SG9xxx: the analyzers
        themselves.

        An error is code that always throws an exception or loses state. A rule that may be wrong about correct code is a warning at most.

        | id | rule | severity | why this severity | code fix |
        |---|---|---|---|---|
        {string.Join("\n", rules.OrderBy(rule => rule.Id, StringComparer.Ordinal).Select(Row))}

        """.ReplaceLineEndings("\n");

    private static string Row(DiagnosticDescriptor rule) =>
        $"| [{rule.Id}]({rule.Id}.md) | {rule.Title} | {Severity(rule)} | {SeverityReasons.ById[rule.Id]} | {(Fixable.Contains(rule.Id) ? "yes" : "")} |";

    public static string Severity(DiagnosticDescriptor rule) => rule.DefaultSeverity switch
    {
        DiagnosticSeverity.Info => "suggestion",
        var severity => severity.ToString().ToLowerInvariant(),
    };
}
