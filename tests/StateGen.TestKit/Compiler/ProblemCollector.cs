using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StateGen.Generators.Parsing.Operators;
using StateGen.Generators.Parsing.Problems;
using StateGen.Generators.Parsing.States;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.TestKit.Compiler;

/// <summary>Runs the parser as the analyzers do: over every type and property of a compilation, with a reporter.</summary>
internal sealed class ProblemCollector : IProblemReporter
{
    private readonly List<Problem> _problems = [];

    public static IReadOnlyList<FoundProblem> Collect(CSharpCompilation compilation)
    {
        var collector = new ProblemCollector();
        foreach (var type in AllTypes(compilation.Assembly.GlobalNamespace))
            collector.Visit(type, compilation);
        return [.. collector._problems.Select(Describe).OrderBy(problem => problem.Id, StringComparer.Ordinal).ThenBy(problem => problem.Message, StringComparer.Ordinal)];
    }

    public void Report(Problem problem) => _problems.Add(problem);

    private void Visit(INamedTypeSymbol type, Compilation compilation)
    {
        if (OperatorDeclaration.Find(type) is { } declaration)
            new OperatorParser(compilation, this, CancellationToken.None).Parse(declaration);
        foreach (var property in type.GetMembers().OfType<IPropertySymbol>().Where(property => property.GetAttributes().Any(attribute => KnownTypes.DeclaresState(attribute) || KnownTypes.IsTtlAttribute(attribute))))
            new StrayStateParser(this, CancellationToken.None).Parse(property);
    }

    private static FoundProblem Describe(Problem problem)
    {
        var diagnostic = problem.ToDiagnostic(CancellationToken.None);
        var at = diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);
        return new(diagnostic.Id, at, diagnostic.GetMessage(CultureInfo.InvariantCulture), problem.HidesAnalyzers);
    }

    private static IEnumerable<INamedTypeSymbol> AllTypes(INamespaceOrTypeSymbol container) => AllMembers(container).OfType<INamedTypeSymbol>();

    private static IEnumerable<INamespaceOrTypeSymbol> AllMembers(INamespaceOrTypeSymbol container) =>
        container.GetMembers().OfType<INamespaceOrTypeSymbol>().SelectMany(member => AllMembers(member).Prepend(member));
}
