using System.Collections.Frozen;
using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

/// <summary>Serializes <see cref="FrozenDictionary{TKey, TValue}"/> as a MessagePack map with its entries in the order of their bytes.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TKeyCodec">The codec of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
/// <typeparam name="TValueCodec">The codec of the values.</typeparam>
public readonly struct FrozenDictionaryCodec<TKey, TKeyCodec, TValue, TValueCodec> : ICodec<FrozenDictionary<TKey, TValue>>, IMapContainer<FrozenDictionary<TKey, TValue>, TKey, TValue>
    where TKey : notnull
    where TKeyCodec : ICodec<TKey>
    where TValueCodec : ICodec<TValue>
{
    /// <inheritdoc/>
    public static Normalization Normalization => TKeyCodec.Normalization == Normalization.Changes || TValueCodec.Normalization == Normalization.Changes
        ? Normalization.Changes
        : Normalization.Checks;

    /// <inheritdoc/>
    public static FrozenDictionary<TKey, TValue> Normalize(FrozenDictionary<TKey, TValue> value) => MapFormat<FrozenDictionary<TKey, TValue>, FrozenDictionaryCodec<TKey, TKeyCodec, TValue, TValueCodec>, TKey, TKeyCodec, TValue, TValueCodec>.Normalize(value);

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in FrozenDictionary<TKey, TValue> value) => MapFormat<FrozenDictionary<TKey, TValue>, FrozenDictionaryCodec<TKey, TKeyCodec, TValue, TValueCodec>, TKey, TKeyCodec, TValue, TValueCodec>.Write(ref writer, value);

    /// <inheritdoc/>
    public static FrozenDictionary<TKey, TValue> Read(ref MessagePackReader reader) => MapFormat<FrozenDictionary<TKey, TValue>, FrozenDictionaryCodec<TKey, TKeyCodec, TValue, TValueCodec>, TKey, TKeyCodec, TValue, TValueCodec>.Read(ref reader);

    static int IMapContainer<FrozenDictionary<TKey, TValue>, TKey, TValue>.Count(FrozenDictionary<TKey, TValue> map) => map.Count;

    static bool IMapContainer<FrozenDictionary<TKey, TValue>, TKey, TValue>.HasDefaultComparer(FrozenDictionary<TKey, TValue> map) => DefaultComparer.Is(map.Comparer);

    static FrozenDictionary<TKey, TValue> IMapContainer<FrozenDictionary<TKey, TValue>, TKey, TValue>.Create(KeyValuePair<TKey, TValue>[] entries) => entries.ToFrozenDictionary();
}
