using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.States;

/// <summary>The stable names of states.</summary>
internal static class StateNames
{
    /// <summary>What <c>[State(Name = …)]</c> says, or the property's name.</summary>
    public static string Of(IPropertySymbol property)
    {
        var attribute = property.GetAttributes().First(KnownTypes.IsStateAttribute);
        var name = attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "Name").Value;
        return name.Value as string ?? property.Name;
    }
}

/// <summary>States whose values are copied on the way in and out, because they can be changed in place.</summary>
internal static class StateCopies
{
    /// <summary>Whether a state is declared <c>[State(Copy = true)]</c>.</summary>
    public static bool AreWanted(IPropertySymbol property) => property.GetAttributes().First(KnownTypes.IsStateAttribute)
        .NamedArguments.Any(argument => argument is { Key: "Copy", Value.Value: true });

    /// <summary>Whether values of a type are copied: where the type can be changed, and where it is asked for and only a codec of the user knows.</summary>
    public static bool AreNeeded(IPropertySymbol property, TypeUse use) =>
        use.IsMutable || (AreWanted(property) && !BuiltInTypes.IsScalar(use.SchemaName.TrimEnd('?')));

    public static TypeUse Wrap(TypeUse use) => use with
    {
        Codec = $"global::StateGen.Serialization.CopyingCodec<{use.CSharpName}, {use.Codec}>",
        NormalizationEffect = NormalizationEffect.Changes,
        DefaultTestCodec = use.Codec,
        IsMutable = true,
    };
}

/// <summary>Reads <c>[FormerName]</c>.</summary>
internal static class FormerNames
{
    private static readonly char[] Separators = ['.', '+'];

    /// <summary>The former names of a state or a member.</summary>
    public static EquatableArray<string> Of(ISymbol symbol) => Ordered(Read(symbol));

    /// <summary>The former names of a member of a record, which may stand on the parameter that sets it.</summary>
    public static EquatableArray<string> Of(ISymbol member, IMethodSymbol constructor) => Ordered(
        Read(member).Concat(constructor.Parameters.Where(parameter => string.Equals(parameter.Name, member.Name, StringComparison.OrdinalIgnoreCase)).SelectMany(Read)));

    /// <summary>The full metadata names that a type had.</summary>
    public static EquatableArray<string> Of(INamedTypeSymbol type)
    {
        var name = TypeNames.InMetadata(type);
        return Ordered(Read(type.OriginalDefinition).Select(former => Complete(former, name)));
    }

    private static IEnumerable<string> Read(ISymbol symbol) => symbol.GetAttributes()
        .Where(KnownTypes.IsFormerNameAttribute)
        .Select(attribute => attribute.ConstructorArguments.FirstOrDefault().Value as string)
        .Where(name => !string.IsNullOrWhiteSpace(name))!;

    // What is left out is as it is now: the namespace or type around it, and the number of type parameters.
    private static string Complete(string former, string name)
    {
        var container = former.IndexOfAny(Separators) < 0 ? name.Substring(0, name.LastIndexOfAny(Separators) + 1) : "";
        var arity = former.IndexOf('`') < 0 && name.IndexOf('`', name.LastIndexOfAny(Separators) + 1) is >= 0 and var start ? name.Substring(start) : "";
        return container + former + arity;
    }

    private static EquatableArray<string> Ordered(IEnumerable<string> names) =>
        names.Distinct(StringComparer.Ordinal).OrderBy(name => name, StringComparer.Ordinal).ToEquatableArray();
}

/// <summary>Adds up the parts of a <c>[Ttl]</c>.</summary>
internal static class TimeToLiveParser
{
    // What TimeSpan can hold. The sum of the five parts itself cannot overflow a long.
    private static readonly long Longest = (long)TimeSpan.MaxValue.TotalMilliseconds;

    /// <summary>Parses the attribute of a property.</summary>
    /// <param name="property">The property.</param>
    /// <param name="fault">What is wrong with it, to follow "The time to live of 'X'"; null when nothing is.</param>
    /// <returns>Milliseconds, or null when the property has no time to live.</returns>
    public static long? Parse(IPropertySymbol property, out string? fault)
    {
        fault = null;
        if (property.GetAttributes().FirstOrDefault(KnownTypes.IsTtlAttribute) is not { } attribute)
            return null;
        var milliseconds = attribute.NamedArguments.Sum(argument => (argument.Value.Value as int? ?? 0) * UnitOf(argument.Key));
        fault = FindFault(attribute, milliseconds);
        return milliseconds;
    }

    private static string? FindFault(AttributeData attribute, long milliseconds)
    {
        if (attribute.NamedArguments.Any(argument => argument.Value.Value is < 0))
            return "has a negative part";
        if (milliseconds <= 0)
            return "must be positive";
        return milliseconds > Longest ? "is longer than a TimeSpan can be" : null;
    }

    private static long UnitOf(string part) => part switch
    {
        "Days" => 24 * 60 * 60 * 1000,
        "Hours" => 60 * 60 * 1000,
        "Minutes" => 60 * 1000,
        "Seconds" => 1000,
        _ => 1,
    };
}
