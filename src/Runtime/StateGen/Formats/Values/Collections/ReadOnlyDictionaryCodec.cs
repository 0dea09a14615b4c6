using System.Collections.ObjectModel;
using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

/// <summary>Serializes <see cref="ReadOnlyDictionary{TKey, TValue}"/> as a MessagePack map with its entries in the order of their bytes. It is copied, because somebody else may change the dictionary behind it.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TKeyCodec">The codec of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
/// <typeparam name="TValueCodec">The codec of the values.</typeparam>
public readonly struct ReadOnlyDictionaryCodec<TKey, TKeyCodec, TValue, TValueCodec> : ICodec<ReadOnlyDictionary<TKey, TValue>>, IMapContainer<ReadOnlyDictionary<TKey, TValue>, TKey, TValue>
    where TKey : notnull
    where TKeyCodec : ICodec<TKey>
    where TValueCodec : ICodec<TValue>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Changes;

    /// <inheritdoc/>
    public static ReadOnlyDictionary<TKey, TValue> Normalize(ReadOnlyDictionary<TKey, TValue> value)
    {
        if (value is FixedDictionary<TKey, TValue>)
            return MapFormat<ReadOnlyDictionary<TKey, TValue>, ReadOnlyDictionaryCodec<TKey, TKeyCodec, TValue, TValueCodec>, TKey, TKeyCodec, TValue, TValueCodec>.Normalize(value);
        ExactType.Require(value);
        return MapFormat<ReadOnlyDictionary<TKey, TValue>, ReadOnlyDictionaryCodec<TKey, TKeyCodec, TValue, TValueCodec>, TKey, TKeyCodec, TValue, TValueCodec>.Copy(value);
    }

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in ReadOnlyDictionary<TKey, TValue> value) => MapFormat<ReadOnlyDictionary<TKey, TValue>, ReadOnlyDictionaryCodec<TKey, TKeyCodec, TValue, TValueCodec>, TKey, TKeyCodec, TValue, TValueCodec>.Write(ref writer, value);

    /// <inheritdoc/>
    public static ReadOnlyDictionary<TKey, TValue> Read(ref MessagePackReader reader) => MapFormat<ReadOnlyDictionary<TKey, TValue>, ReadOnlyDictionaryCodec<TKey, TKeyCodec, TValue, TValueCodec>, TKey, TKeyCodec, TValue, TValueCodec>.Read(ref reader);

    static int IMapContainer<ReadOnlyDictionary<TKey, TValue>, TKey, TValue>.Count(ReadOnlyDictionary<TKey, TValue> map) => map.Count;

    static bool IMapContainer<ReadOnlyDictionary<TKey, TValue>, TKey, TValue>.HasDefaultComparer(ReadOnlyDictionary<TKey, TValue> map) => true;

    static ReadOnlyDictionary<TKey, TValue> IMapContainer<ReadOnlyDictionary<TKey, TValue>, TKey, TValue>.Create(KeyValuePair<TKey, TValue>[] entries) => FixedDictionary<TKey, TValue>.Of(entries);
}
