using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace StateGen.Evolution.Tests;

/// <summary>Prints values of any type in one form, so that values of old and new types can be compared with expected text.</summary>
internal static class Show
{
    public static string Text(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        Enum => value.ToString()!,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        ITuple tuple => $"({Join(Enumerable.Range(0, tuple.Length).Select(index => Text(tuple[index])))})",
        IDictionary map => $"{{{Join(map.Keys.Cast<object>().Select(key => $"{Text(key)}: {Text(map[key])}").Order(StringComparer.Ordinal))}}}",
        IEnumerable sequence => $"[{Join(sequence.Cast<object?>().Select(Text))}]",
        bool => (bool)value ? "true" : "false",
        _ when value.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>) => Pair(value),
        _ => Record(value),
    };

    private static string Pair(object pair) =>
        $"({Text(pair.GetType().GetProperty("Key")!.GetValue(pair))}, {Text(pair.GetType().GetProperty("Value")!.GetValue(pair))})";

    private static string Record(object value)
    {
        var members = value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0)
            .Select(property => $"{property.Name}={Text(property.GetValue(value))}");
        return $"{value.GetType().Name}({Join(members)})";
    }

    private static string Join(IEnumerable<string> texts) => string.Join(", ", texts);
}
