using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing.States;

/// <summary>The time to live that a <c>[Ttl]</c> attribute declares, which is the sum of its parts.</summary>
/// <param name="Milliseconds">The sum of the parts in milliseconds.</param>
/// <param name="Fault">The fault of the attribute, worded to follow "The time to live of 'X'"; null if there is none.</param>
internal sealed record TimeToLiveDeclaration(long Milliseconds, string? Fault)
{
    // The maximum of TimeSpan. The sum of the five parts cannot overflow a long.
    private static readonly long Longest = (long)TimeSpan.MaxValue.TotalMilliseconds;

    public static TimeToLiveDeclaration Of(AttributeData attribute)
    {
        var milliseconds = attribute.NamedArguments.Sum(argument => (argument.Value.Value as int? ?? 0) * UnitOf(argument.Key));
        return new(milliseconds, FindFault(attribute, milliseconds));
    }

    private static string? FindFault(AttributeData attribute, long milliseconds)
    {
        if (attribute.NamedArguments.Any(argument => argument.Value.Value is < 0))
            return "has a negative component; use positive numbers";
        if (milliseconds <= 0)
            return "must be greater than zero; set Days, Hours, Minutes, Seconds or Milliseconds";
        return milliseconds > Longest ? "exceeds TimeSpan.MaxValue; use a shorter time, or remove [Ttl]" : null;
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
