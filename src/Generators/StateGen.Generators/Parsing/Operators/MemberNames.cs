using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.Operators;

/// <summary>Chooses names for generated members. They begin with <c>__</c>, and get a number where the user's class or one around or below it has that name.</summary>
internal sealed class MemberNames
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    private MemberNames()
    {
    }

    /// <summary>Starts with the members of a class, of its base classes and of the types around it.</summary>
    public static MemberNames Of(INamedTypeSymbol type)
    {
        var names = new MemberNames();
        for (var outer = type; outer is not null; outer = outer.ContainingType)
        {
            foreach (var current in BaseTypes.Of(outer).Prepend(outer).Where(current => current.SpecialType != SpecialType.System_Object))
                names._taken.UnionWith(current.MemberNames.Concat(current.GetTypeMembers().Select(nested => nested.Name)));
        }

        return names;
    }

    /// <summary>Starts with nothing taken.</summary>
    public static MemberNames Empty() => new();

    public string Choose(string preferred)
    {
        var name = preferred;
        for (var number = 2; !_taken.Add(name); number++)
            name = preferred + number;
        return name;
    }
}

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
