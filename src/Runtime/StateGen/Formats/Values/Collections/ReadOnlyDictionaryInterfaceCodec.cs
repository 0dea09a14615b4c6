using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

/// <summary>Serializes <see cref="IReadOnlyDictionary{TKey, TValue}"/> as a MessagePack map with its entries in the order of their bytes. What somebody else may change is copied.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TKeyCodec">The codec of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
/// <typeparam name="TValueCodec">The codec of the values.</typeparam>
public readonly struct ReadOnlyDictionaryInterfaceCodec<TKey, TKeyCodec, TValue, TValueCodec> : ICodec<IReadOnlyDictionary<TKey, TValue>>, IMapContainer<IReadOnlyDictionary<TKey, TValue>, TKey, TValue>
    where TKey : notnull
    where TKeyCodec : ICodec<TKey>
    where TValueCodec : ICodec<TValue>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Changes;

    /// <inheritdoc/>
    public static IReadOnlyDictionary<TKey, TValue> Normalize(IReadOnlyDictionary<TKey, TValue> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value is FixedDictionary<TKey, TValue> or FrozenDictionary<TKey, TValue> or ImmutableDictionary<TKey, TValue> or ImmutableSortedDictionary<TKey, TValue>
            ? MapFormat<IReadOnlyDictionary<TKey, TValue>, ReadOnlyDictionaryInterfaceCodec<TKey, TKeyCodec, TValue, TValueCodec>, TKey, TKeyCodec, TValue, TValueCodec>.Normalize(value)
            : MapFormat<IReadOnlyDictionary<TKey, TValue>, ReadOnlyDictionaryInterfaceCodec<TKey, TKeyCodec, TValue, TValueCodec>, TKey, TKeyCodec, TValue, TValueCodec>.Copy(value);
    }

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in IReadOnlyDictionary<TKey, TValue> value) => MapFormat<IReadOnlyDictionary<TKey, TValue>, ReadOnlyDictionaryInterfaceCodec<TKey, TKeyCodec, TValue, TValueCodec>, TKey, TKeyCodec, TValue, TValueCodec>.Write(ref writer, value);

    /// <inheritdoc/>
    public static IReadOnlyDictionary<TKey, TValue> Read(ref MessagePackReader reader) => MapFormat<IReadOnlyDictionary<TKey, TValue>, ReadOnlyDictionaryInterfaceCodec<TKey, TKeyCodec, TValue, TValueCodec>, TKey, TKeyCodec, TValue, TValueCodec>.Read(ref reader);

    static int IMapContainer<IReadOnlyDictionary<TKey, TValue>, TKey, TValue>.Count(IReadOnlyDictionary<TKey, TValue> map) => map.Count;

    static bool IMapContainer<IReadOnlyDictionary<TKey, TValue>, TKey, TValue>.HasDefaultComparer(IReadOnlyDictionary<TKey, TValue> map) => map switch
    {
        ImmutableDictionary<TKey, TValue> immutable => DefaultComparer.Is(immutable.KeyComparer) && DefaultComparer.Is(immutable.ValueComparer),
        ImmutableSortedDictionary<TKey, TValue> sorted => DefaultComparer.Is(sorted.KeyComparer) && DefaultComparer.Is(sorted.ValueComparer),
        FrozenDictionary<TKey, TValue> frozen => DefaultComparer.Is(frozen.Comparer),
        Dictionary<TKey, TValue> mutable => DefaultComparer.Is(mutable.Comparer),
        SortedDictionary<TKey, TValue> sorted => DefaultComparer.Is(sorted.Comparer),
        ConcurrentDictionary<TKey, TValue> concurrent => DefaultComparer.Is(concurrent.Comparer),
        _ => true,
    };

    static IReadOnlyDictionary<TKey, TValue> IMapContainer<IReadOnlyDictionary<TKey, TValue>, TKey, TValue>.Create(KeyValuePair<TKey, TValue>[] entries) => FixedDictionary<TKey, TValue>.Of(entries);
}
