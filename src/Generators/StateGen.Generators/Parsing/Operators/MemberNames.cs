using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.Operators;

/// <summary>
/// Chooses names for generated members. The names begin with <c>__</c> and get a number if the user's class, one of its base classes or a containing type
/// already has a member of that name.
/// </summary>
internal sealed class MemberNames
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    private MemberNames()
    {
    }

    /// <summary>Creates an instance in which the names of the members of a class, of its base classes and of its containing types are taken.</summary>
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

    /// <summary>Creates an instance in which no name is taken.</summary>
    public static MemberNames Empty() => new();

    public string Choose(string preferred)
    {
        var name = preferred;
        for (var number = 2; !_taken.Add(name); number++)
            name = preferred + number;
        return name;
    }
}

/// <summary>Distinguishes generated members from those that the user wrote, because analyzers see both.</summary>
internal static class GeneratedMembers
{
    /// <summary>The name of the tool in <c>[GeneratedCode]</c>.</summary>
    public const string Tool = "StateGen.Generators";

    public static bool IsGenerated(ISymbol member) => member.GetAttributes().Any(attribute =>
        attribute.AttributeClass?.Name == "GeneratedCodeAttribute"
        && attribute.ConstructorArguments is [{ Value: Tool }, ..]);

    /// <summary>Determines whether a partial property has an implementing part that the user wrote.</summary>
    public static bool HasOwnImplementation(IPropertySymbol property) =>
        property.PartialImplementationPart is { } implementation && !IsGenerated(implementation);
}
