using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

/// <summary>Serializes <see cref="Dictionary{TKey, TValue}"/> as a MessagePack map with its entries in the order of their bytes. It can be changed in place, so it is kept inside a <see cref="CopyingCodec{T, TCodec}"/>.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TKeyCodec">The codec of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
/// <typeparam name="TValueCodec">The codec of the values.</typeparam>
public readonly struct DictionaryCodec<TKey, TKeyCodec, TValue, TValueCodec> : ICodec<Dictionary<TKey, TValue>>, IMapContainer<Dictionary<TKey, TValue>, TKey, TValue>
    where TKey : notnull
    where TKeyCodec : ICodec<TKey>
    where TValueCodec : ICodec<TValue>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Checks;

    /// <inheritdoc/>
    public static Dictionary<TKey, TValue> Normalize(Dictionary<TKey, TValue> value)
    {
        ExactType.Require(value);
        MapFormat<Dictionary<TKey, TValue>, DictionaryCodec<TKey, TKeyCodec, TValue, TValueCodec>, TKey, TKeyCodec, TValue, TValueCodec>.Check(value);
        MapFormat<Dictionary<TKey, TValue>, DictionaryCodec<TKey, TKeyCodec, TValue, TValueCodec>, TKey, TKeyCodec, TValue, TValueCodec>.CheckEntries(value);
        return value;
    }

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in Dictionary<TKey, TValue> value)
    {
        ExactType.Require(value);
        MapFormat<Dictionary<TKey, TValue>, DictionaryCodec<TKey, TKeyCodec, TValue, TValueCodec>, TKey, TKeyCodec, TValue, TValueCodec>.Write(ref writer, value);
    }

    /// <inheritdoc/>
    public static Dictionary<TKey, TValue> Read(ref MessagePackReader reader) => MapFormat<Dictionary<TKey, TValue>, DictionaryCodec<TKey, TKeyCodec, TValue, TValueCodec>, TKey, TKeyCodec, TValue, TValueCodec>.Read(ref reader);

    static int IMapContainer<Dictionary<TKey, TValue>, TKey, TValue>.Count(Dictionary<TKey, TValue> map) => map.Count;

    static bool IMapContainer<Dictionary<TKey, TValue>, TKey, TValue>.HasDefaultComparer(Dictionary<TKey, TValue> map) => DefaultComparer.Is(map.Comparer);

    static Dictionary<TKey, TValue> IMapContainer<Dictionary<TKey, TValue>, TKey, TValue>.Create(KeyValuePair<TKey, TValue>[] entries)
    {
        var dictionary = new Dictionary<TKey, TValue>(entries.Length);
        foreach (var (key, value) in entries)
            dictionary[key] = value;
        return dictionary;
    }
}
