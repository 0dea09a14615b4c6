using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing;

/// <summary>Recognises the attributes of MessagePack-CSharp by their names: that package need not be one that StateGen knows.</summary>
internal static class MessagePackAttributes
{
    public static bool IsUnion(AttributeData attribute) => Is(attribute, "UnionAttribute");

    private static bool Is(AttributeData attribute, string name) => attribute.AttributeClass is
    {
        ContainingType: null,
        ContainingNamespace: { Name: "MessagePack", ContainingNamespace.IsGlobalNamespace: true },
    } type && type.Name == name;
}
