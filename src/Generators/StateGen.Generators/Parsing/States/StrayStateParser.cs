using Microsoft.CodeAnalysis;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Operators;
using StateGen.Generators.Parsing.Problems;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.States;

/// <summary>Deals with <c>[State]</c> and <c>[Ttl]</c> where they do not belong: on a property outside an operator, or without each other.</summary>
internal sealed class StrayStateParser(IProblemReporter reporter, CancellationToken cancellationToken)
{
    /// <summary>Parses a property; null when it is state of an operator, or needs no other half, or can have none.</summary>
    public StubFileModel? Parse(IPropertySymbol property)
    {
        if (FindBrokenRule(property) is not { } rule)
            return null;
        var needsHalf = StateDeclarationRules.IsPartialHalf(property);
        var canBeAddedTo = CanBeAddedTo(property);
        Report(rule, property, hidesAnalyzers: needsHalf && !canBeAddedTo);
        return needsHalf && canBeAddedTo && IsFirst(property) ? Describe(property, rule.Id) : null;
    }

    // Two properties of one name are an error of the compiler (CS9251); two second halves would only add to it.
    private static bool IsFirst(IPropertySymbol property) => SymbolEqualityComparer.Default.Equals(
        property, property.ContainingType.GetMembers(property.Name).OfType<IPropertySymbol>().First(same => same.MetadataName == property.MetadataName));

    private static DiagnosticDescriptor? FindBrokenRule(IPropertySymbol property)
    {
        if (!KnownTypes.IsState(property))
            return DiagnosticCatalogue.InvalidTtl;
        return KnownTypes.IsOperator(property.ContainingType) ? null : DiagnosticCatalogue.StateOutsideOperator;
    }

    private bool CanBeAddedTo(IPropertySymbol property) =>
        FileLocalTypes.Find(property.Type) is null
        && PartialTypeParser.FindFileLocal(property.ContainingType) is null
        && PartialTypeParser.FindNotPartial(property.ContainingType, cancellationToken) is null;

    private void Report(DiagnosticDescriptor rule, IPropertySymbol property, bool hidesAnalyzers)
    {
        var isTimeToLive = rule.Equals(DiagnosticCatalogue.InvalidTtl);
        var location = new DiagnosticLocation(property, isTimeToLive ? DeclarationPart.TtlAttribute : DeclarationPart.Name);
        var detail = isTimeToLive ? "has no effect because the property is not marked with [State]" : property.ContainingType.Name;
        reporter.Report(new(rule, location, hidesAnalyzers, [property.Name, detail]));
    }

    private StubFileModel Describe(IPropertySymbol property, string brokenRule) => new()
    {
        FileName = TypeNames.ToFileName($"{TypeNames.InMetadata(property.ContainingType)}+{property.MetadataName}"),
        Type = PartialTypeParser.Parse(property.ContainingType),
        Stub = new() { Property = PropertyParser.Parse(property, cancellationToken), DiagnosticId = brokenRule },
    };
}
