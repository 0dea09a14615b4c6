using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FlightDelays.Jobs;
using StateGen;

namespace FlightDelays.CommandLine;

/// <summary>Creates the kinds of options, with error messages of one line.</summary>
internal static class OptionKind
{
    public static Option<string> RequiredText(string name, string description) => new(name)
    {
        Description = description,
        Required = true,
        CustomParser = result => result.Tokens[0].Value is { Length: > 0 } text ? text : Refuse<string>(result, $"{name} must not be empty."),
    };

    /// <summary>Creates an option with one of several names as its value. The first name is the default.</summary>
    public static Option<string> Choice(string name, string description, IReadOnlyList<string> choices) => new(name)
    {
        Description = $"{description} One of: {string.Join(", ", choices)}.",
        DefaultValueFactory = _ => choices[0],
        CustomParser = result => choices.Contains(result.Tokens[0].Value, StringComparer.Ordinal)
            ? result.Tokens[0].Value
            : Refuse<string>(result, $"{name} must be one of {string.Join(", ", choices)}, not '{result.Tokens[0].Value}'."),
    };

    /// <summary>Creates an option that names a place for checkpoints.</summary>
    public static Option<CheckpointTarget?> Place(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "URI",
        CustomParser = result =>
        {
            try
            {
                return result.Tokens[0].Value is { Length: > 0 } location
                    ? CheckpointSchemes.Parse(location)
                    : Refuse<CheckpointTarget>(result, $"{name} must not be empty.");
            }
            catch (ArgumentException exception)
            {
                // The message ends with the name of a parameter, which says nothing here.
                return Refuse<CheckpointTarget>(result, exception.Message.Split(" (Parameter")[0]);
            }
        },
    };

    public static Option<int> Number(string name, string description, int lowest, int standard) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => standard,
        CustomParser = result => ParseNumber(result.Tokens[0].Value) is { } number && number >= lowest
            ? number
            : Refuse<int>(result, $"{name} must be a whole number of at least {lowest}, not '{result.Tokens[0].Value}'."),
    };

    private static int? ParseNumber(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static T Refuse<T>(ArgumentResult result, string message)
    {
        result.AddError(message);
        return default!;
    }
}
