using System.Collections;
using System.Globalization;

namespace StateGen.Testing;

/// <summary>The text of values and types for messages: the same in every culture.</summary>
internal static class StateText
{
    private const int MostElements = 20;

    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        DateTimeOffset or DateTime => string.Create(CultureInfo.InvariantCulture, $"{value:O}"),
        IFormattable formattable => formattable.ToString(format: null, CultureInfo.InvariantCulture),
        // Their order says nothing, and may differ after a record was undone.
        IEnumerable entries when IsUnordered(entries.GetType()) => OfElements(entries.Cast<object?>().Select(OfElement).Order(StringComparer.Ordinal)),
        IEnumerable elements => OfElements(elements.Cast<object?>().Select(OfElement)),
        _ => value.ToString() ?? "",
    };

    /// <summary>The name of a type as code of C# has it, without namespaces.</summary>
    public static string NameOf(Type type)
    {
        if (type.IsArray)
            return $"{NameOf(type.GetElementType()!)}[]";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return $"{NameOf(underlying)}?";
        return type.IsGenericType
            ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
            : type.Name;
    }

    private static bool IsUnordered(Type type) =>
        type.IsGenericType
        && type.GetGenericTypeDefinition() is var definition
        && (definition == typeof(MapState<,>) || definition == typeof(BroadcastState<,>));

    private static string OfElements(IEnumerable<string> elements)
    {
        var all = elements.ToList();
        var more = all.Count > MostElements ? $", and {all.Count - MostElements} more" : "";
        return $"[{string.Join(", ", all.Take(MostElements))}{more}]";
    }

    private static string OfElement(object? element) =>
        element?.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)
#pragma warning disable RS0030 // Reflection runs in tests only, and the type of the entry is not known.
            ? $"{Of(type.GetProperty("Key")!.GetValue(element))}: {Of(type.GetProperty("Value")!.GetValue(element))}"
#pragma warning restore RS0030
            : Of(element);
}
