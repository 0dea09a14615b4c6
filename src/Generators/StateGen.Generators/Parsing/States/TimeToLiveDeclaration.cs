using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.States;

/// <summary>The time to live that a <c>[Ttl]</c> attribute declares: the sum of its parts, and its options.</summary>
/// <param name="Model">The time to live.</param>
/// <param name="Fault">The fault of the attribute, worded to follow "The time to live of 'X'"; null if there is none.</param>
internal sealed record TimeToLiveDeclaration(TtlModel Model, string? Fault)
{
    // The options are enums of two members.
    private const int LastMember = 1;

    // The maximum of TimeSpan. The sum of the five parts cannot overflow a long.
    private static readonly long Longest = (long)TimeSpan.MaxValue.TotalMilliseconds;

    public static TimeToLiveDeclaration Of(AttributeData attribute)
    {
        var milliseconds = attribute.NamedArguments.Sum(argument => UnitOf(argument.Key) is { } unit ? (argument.Value.Value as int? ?? 0) * unit : 0);
        var model = new TtlModel
        {
            Milliseconds = milliseconds,
            RefreshesOnRead = IsSet(attribute, "Refresh"),
            ReturnsExpired = IsSet(attribute, "Visibility"),
            IsEventTime = IsSet(attribute, "Clock"),
        };
        return new(model, FindFault(attribute, milliseconds));
    }

    private static bool IsSet(AttributeData attribute, string option) => AttributeArguments.Find(attribute, option).Value is LastMember;

    private static string? FindFault(AttributeData attribute, long milliseconds)
    {
        var parts = attribute.NamedArguments.Where(argument => UnitOf(argument.Key) is not null);
        var options = attribute.NamedArguments.Where(argument => UnitOf(argument.Key) is null);
        if (parts.Any(argument => argument.Value.Value is < 0))
            return "has a negative component; use positive numbers";
        if (milliseconds <= 0)
            return "must be greater than zero; set Days, Hours, Minutes, Seconds or Milliseconds";
        if (milliseconds > Longest)
            return "exceeds TimeSpan.MaxValue; use a shorter time, or remove [Ttl]";
        return options.Where(option => option.Value.Value is int and not (0 or LastMember))
            .Select(option => $"has an undefined {option.Key}; use a member of {option.Value.Type!.Name}")
            .FirstOrDefault();
    }

    private static long? UnitOf(string part) => part switch
    {
        "Days" => 24 * 60 * 60 * 1000,
        "Hours" => 60 * 60 * 1000,
        "Minutes" => 60 * 1000,
        "Seconds" => 1000,
        "Milliseconds" => 1,
        _ => null,
    };
}
