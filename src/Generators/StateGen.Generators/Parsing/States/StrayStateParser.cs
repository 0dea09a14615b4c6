using Microsoft.CodeAnalysis;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Operators;
using StateGen.Generators.Parsing.Problems;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.States;

/// <summary>Parses properties with misplaced attributes: <c>[State]</c> outside an operator, or <c>[Ttl]</c> without <c>[State]</c>.</summary>
internal sealed class StrayStateParser(IProblemReporter reporter, CancellationToken cancellationToken)
{
    /// <summary>Parses a property; returns null if it is state of an operator, if it does not need a generated part, or if it cannot have one.</summary>
    public StubFileModel? Parse(IPropertySymbol property)
    {
        if (FindBrokenRule(property) is not { } rule)
            return null;
        var needsHalf = StateDeclarationRules.IsPartialHalf(property);
        var canBeAddedTo = CanBeAddedTo(property);
        Report(rule, property, hidesAnalyzers: needsHalf && !canBeAddedTo);
        return needsHalf && canBeAddedTo && IsFirst(property) ? Describe(property, rule.Id) : null;
    }

    // Two properties with the same name are a compiler error (CS9251), to which two generated parts would only add another.
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
        var detail = isTimeToLive
            ? "has no effect because the property is not marked with [State]; add [State], or remove [Ttl]"
            : property.ContainingType.Name;
        reporter.Report(new(rule, location, hidesAnalyzers, [property.Name, detail]));
    }

    private StubFileModel Describe(IPropertySymbol property, string brokenRule) => new()
    {
        FileName = TypeNames.ToFileName($"{TypeNames.InMetadata(property.ContainingType)}+{property.MetadataName}"),
        Type = PartialTypeParser.Parse(property.ContainingType),
        Stub = new() { Property = PropertyParser.Parse(property, cancellationToken), DiagnosticId = brokenRule },
    };
}
