using System.Globalization;

namespace StateGen.Conformance.Tests.Oracle;

/// <summary>Something that a record does.</summary>
/// <param name="Text">The command as code.</param>
/// <param name="ApplyTo">The command.</param>
internal sealed record Command(string Text, Action<IKeyState> ApplyTo)
{
    public static readonly Command Describe = new("Describe();", state => state.Emit(DescriptionOf(state)));
    public static readonly Command Clear = new("Clear();", state => state.Clear());

    /// <summary>A command that also a broadcast event can be.</summary>
    public static Command Of(SharedCommand command) => new(command.Text, command.ApplyTo);

    public override string ToString() => Text;

    /// <summary>What a timer does: counts, takes windows, tells, and depending on its time registers another one, clears or fails.</summary>
    public static void ApplyTimer(IKeyState state, TimerKind kind, long timestamp)
    {
        state.Number++;
        var most = timestamp % 2 == 0 ? int.MaxValue : 1;
        foreach (var ended in state.Windows.TakeEnded(kind, timestamp, most))
            state.Emit($"window {ended}");
        foreach (var ended in state.Sessions.TakeEnded(kind, timestamp, most))
            state.Emit($"session {ended}");
        state.Emit($"@{timestamp} {kind} {state.Contains(timestamp)} {state.ContainsProcessingTime(timestamp)} {DescriptionOf(state)}");
        if (timestamp % 3 == 0 && kind == TimerKind.EventTime)
            state.Register(timestamp + 7);
        else if (timestamp % 3 == 0)
            state.RegisterProcessingTime(timestamp + 7);
        if (timestamp % 7 == 0)
            state.RegisterProcessingTime(timestamp - 1);
        if (timestamp % 4 == 0)
            state.Clear();
        if (timestamp % 5 == 0)
            throw new DeliberateException();
    }

    /// <summary>The whole visible state of a key, in an order that no backend chooses.</summary>
    public static string DescriptionOf(IKeyState state) => string.Join(
        " | ",
        [
            state.Number,
            Literal.Of(state.Optional),
            Literal.Of(state.Text),
            Literal.Of(state.Price),
            Of(state.Map),
            Of(state.Doubles),
            Of(state.List),
            string.Join(',', state.Windows.Entries),
            string.Join(',', state.Sessions.Entries),
            Of(state.Split),
            .. state.Sets.Select(DescriptionOf),
        ]);

    private static string DescriptionOf(OracleStates states) => string.Join(
        " | ",
        states.Number.Value,
        Literal.Of(states.Text.Value),
        Literal.Of(states.Sum.Value),
        Literal.Of(states.Mean.Value),
        Of(states.Map),
        string.Join(',', states.Sorted.Entries.Select(entry => $"{entry.Key}={Literal.Of(entry.Value)}")),
        Of(states.Numbers),
        Of(states.Texts));

    private static string Of<TKey, TValue>(IOracleMap<TKey, TValue> map)
        where TKey : notnull =>
        string.Join(',', map.Entries.Select(entry => $"{Literal.Of(entry.Key)}={Literal.Of(entry.Value)}").Order(StringComparer.Ordinal));

    private static string Of<T>(IOracleList<T> list) => string.Join(',', list.Elements.Select(element => Literal.Of(element)));
}

/// <summary>Something that a broadcast event does.</summary>
/// <param name="Text">The command as code.</param>
/// <param name="ApplyTo">The command.</param>
internal sealed record SharedCommand(string Text, Action<ISharedState> ApplyTo)
{
    /// <summary>Removes all state that belongs to no key.</summary>
    public static readonly SharedCommand Clear = new("Split.Clear(); Union.Clear(); Shared.Clear();", state =>
    {
        state.Split.Clear();
        state.Union.Clear();
        state.Shared.Clear();
    });

    public static readonly SharedCommand Describe = new("Describe();", state => state.Emit(DescriptionOf(state)));

    public override string ToString() => Text;

    private static string DescriptionOf(ISharedState state) => string.Join(
        " | ",
        string.Join(',', state.Split.Elements),
        string.Join(',', state.Union.Elements.Select(static element => Literal.Of(element))),
        string.Join(',', state.Shared.Entries.Select(static entry => $"{Literal.Of(entry.Key)}={Literal.Of(entry.Value)}").Order(StringComparer.Ordinal)));
}

/// <summary>Thrown by a record that is meant to fail.</summary>
internal sealed class DeliberateException() : Exception("This record is meant to fail.");

/// <summary>Writes a value as a literal of C#.</summary>
internal static class Literal
{
    private const int LongText = 20;

    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => Of(text),
        double number => (number == 0 ? 0 : number).ToString("R", CultureInfo.InvariantCulture),
        decimal number => number.ToString(CultureInfo.InvariantCulture) + "m",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Of(string text) => text.Length > LongText && text.All(character => character == text[0])
        ? $"new('{text[0]}', {text.Length})"
        : $"\"{string.Concat(text.Select(character => character is >= ' ' and <= '~' and not '"' and not '\\' ? $"{character}" : $"\\u{(int)character:x4}"))}\"";
}
