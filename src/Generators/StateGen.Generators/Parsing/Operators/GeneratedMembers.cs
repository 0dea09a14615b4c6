using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing.Operators;

/// <summary>Tells what the user wrote from what was generated, for analyzers see both.</summary>
internal static class GeneratedMembers
{
    /// <summary>The tool in <c>[GeneratedCode]</c>.</summary>
    public const string Tool = "StateGen.Generators";

    public static bool IsGenerated(ISymbol member) => member.GetAttributes().Any(attribute =>
        attribute.AttributeClass?.Name == "GeneratedCodeAttribute"
        && attribute.ConstructorArguments is [{ Value: Tool }, ..]);

    /// <summary>Whether a partial property has an implementing half that the user wrote.</summary>
    public static bool HasOwnImplementation(IPropertySymbol property) =>
        property.PartialImplementationPart is { } implementation && !IsGenerated(implementation);
}
