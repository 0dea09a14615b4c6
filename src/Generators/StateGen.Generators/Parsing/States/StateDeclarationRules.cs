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

    private const string NotOperatorList =
        "is not of type OperatorListState, which is the only type of operator state; change its type, or mark it with [State] to keep it for each key";

    private const string UnfitForOperatorState =
        "has no effect because the elements of operator state do not expire; remove [Ttl], and remove elements in a callback";

    /// <summary>Determines whether a property is a partial declaration for which the generator has to write the implementing part.</summary>
    public static bool IsPartialHalf(IPropertySymbol property) =>
        property.IsPartialDefinition && !GeneratedMembers.HasOwnImplementation(property);

    public static IEnumerable<Problem> Check(StateDeclaration state, CancellationToken cancellationToken)
    {
        var property = state.Property;
        var isHandle = KnownTypes.IsHandle(property.Type);
        if (property.IsStatic)
            yield return Problem(DiagnosticCatalogue.StaticState, property, DeclarationPart.StaticModifier, property.Name);
        if (FindUnfitForm(property) is { } form)
            yield return Problem(DiagnosticCatalogue.StateNotPlainProperty, property, DeclarationPart.Name, property.Name, form);
        else if (FindWrongAccessors(property, isHandle) is { } expected)
            yield return Problem(DiagnosticCatalogue.WrongStateAccessors, property, AccessorsOf(property), property.Name, expected);
        if (HasInitializer(property, cancellationToken))
            yield return Problem(DiagnosticCatalogue.StateInitializer, property, DeclarationPart.Initializer, property.Name) with { HidesAnalyzers = true };
        if (state.TimeToLive is { Fault: { } fault })
            yield return Problem(DiagnosticCatalogue.InvalidTtl, property, DeclarationPart.TtlAttribute, property.Name, fault);
        else if (state.TimeToLive is not null && FindUnfitForTimeToLive(property.Type) is { } unfit)
            yield return Problem(DiagnosticCatalogue.InvalidTtl, property, DeclarationPart.TtlAttribute, property.Name, unfit);
        if (FindWrongAttribute(state) is var (part, mistake))
            yield return Problem(DiagnosticCatalogue.WrongOperatorState, property, part, property.Name, mistake);
        if (KnownTypes.IsBroadcastState(property.Type) && !BaseTypes.Of(property.ContainingType).Any(KnownTypes.IsKeyedBroadcastOperator))
        {
            yield return Problem(
                DiagnosticCatalogue.BroadcastStateWithoutInput, property, DeclarationPart.PropertyType, property.Name, property.ContainingType.Name);
        }

        if (string.IsNullOrWhiteSpace(state.Name))
            yield return Problem(DiagnosticCatalogue.EmptyStateName, property, DeclarationPart.StateName, property.Name);
    }

    private static string? FindUnfitForTimeToLive(ITypeSymbol type) =>
        KnownTypes.IsBroadcastState(type) ? UnfitForBroadcast : KnownTypes.IsOperatorListState(type) ? UnfitForOperatorState : null;

    private static (DeclarationPart Part, string Mistake)? FindWrongAttribute(StateDeclaration state)
    {
        var isHandle = KnownTypes.IsOperatorListState(state.Property.Type);
        if (isHandle && state.IsKeyed)
            return (DeclarationPart.StateAttribute, state.IsOperatorState ? BothAttributes("[State]") : "belongs to a subtask; mark it with [OperatorState]");
        if (isHandle || !state.IsOperatorState)
            return null;
        return (DeclarationPart.OperatorStateAttribute, state.IsKeyed ? BothAttributes("[OperatorState]") : NotOperatorList);
    }

    private static string BothAttributes(string wrong) => $"cannot belong to a key and to a subtask; remove {wrong}";

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

    private static string? FindWrongAccessors(IPropertySymbol property, bool isHandle) => property switch
    {
        { GetMethod: not null, SetMethod: null } => isHandle ? null : "a set accessor",
        { GetMethod: not null, SetMethod.IsInitOnly: false } => isHandle ? $"no set accessor because the generator creates the {NounOf(property.Type)}" : null,
        _ => isHandle ? "only a get accessor" : "a get and a set accessor",
    };

    private static string NounOf(ITypeSymbol handle) => KnownTypes.IsCollection(handle) ? "collection" : "handle";

    private static bool HasInitializer(IPropertySymbol property, CancellationToken cancellationToken) => property.DeclaringSyntaxReferences
        .Any(reference => reference.GetSyntax(cancellationToken) is PropertyDeclarationSyntax { Initializer: not null });
}
