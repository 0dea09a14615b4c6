using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace StateGen.TestKit.Values;

/// <summary>Puts elements and entries into any container, by its name.</summary>
internal static class Containers
{
    public static object List<T>(Type type, object?[] elements)
    {
        T[] items = [.. elements.Select(element => (T)element!)];
        return NameOf(type) switch
        {
            "ImmutableArray" => ImmutableArray.Create(items),
            "ImmutableList" => ImmutableList.Create(items),
            "ImmutableQueue" => ImmutableQueue.Create(items),
            "ImmutableStack" => ImmutableStack.Create(items),
            "ReadOnlyCollection" => new ReadOnlyCollection<T>(items),
            "ImmutableHashSet" or "IReadOnlySet" => ImmutableHashSet.Create(items),
            "ImmutableSortedSet" => ImmutableSortedSet.Create(items),
            "FrozenSet" => items.ToFrozenSet(),
            "ReadOnlySet" => new ReadOnlySet<T>(items.ToHashSet()),
            _ => items,
        };
    }

    public static object Map<TKey, TValue>(Type type, object[] keys, object?[] values)
        where TKey : notnull
    {
        var entries = new Dictionary<TKey, TValue>();
        for (var index = 0; index < keys.Length; index++)
            entries[(TKey)keys[index]] = (TValue)values[index]!;
        return NameOf(type) switch
        {
            "ImmutableSortedDictionary" => entries.ToImmutableSortedDictionary(),
            "FrozenDictionary" => entries.ToFrozenDictionary(),
            "ReadOnlyDictionary" => new ReadOnlyDictionary<TKey, TValue>(entries),
            _ => entries.ToImmutableDictionary(),
        };
    }

    private static string NameOf(Type type) => type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)];
}
