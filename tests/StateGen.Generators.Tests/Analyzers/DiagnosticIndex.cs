using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using StateGen.CodeFixes.SG4000;

namespace StateGen.Generators.Tests.Analyzers;

/// <summary>The index of the pages about rules, as it follows from the catalogue and the fixes.</summary>
internal static class DiagnosticIndex
{
    private static readonly HashSet<string> Fixable = new(
        typeof(MissingFormerNameCodeFixProvider).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(CodeFixProvider)) && !type.IsAbstract)
            .SelectMany(type => ((CodeFixProvider)Activator.CreateInstance(type)!).FixableDiagnosticIds),
        StringComparer.Ordinal);

    public static string Of(IEnumerable<DiagnosticDescriptor> rules) => $"""
        # Diagnostics

        Every rule of StateGen, each with a page that tells its cause, its reason, wrong and right code, and what follows from suppressing it. The severity is the
        default one; `.editorconfig` sets another: `dotnet_diagnostic.SG2001.severity = error`.

        SG1xxx: declarations. SG2xxx: unsafe use of state. SG3xxx: state and its backend. SG4xxx: schemas.

        | id | rule | severity | fix |
        |---|---|---|---|
        {string.Join("\n", rules.OrderBy(rule => rule.Id, StringComparer.Ordinal).Select(Row))}

        """.ReplaceLineEndings("\n");

    private static string Row(DiagnosticDescriptor rule) =>
        $"| [{rule.Id}]({rule.Id}.md) | {rule.Title} | {Severity(rule)} | {(Fixable.Contains(rule.Id) ? "yes" : "")} |";

    private static string Severity(DiagnosticDescriptor rule) => rule.DefaultSeverity switch
    {
        DiagnosticSeverity.Info => "suggestion",
        var severity => severity.ToString().ToLowerInvariant(),
    };
}
