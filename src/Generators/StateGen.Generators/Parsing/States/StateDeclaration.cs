using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.States;

/// <summary>The attributes of a state property, read once. It holds symbols, so it must not become part of a model.</summary>
internal sealed record StateDeclaration
{
    public required IPropertySymbol Property { get; init; }

    /// <summary>Gets a value indicating whether the property is marked with <c>[State]</c>.</summary>
    public required bool IsKeyed { get; init; }

    /// <summary>Gets a value indicating whether the property is marked with <c>[OperatorState]</c>.</summary>
    public required bool IsOperatorState { get; init; }

    /// <summary>Gets a value indicating whether a restore hands the elements of the operator state to every subtask.</summary>
    public required bool IsUnion { get; init; }

    /// <summary>Gets the stable name of the state, which is that of <c>[State(Name = …)]</c>, or otherwise that of the property.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Gets a value indicating whether the state is declared with <c>[State(Copy = true)]</c>, so that its values are copied when they are read and written.
    /// </summary>
    public required bool IsCopied { get; init; }

    /// <summary>Gets the type that <c>[State(Upgrade = typeof(…))]</c> specifies; null if there is none.</summary>
    public required ITypeSymbol? Upgrade { get; init; }

    /// <summary>Gets the time to live that <c>[Ttl]</c> declares; null if there is none.</summary>
    public required TimeToLiveDeclaration? TimeToLive { get; init; }

    /// <summary>Gets the former names of the state.</summary>
    public required EquatableArray<string> FormerNames { get; init; }

    /// <summary>Gets the <c>[State]</c> or <c>[OperatorState]</c> attribute in the source; null for a property of a referenced assembly.</summary>
    public required SyntaxReference? Attribute { get; init; }

    /// <summary>Reads the attributes of a property; null if neither <c>[State]</c> nor <c>[OperatorState]</c> is among them.</summary>
    public static StateDeclaration? Find(IPropertySymbol property)
    {
        var attributes = property.GetAttributes();
        return attributes.FirstOrDefault(KnownTypes.DeclaresState) is not { } state ? null : new()
        {
            Property = property,
            IsKeyed = attributes.Any(KnownTypes.IsStateAttribute),
            IsOperatorState = attributes.Any(KnownTypes.IsOperatorStateAttribute),
            IsUnion = AttributeArguments.Find(state, "Redistribution").Value is 1,
            Name = AttributeArguments.Find(state, "Name").Value as string ?? property.Name,
            IsCopied = AttributeArguments.Find(state, "Copy").Value is true,
            Upgrade = AttributeArguments.Find(state, "Upgrade").Value as ITypeSymbol,
            TimeToLive = attributes.FirstOrDefault(KnownTypes.IsTtlAttribute) is { } timeToLive ? TimeToLiveDeclaration.Of(timeToLive) : null,
            FormerNames = FormerNameParser.Parse(attributes),
            Attribute = state.ApplicationSyntaxReference,
        };
    }

    /// <summary>Returns the states that a type declares, in the order of its members.</summary>
    public static IEnumerable<StateDeclaration> In(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IPropertySymbol>().Select(Find).OfType<StateDeclaration>();

    /// <summary>Determines whether values are copied: their type can be changed in place, or copies are requested and the type is not a scalar.</summary>
    public bool NeedsCopies(TypeUse type) => type.IsMutable || (IsCopied && !BuiltInTypes.IsScalar(type.SchemaName.TrimEnd('?')));
}
