using Microsoft.CodeAnalysis;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Problems;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.Operators;

/// <summary>The rules for the operator class, apart from its key and its states.</summary>
internal sealed class OperatorRules(IProblemReporter reporter)
{
    private static readonly string[] ReservedMembers = ["Definition", "OpenState", "StoreRow", "ClearState"];

    /// <summary>Reports what is wrong with a class.</summary>
    /// <returns>The id of a broken rule that makes a binding impossible; null when there is none.</returns>
    public string? Check(INamedTypeSymbol type)
    {
        CheckId(type);
        if (KnownTypes.FindKeyedOperator(type) is null)
            return ReportNotKeyedOperator(type);
        if (FindBaseOperator(type) is { } baseOperator)
            return Report(DiagnosticCatalogue.DerivesFromOperator, new(type, SitePart.Name), type.Name, baseOperator.Name);
        return FindReservedMembers(type).Aggregate((string?)null, (_, member) => Report(DiagnosticCatalogue.ReservedMember, new(member, SitePart.Name), member.Name, type.Name));
    }

    // With an empty id the rest can be emitted all the same. About an id that is no constant or was left out the compiler says enough.
    private void CheckId(INamedTypeSymbol type)
    {
        if (OperatorIds.IsConstant(type) && string.IsNullOrWhiteSpace(OperatorIds.Of(type)))
            Report(DiagnosticCatalogue.MissingOperatorId, new(type, SitePart.OperatorId), type.Name);
    }

    private string ReportNotKeyedOperator(INamedTypeSymbol type)
    {
        var rule = DiagnosticCatalogue.NotKeyedOperator;
        if (type.BaseType is not { TypeKind: TypeKind.Error })
            reporter.Report(new(rule, new(type, SitePart.Name), HidesAnalyzers: OverridesNothing(type), [type.Name]));
        return rule.Id;
    }

    // The compiler's error CS0115.
    private static bool OverridesNothing(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IMethodSymbol>().Any(method => method is { IsOverride: true, OverriddenMethod: null });

    private static INamedTypeSymbol? FindBaseOperator(INamedTypeSymbol type)
    {
        for (var candidate = type.BaseType; candidate is not null; candidate = candidate.BaseType)
        {
            if (KnownTypes.IsOperator(candidate))
                return candidate;
        }

        return null;
    }

    private static IEnumerable<ISymbol> FindReservedMembers(INamedTypeSymbol type) =>
        ReservedMembers.SelectMany(name => type.GetMembers(name)).Where(member => !GeneratedMembers.IsGenerated(member));

    private string Report(DiagnosticDescriptor rule, ProblemSite site, params string[] arguments)
    {
        reporter.Report(new(rule, site, HidesAnalyzers: false, [.. arguments]));
        return rule.Id;
    }
}
