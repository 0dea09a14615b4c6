using System.Collections.ObjectModel;

namespace StateGen.Formats.Values.Collections;

/// <summary>A collection of which nobody else has the array, so that it need not be copied again.</summary>
internal sealed class FixedCollection<T>(T[] elements) : ReadOnlyCollection<T>(elements);

/// <summary>A dictionary of which nobody else has the inner one, so that it need not be copied again.</summary>
internal sealed class FixedDictionary<TKey, TValue>(Dictionary<TKey, TValue> entries) : ReadOnlyDictionary<TKey, TValue>(entries)
    where TKey : notnull;

/// <summary>A set of which nobody else has the inner one, so that it need not be copied again.</summary>
internal sealed class FixedSet<T>(HashSet<T> elements) : ReadOnlySet<T>(elements);
