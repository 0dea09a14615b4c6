using System.Collections.Immutable;
using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

/// <summary>Serializes <see cref="ImmutableDictionary{TKey, TValue}"/> as a MessagePack map with its entries in the order of their bytes.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TKeyCodec">The codec of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
/// <typeparam name="TValueCodec">The codec of the values.</typeparam>
public readonly struct ImmutableDictionaryCodec<TKey, TKeyCodec, TValue, TValueCodec> : ICodec<ImmutableDictionary<TKey, TValue>>, IMapContainer<ImmutableDictionary<TKey, TValue>, TKey, TValue>
    where TKey : notnull
    where TKeyCodec : ICodec<TKey>
    where TValueCodec : ICodec<TValue>
{
    /// <inheritdoc/>
    public static Normalization Normalization => TKeyCodec.Normalization == Normalization.Changes || TValueCodec.Normalization == Normalization.Changes
        ? Normalization.Changes
        : Normalization.Checks;

    /// <inheritdoc/>
    public static ImmutableDictionary<TKey, TValue> Normalize(ImmutableDictionary<TKey, TValue> value) => MapFormat<ImmutableDictionary<TKey, TValue>, ImmutableDictionaryCodec<TKey, TKeyCodec, TValue, TValueCodec>, TKey, TKeyCodec, TValue, TValueCodec>.Normalize(value);

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in ImmutableDictionary<TKey, TValue> value) => MapFormat<ImmutableDictionary<TKey, TValue>, ImmutableDictionaryCodec<TKey, TKeyCodec, TValue, TValueCodec>, TKey, TKeyCodec, TValue, TValueCodec>.Write(ref writer, value);

    /// <inheritdoc/>
    public static ImmutableDictionary<TKey, TValue> Read(ref MessagePackReader reader) => MapFormat<ImmutableDictionary<TKey, TValue>, ImmutableDictionaryCodec<TKey, TKeyCodec, TValue, TValueCodec>, TKey, TKeyCodec, TValue, TValueCodec>.Read(ref reader);

    static int IMapContainer<ImmutableDictionary<TKey, TValue>, TKey, TValue>.Count(ImmutableDictionary<TKey, TValue> map) => map.Count;

    static bool IMapContainer<ImmutableDictionary<TKey, TValue>, TKey, TValue>.HasDefaultComparer(ImmutableDictionary<TKey, TValue> map) => DefaultComparer.Is(map.KeyComparer) && DefaultComparer.Is(map.ValueComparer);

    static ImmutableDictionary<TKey, TValue> IMapContainer<ImmutableDictionary<TKey, TValue>, TKey, TValue>.Create(KeyValuePair<TKey, TValue>[] entries)
    {
        var builder = ImmutableDictionary.CreateBuilder<TKey, TValue>();
        foreach (var (key, value) in entries)
            builder[key] = value;
        return builder.ToImmutable();
    }
}

/// <summary>Serializes <see cref="ImmutableSortedDictionary{TKey, TValue}"/> as a MessagePack map with its entries in the order of their bytes.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TKeyCodec">The codec of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
/// <typeparam name="TValueCodec">The codec of the values.</typeparam>
public readonly struct ImmutableSortedDictionaryCodec<TKey, TKeyCodec, TValue, TValueCodec> : ICodec<ImmutableSortedDictionary<TKey, TValue>>, IMapContainer<ImmutableSortedDictionary<TKey, TValue>, TKey, TValue>
    where TKey : notnull
    where TKeyCodec : ICodec<TKey>
    where TValueCodec : ICodec<TValue>
{
    /// <inheritdoc/>
    public static Normalization Normalization => TKeyCodec.Normalization == Normalization.Changes || TValueCodec.Normalization == Normalization.Changes
        ? Normalization.Changes
        : Normalization.Checks;

    /// <inheritdoc/>
    public static ImmutableSortedDictionary<TKey, TValue> Normalize(ImmutableSortedDictionary<TKey, TValue> value) => MapFormat<ImmutableSortedDictionary<TKey, TValue>, ImmutableSortedDictionaryCodec<TKey, TKeyCodec, TValue, TValueCodec>, TKey, TKeyCodec, TValue, TValueCodec>.Normalize(value);

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in ImmutableSortedDictionary<TKey, TValue> value) => MapFormat<ImmutableSortedDictionary<TKey, TValue>, ImmutableSortedDictionaryCodec<TKey, TKeyCodec, TValue, TValueCodec>, TKey, TKeyCodec, TValue, TValueCodec>.Write(ref writer, value);

    /// <inheritdoc/>
    public static ImmutableSortedDictionary<TKey, TValue> Read(ref MessagePackReader reader) => MapFormat<ImmutableSortedDictionary<TKey, TValue>, ImmutableSortedDictionaryCodec<TKey, TKeyCodec, TValue, TValueCodec>, TKey, TKeyCodec, TValue, TValueCodec>.Read(ref reader);

    static int IMapContainer<ImmutableSortedDictionary<TKey, TValue>, TKey, TValue>.Count(ImmutableSortedDictionary<TKey, TValue> map) => map.Count;

    static bool IMapContainer<ImmutableSortedDictionary<TKey, TValue>, TKey, TValue>.HasDefaultComparer(ImmutableSortedDictionary<TKey, TValue> map) => DefaultComparer.Is(map.KeyComparer) && DefaultComparer.Is(map.ValueComparer);

    static ImmutableSortedDictionary<TKey, TValue> IMapContainer<ImmutableSortedDictionary<TKey, TValue>, TKey, TValue>.Create(KeyValuePair<TKey, TValue>[] entries)
    {
        var builder = ImmutableSortedDictionary.CreateBuilder<TKey, TValue>();
        foreach (var (key, value) in entries)
            builder[key] = value;
        return builder.ToImmutable();
    }
}
