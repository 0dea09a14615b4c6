using System.Collections.ObjectModel;

namespace StateGen.Formats.Values.Collections;

/// <summary>A read-only collection that alone holds its array, so that it need not be copied again.</summary>
internal sealed class FixedCollection<T>(T[] elements) : ReadOnlyCollection<T>(elements)
{
    public ReadOnlySpan<T> Span => elements;
}

/// <summary>A read-only dictionary that alone holds its inner dictionary, so that it need not be copied again.</summary>
internal sealed class FixedDictionary<TKey, TValue>(Dictionary<TKey, TValue> entries) : ReadOnlyDictionary<TKey, TValue>(entries)
    where TKey : notnull
{
    public Dictionary<TKey, TValue> Entries => entries;
}

/// <summary>A read-only set that alone holds its inner set, so that it need not be copied again.</summary>
internal sealed class FixedSet<T>(HashSet<T> elements) : ReadOnlySet<T>(elements)
{
    public HashSet<T> Elements => elements;
}
