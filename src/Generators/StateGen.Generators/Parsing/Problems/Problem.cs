using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing.Problems;

/// <summary>A rule that the user's code breaks, and where. Holds symbols, so it must not reach a model.</summary>
/// <param name="Rule">An entry of the catalogue.</param>
/// <param name="Site">The token that must change.</param>
/// <param name="HidesAnalyzers">
/// Whether the compiler reports an error of declaration for the same mistake. It then runs no analyzer, so the generator reports the problem
/// and the analyzers must not, in the IDE, report it a second time.
/// </param>
/// <param name="Arguments">The arguments of the message.</param>
internal sealed record Problem(DiagnosticDescriptor Rule, ProblemSite Site, bool HidesAnalyzers, EquatableArray<string> Arguments)
{
    /// <summary>The problem as a diagnostic at its place in the source.</summary>
    public Diagnostic ToDiagnostic(CancellationToken cancellationToken) =>
        Diagnostic.Create(Rule, Site.Locate(cancellationToken), [.. Arguments]);
}
