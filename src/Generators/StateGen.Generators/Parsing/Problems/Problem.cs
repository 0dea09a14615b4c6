using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;

namespace StateGen.Generators.Parsing.Problems;

/// <summary>A violation of a rule in the user's code, with its location. It holds symbols, so it must not become part of a model.</summary>
/// <param name="Rule">The entry of the catalogue.</param>
/// <param name="Location">The token that must change.</param>
/// <param name="HidesAnalyzers">
/// true if the compiler reports a declaration error for the same mistake; otherwise, false. The compiler then runs no analyzer, so the generator reports the
/// problem, and the analyzers must not report it a second time in the IDE.
/// </param>
/// <param name="Arguments">The arguments of the message.</param>
/// <param name="Related">Another type that the problem concerns, whose declaration becomes an additional location; null if there is none.</param>
internal sealed record Problem(
    DiagnosticDescriptor Rule, DiagnosticLocation Location, bool HidesAnalyzers, EquatableArray<string> Arguments, ISymbol? Related = null)
{
    /// <summary>Converts the problem to a diagnostic at its location in the source.</summary>
    public Diagnostic ToDiagnostic(CancellationToken cancellationToken) =>
        Diagnostic.Create(
            Rule, Location.Locate(cancellationToken), LocateRelated(cancellationToken), properties: null, [.. Arguments]);

    private Location[] LocateRelated(CancellationToken cancellationToken) =>
        Related is not null && new DiagnosticLocation(Related, DeclarationPart.Name).Locate(cancellationToken) is { IsInSource: true } location
            ? [location]
            : [];
}

/// <summary>Names the places where types are declared, in messages.</summary>
internal static class DeclarationPlaces
{
    /// <summary>The file of a declaration, or its assembly if that is a referenced one, such as <c>in Orders.cs</c>.</summary>
    public static string Of(ISymbol symbol) => symbol.Locations.FirstOrDefault(location => location.IsInSource) is { SourceTree.FilePath: var path }
        ? $"in {path.Substring(path.LastIndexOfAny(['/', '\\']) + 1)}"
        : $"in {symbol.ContainingAssembly.Name}";
}

/// <summary>
/// Receives the problems that the parser finds. Only the parser contains the rules: the generator runs it to emit code, and the analyzers run it to report
/// problems.
/// </summary>
internal interface IProblemReporter
{
    /// <summary>Receives a problem, whose location has not been looked up yet.</summary>
    void Report(Problem problem);
}

/// <summary>The reporter of the generator, which keeps only the problems that no analyzer can report.</summary>
internal sealed class SilentReporter(CancellationToken cancellationToken) : IProblemReporter
{
    private readonly List<ProblemModel> _problems = [];

    public EquatableArray<ProblemModel> Problems => _problems.ToEquatableArray();

    public void Report(Problem problem)
    {
        if (problem.HidesAnalyzers)
            _problems.Add(Describe(problem, problem.Location.Locate(cancellationToken)));
    }

    private static ProblemModel Describe(Problem problem, Location location) => new()
    {
        Rule = problem.Rule,
        Arguments = problem.Arguments,
        FilePath = location.SourceTree?.FilePath ?? "",
        Span = location.SourceSpan,
        Lines = location.GetLineSpan().Span,
    };
}
