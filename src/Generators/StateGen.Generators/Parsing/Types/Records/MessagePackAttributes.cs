using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing.Types.Records;

/// <summary>Recognises the attributes of MessagePack-CSharp by their names: that package need not be one that StateGen knows.</summary>
internal static class MessagePackAttributes
{
    public static bool IsUnion(AttributeData attribute) => Is(attribute, "UnionAttribute");

    /// <summary>Whether a type is marked <c>[MessagePackObject]</c>.</summary>
    public static bool IsObject(ISymbol type) => FindObject(type) is not null;

    /// <summary>Whether all members of a marked type are written under their names.</summary>
    public static bool UsesNames(ISymbol type) => FindObject(type) is { } attribute
        && (attribute.ConstructorArguments is [{ Value: true }, ..] || attribute.NamedArguments.Any(argument => argument is { Key: "KeyAsPropertyName", Value.Value: true }));

    public static bool IsIgnored(ISymbol member) => AttributesOf(member).Any(attribute => Is(attribute, "IgnoreMemberAttribute"));

    /// <summary>Whether a type or a member has a formatter of its own, which only MessagePack-CSharp can run.</summary>
    public static bool HasFormatter(ISymbol symbol) => AttributesOf(symbol).Any(attribute => Is(attribute, "MessagePackFormatterAttribute"));

    /// <summary>Whether MessagePack-CSharp calls a type before it is written and after it is read.</summary>
    public static bool HasCallbacks(ITypeSymbol type) => type.AllInterfaces.Any(implemented => IsNamed(implemented, "IMessagePackSerializationCallbackReceiver"));

    public static bool HasKey(ISymbol member) => KeysOf(member).Any();

    /// <summary>What <c>[Key]</c> says: an int or a string; null when it says nothing that is understood.</summary>
    public static object? KeyOf(ISymbol member) => KeysOf(member).FirstOrDefault();

    /// <summary>What <c>[Key]</c> says of a member, then of what it overrides.</summary>
    public static IEnumerable<object?> KeysOf(ISymbol member) => AttributesOf(member).Where(attribute => Is(attribute, "KeyAttribute"))
        .Select(attribute => attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Primitive } key] ? key.Value : null);

    public static bool IsSerializationConstructor(IMethodSymbol constructor) =>
        constructor.GetAttributes().Any(attribute => Is(attribute, "SerializationConstructorAttribute"));

    private static AttributeData? FindObject(ISymbol type) => type.GetAttributes().FirstOrDefault(attribute => Is(attribute, "MessagePackObjectAttribute"));

    // What overrides a property has the attributes of that one, too.
    private static IEnumerable<AttributeData> AttributesOf(ISymbol symbol) =>
        symbol is IPropertySymbol { OverriddenProperty: { } overridden } ? symbol.GetAttributes().Concat(AttributesOf(overridden)) : symbol.GetAttributes();

    private static bool Is(AttributeData attribute, string name) => attribute.AttributeClass is { } type && IsNamed(type, name);

    private static bool IsNamed(INamedTypeSymbol type, string name) =>
        type is { ContainingType: null, ContainingNamespace: { Name: "MessagePack", ContainingNamespace.IsGlobalNamespace: true } } && type.Name == name;
}
