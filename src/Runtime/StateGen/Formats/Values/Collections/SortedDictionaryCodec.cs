using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

/// <summary>Serializes <see cref="SortedDictionary{TKey, TValue}"/> as a MessagePack map with its entries in the order of their bytes. It can be changed in place, so it is kept inside a <see cref="CopyingCodec{T, TCodec}"/>.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TKeyCodec">The codec of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
/// <typeparam name="TValueCodec">The codec of the values.</typeparam>
public readonly struct SortedDictionaryCodec<TKey, TKeyCodec, TValue, TValueCodec> : ICodec<SortedDictionary<TKey, TValue>>, IMapContainer<SortedDictionary<TKey, TValue>, TKey, TValue>
    where TKey : notnull
    where TKeyCodec : ICodec<TKey>
    where TValueCodec : ICodec<TValue>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Checks;

    /// <inheritdoc/>
    public static SortedDictionary<TKey, TValue> Normalize(SortedDictionary<TKey, TValue> value)
    {
        ExactType.Require(value);
        MapFormat<SortedDictionary<TKey, TValue>, SortedDictionaryCodec<TKey, TKeyCodec, TValue, TValueCodec>, TKey, TKeyCodec, TValue, TValueCodec>.Check(value);
        MapFormat<SortedDictionary<TKey, TValue>, SortedDictionaryCodec<TKey, TKeyCodec, TValue, TValueCodec>, TKey, TKeyCodec, TValue, TValueCodec>.CheckEntries(value);
        return value;
    }

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in SortedDictionary<TKey, TValue> value)
    {
        ExactType.Require(value);
        MapFormat<SortedDictionary<TKey, TValue>, SortedDictionaryCodec<TKey, TKeyCodec, TValue, TValueCodec>, TKey, TKeyCodec, TValue, TValueCodec>.Write(ref writer, value);
    }

    /// <inheritdoc/>
    public static SortedDictionary<TKey, TValue> Read(ref MessagePackReader reader) => MapFormat<SortedDictionary<TKey, TValue>, SortedDictionaryCodec<TKey, TKeyCodec, TValue, TValueCodec>, TKey, TKeyCodec, TValue, TValueCodec>.Read(ref reader);

    static int IMapContainer<SortedDictionary<TKey, TValue>, TKey, TValue>.Count(SortedDictionary<TKey, TValue> map) => map.Count;

    static bool IMapContainer<SortedDictionary<TKey, TValue>, TKey, TValue>.HasDefaultComparer(SortedDictionary<TKey, TValue> map) => DefaultComparer.Is(map.Comparer);

    static SortedDictionary<TKey, TValue> IMapContainer<SortedDictionary<TKey, TValue>, TKey, TValue>.Create(KeyValuePair<TKey, TValue>[] entries)
    {
        var dictionary = new SortedDictionary<TKey, TValue>();
        foreach (var (key, value) in entries)
            dictionary[key] = value;
        return dictionary;
    }
}
