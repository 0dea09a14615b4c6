using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.States;

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
