using System.Collections.ObjectModel;

namespace StateGen.Formats.Values.Collections;

/// <summary>A collection of which nobody else has the array, so that it need not be copied again.</summary>
internal sealed class FixedCollection<T>(T[] elements) : ReadOnlyCollection<T>(elements);

/// <summary>A dictionary of which nobody else has the inner one, so that it need not be copied again.</summary>
internal sealed class FixedDictionary<TKey, TValue> : ReadOnlyDictionary<TKey, TValue>
    where TKey : notnull
{
    private FixedDictionary(Dictionary<TKey, TValue> entries)
        : base(entries)
    {
    }

    /// <summary>Copies entries; of those with equal keys it keeps one.</summary>
    public static FixedDictionary<TKey, TValue> Of(KeyValuePair<TKey, TValue>[] entries)
    {
        var dictionary = new Dictionary<TKey, TValue>(entries.Length);
        foreach (var (key, value) in entries)
            dictionary[key] = value;
        return new(dictionary);
    }
}

/// <summary>A set of which nobody else has the inner one, so that it need not be copied again.</summary>
internal sealed class FixedSet<T>(HashSet<T> elements) : ReadOnlySet<T>(elements);
