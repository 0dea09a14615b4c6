using System.Globalization;

namespace StateGen.Schemas.Resolution.Steps;

/// <summary>Writes times to live for messages, such as <c>7 days 2 hours</c>.</summary>
internal static class DurationText
{
    private static readonly (string Name, long Milliseconds)[] Units =
        [("day", 86_400_000), ("hour", 3_600_000), ("minute", 60_000), ("second", 1_000), ("millisecond", 1)];

    /// <summary>The text of a positive duration: its days, hours, minutes, seconds and milliseconds, without those that are zero.</summary>
    public static string Of(long milliseconds)
    {
        var parts = new List<string>();
        foreach (var (name, length) in Units)
        {
            var count = milliseconds / length;
            milliseconds %= length;
            if (count > 0)
                parts.Add($"{count.ToString(CultureInfo.InvariantCulture)} {name}{(count == 1 ? "" : "s")}");
        }

        return string.Join(" ", parts);
    }
}
