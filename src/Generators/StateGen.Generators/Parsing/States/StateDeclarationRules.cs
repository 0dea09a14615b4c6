using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Operators;
using StateGen.Generators.Parsing.Problems;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.States;

/// <summary>The rules for the declaration of a state property, except those for its type.</summary>
internal static class StateDeclarationRules
{
    private const string UnfitForBroadcast =
        "has no effect because the entries of broadcast state do not expire; remove [Ttl], and remove entries in OnBroadcast";

    /// <summary>Determines whether a property is a partial declaration for which the generator has to write the implementing part.</summary>
    public static bool IsPartialHalf(IPropertySymbol property) =>
        property.IsPartialDefinition && !GeneratedMembers.HasOwnImplementation(property);

    public static IEnumerable<Problem> Check(StateDeclaration state, CancellationToken cancellationToken)
    {
        var property = state.Property;
        var isCollection = KnownTypes.IsCollection(property.Type);
        if (property.IsStatic)
            yield return Problem(DiagnosticCatalogue.StaticState, property, DeclarationPart.StaticModifier, property.Name);
        if (FindUnfitForm(property) is { } form)
            yield return Problem(DiagnosticCatalogue.StateNotPlainProperty, property, DeclarationPart.Name, property.Name, form);
        else if (FindWrongAccessors(property, isCollection) is { } expected)
            yield return Problem(DiagnosticCatalogue.WrongStateAccessors, property, AccessorsOf(property), property.Name, expected);
        if (HasInitializer(property, cancellationToken))
            yield return Problem(DiagnosticCatalogue.StateInitializer, property, DeclarationPart.Initializer, property.Name) with { HidesAnalyzers = true };
        if (state.TimeToLive is { Fault: { } fault })
            yield return Problem(DiagnosticCatalogue.InvalidTtl, property, DeclarationPart.TtlAttribute, property.Name, fault);
        else if (state.TimeToLive is not null && KnownTypes.IsBroadcastState(property.Type))
            yield return Problem(DiagnosticCatalogue.InvalidTtl, property, DeclarationPart.TtlAttribute, property.Name, UnfitForBroadcast);
        if (KnownTypes.IsBroadcastState(property.Type) && !BaseTypes.Of(property.ContainingType).Any(KnownTypes.IsKeyedBroadcastOperator))
        {
            yield return Problem(
                DiagnosticCatalogue.BroadcastStateWithoutInput, property, DeclarationPart.PropertyType, property.Name, property.ContainingType.Name);
        }

        if (string.IsNullOrWhiteSpace(state.Name))
            yield return Problem(DiagnosticCatalogue.EmptyStateName, property, DeclarationPart.StateName, property.Name);
    }

    private static DeclarationPart AccessorsOf(IPropertySymbol property) =>
        property.SetMethod is null ? DeclarationPart.Accessors : DeclarationPart.SetAccessor;

    private static Problem Problem(DiagnosticDescriptor rule, IPropertySymbol property, DeclarationPart part, params string[] arguments) =>
        new(rule, new(property, part), HidesAnalyzers: false, [.. arguments]);

    private static string? FindUnfitForm(IPropertySymbol property)
    {
        if (property.IsIndexer)
            return "be an indexer; use a MapState for several values per key";
        return property.RefKind == RefKind.None ? null : "return by reference; remove the modifier ref";
    }

    private static string? FindWrongAccessors(IPropertySymbol property, bool isCollection) => property switch
    {
        { GetMethod: not null, SetMethod: null } => isCollection ? null : "a set accessor",
        { GetMethod: not null, SetMethod.IsInitOnly: false } => isCollection ? "no set accessor because the generator creates the collection" : null,
        _ => isCollection ? "only a get accessor" : "a get and a set accessor",
    };

    private static bool HasInitializer(IPropertySymbol property, CancellationToken cancellationToken) => property.DeclaringSyntaxReferences
        .Any(reference => reference.GetSyntax(cancellationToken) is PropertyDeclarationSyntax { Initializer: not null });
}
