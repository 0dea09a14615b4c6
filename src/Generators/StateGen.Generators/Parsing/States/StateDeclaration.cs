using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.States;

/// <summary>The attributes of a state property, read once. Holds symbols, so it must not reach a model.</summary>
internal sealed record StateDeclaration
{
    public required IPropertySymbol Property { get; init; }

    /// <summary>The stable name of the state: that of <c>[State(Name = …)]</c>, or the property's.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the state is declared <c>[State(Copy = true)]</c>, so that its values are copied on the way in and out.</summary>
    public required bool IsCopied { get; init; }

    /// <summary>The type that <c>[State(Upgrade = typeof(…))]</c> names; null where there is none.</summary>
    public required ITypeSymbol? Upgrade { get; init; }

    /// <summary>The <c>[Ttl]</c>; null where there is none.</summary>
    public required TimeToLiveDeclaration? TimeToLive { get; init; }

    /// <summary>The names that the state had before.</summary>
    public required EquatableArray<string> FormerNames { get; init; }

    /// <summary>The <c>[State]</c> in the source; null for a property of a referenced assembly.</summary>
    public required SyntaxReference? Attribute { get; init; }

    /// <summary>Reads the attributes of a property; null where <c>[State]</c> is not among them.</summary>
    public static StateDeclaration? Find(IPropertySymbol property)
    {
        var attributes = property.GetAttributes();
        return attributes.FirstOrDefault(KnownTypes.IsStateAttribute) is not { } state ? null : new()
        {
            Property = property,
            Name = AttributeArguments.Find(state, "Name").Value as string ?? property.Name,
            IsCopied = AttributeArguments.Find(state, "Copy").Value is true,
            Upgrade = AttributeArguments.Find(state, "Upgrade").Value as ITypeSymbol,
            TimeToLive = attributes.FirstOrDefault(KnownTypes.IsTtlAttribute) is { } timeToLive ? TimeToLiveDeclaration.Of(timeToLive) : null,
            FormerNames = FormerNameParser.Parse(attributes),
            Attribute = state.ApplicationSyntaxReference,
        };
    }

    /// <summary>The states that a type declares, in the order of its members.</summary>
    public static IEnumerable<StateDeclaration> In(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IPropertySymbol>().Select(Find).OfType<StateDeclaration>();

    /// <summary>Whether values are copied: where their type can be changed, and where copies are asked for and only a codec of the user knows.</summary>
    public bool NeedsCopies(TypeUse type) => type.IsMutable || (IsCopied && !BuiltInTypes.IsScalar(type.SchemaName.TrimEnd('?')));
}
