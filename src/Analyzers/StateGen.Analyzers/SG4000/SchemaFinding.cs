using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Problems;
using StateGen.Schemas;

namespace StateGen.Analyzers.SG4000;

/// <summary>A difference between what an operator declares and what is recorded. Holds symbols, so it lives as long as their compilation.</summary>
/// <param name="Rule">An entry of the catalogue.</param>
/// <param name="Site">The declaration to change or to record.</param>
/// <param name="Arguments">The arguments of the message.</param>
/// <param name="Properties">What fixes need to know (<see cref="SchemaProperties"/>).</param>
/// <param name="Declaration">The state or member that a fix may change, elsewhere than at the site; null where there is none.</param>
internal sealed record SchemaFinding(
    DiagnosticDescriptor Rule, ProblemSite Site, EquatableArray<string> Arguments, ImmutableDictionary<string, string?> Properties, ISymbol? Declaration = null)
{
    public Diagnostic ToDiagnostic(CancellationToken cancellationToken) => Diagnostic.Create(
        Rule, Site.Locate(cancellationToken), Declaration?.Locations.Where(location => location.IsInSource), Properties, [.. Arguments]);
}
