using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
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
