using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

/// <summary>Serializes a list that is a reference type as a MessagePack array.</summary>
/// <typeparam name="TList">The type of the list.</typeparam>
/// <typeparam name="TShape">The shape of the list type.</typeparam>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <typeparam name="TCodec">The codec of the elements.</typeparam>
public readonly struct ListCodec<TList, TShape, T, TCodec> : ICodec<TList>
    where TList : class, IEnumerable<T>
    where TShape : struct, ICollectionShape<TList, T>
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => CollectionFormat<TList, TShape, T>.NormalizationOf(TCodec.Normalization);

    /// <inheritdoc/>
    public static TList Normalize(TList value)
    {
        if (CollectionFormat<TList, TShape, T>.IsKept(value, TCodec.Normalization, out var isCopied))
        {
            Elements<T, TCodec>.Check(value);
            return value;
        }

        T[] elements = [.. value];
        return Elements<T, TCodec>.Normalize(elements) || isCopied ? TShape.Create(elements) : value;
    }

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in TList value)
    {
        CollectionFormat<TList, TShape, T>.Require(value);
        writer.WriteArrayHeader(TShape.Count(value));
        var elements = default(ElementWriter<T, TCodec>);
        default(TShape).Write(ref writer, value, ref elements);
    }

    /// <summary>
    /// Reads a list. Nil, the stored form of a default <see cref="System.Collections.Immutable.ImmutableArray{T}"/>, is read as an empty list.
    /// </summary>
    /// <param name="reader">The reader, positioned at the value; afterwards, behind it.</param>
    public static TList Read(ref MessagePackReader reader) => default(TShape).Read<TCodec>(ref reader, reader.TryReadNil() ? 0 : reader.ReadArrayHeader());
}

/// <summary>Serializes a set as a MessagePack array of distinct elements, in the order of their bytes.</summary>
/// <typeparam name="TSet">The type of the set.</typeparam>
/// <typeparam name="TShape">The shape of the set type.</typeparam>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <typeparam name="TCodec">The codec of the elements.</typeparam>
public readonly struct SetCodec<TSet, TShape, T, TCodec> : ICodec<TSet>
    where TSet : class, IEnumerable<T>
    where TShape : struct, ICollectionShape<TSet, T>
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => CollectionFormat<TSet, TShape, T>.NormalizationOf(TCodec.Normalization);

    /// <inheritdoc/>
    public static TSet Normalize(TSet value)
    {
        if (CollectionFormat<TSet, TShape, T>.IsKept(value, TCodec.Normalization, out var isCopied))
        {
            Elements<T, TCodec>.Check(value);
            return value;
        }

        T[] elements = [.. value];
        return Elements<T, TCodec>.Normalize(elements) || isCopied ? CollectionFormat<TSet, TShape, T>.Create(elements, "elements") : value;
    }

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in TSet value)
    {
        CollectionFormat<TSet, TShape, T>.Require(value);
        var count = TShape.Count(value);
        writer.WriteArrayHeader(count);
        var entries = new SortedEntries<T, TCodec>(count, writer.Length);
        default(TShape).Write(ref writer, value, ref entries);
        entries.Sort(ref writer);
        entries.Dispose();
    }

    /// <inheritdoc/>
    public static TSet Read(ref MessagePackReader reader)
    {
        var count = reader.ReadArrayHeader();
        var set = default(TShape).Read<TCodec>(ref reader, count);
        return TShape.Count(set) == count ? set : throw SerializationFormatException.Invalid("set", "contains an element twice");
    }
}

/// <summary>Serializes a dictionary as a MessagePack map with its entries in the order of their bytes.</summary>
/// <typeparam name="TMap">The type of the dictionary.</typeparam>
/// <typeparam name="TShape">The shape of the dictionary type.</typeparam>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TKeyCodec">The codec of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
/// <typeparam name="TValueCodec">The codec of the values.</typeparam>
public readonly struct DictionaryCodec<TMap, TShape, TKey, TKeyCodec, TValue, TValueCodec> : ICodec<TMap>
    where TKey : notnull
    where TMap : class, IEnumerable<KeyValuePair<TKey, TValue>>
    where TShape : struct, ICollectionShape<TMap, KeyValuePair<TKey, TValue>>
    where TKeyCodec : ICodec<TKey>
    where TValueCodec : ICodec<TValue>
{
    /// <inheritdoc/>
    public static Normalization Normalization => CollectionFormat<TMap, TShape, KeyValuePair<TKey, TValue>>.NormalizationOf(EntryNormalization);

    private static Normalization EntryNormalization =>
        TKeyCodec.Normalization > TValueCodec.Normalization ? TKeyCodec.Normalization : TValueCodec.Normalization;

    /// <inheritdoc/>
    public static TMap Normalize(TMap value)
    {
        if (CollectionFormat<TMap, TShape, KeyValuePair<TKey, TValue>>.IsKept(value, EntryNormalization, out var isCopied))
        {
            Check(value);
            return value;
        }

        KeyValuePair<TKey, TValue>[] entries = [.. value];
        return Normalize(entries) || isCopied
            ? CollectionFormat<TMap, TShape, KeyValuePair<TKey, TValue>>.Create(entries, "keys")
            : value;
    }

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in TMap value)
    {
        CollectionFormat<TMap, TShape, KeyValuePair<TKey, TValue>>.Require(value);
        var count = TShape.Count(value);
        writer.WriteMapHeader(count);
        var entries = new SortedEntries<KeyValuePair<TKey, TValue>, EntryCodec<TKey, TKeyCodec, TValue, TValueCodec>>(count, writer.Length);
        default(TShape).Write(ref writer, value, ref entries);
        entries.Sort(ref writer);
        entries.Dispose();
    }

    /// <inheritdoc/>
    public static TMap Read(ref MessagePackReader reader)
    {
        var count = reader.ReadMapHeader();
        var map = default(TShape).Read<EntryCodec<TKey, TKeyCodec, TValue, TValueCodec>>(ref reader, count);
        return TShape.Count(map) == count ? map : throw SerializationFormatException.Invalid("map", "contains a key twice");
    }

    // Throws for keys and values that cannot be stored, null among them.
    private static void Check(TMap map)
    {
        if (EntryNormalization == Normalization.None)
            return;
        foreach (var entry in map)
        {
            TKeyCodec.Normalize(entry.Key);
            TValueCodec.Normalize(entry.Value);
        }
    }

    // Brings entries into their normal form in place and returns whether one of them may have changed.
    private static bool Normalize(KeyValuePair<TKey, TValue>[] entries)
    {
        var changed = false;
        for (var i = 0; i < entries.Length; i++)
        {
            var (key, value) = entries[i];
            entries[i] = new(TKeyCodec.Normalize(key), TValueCodec.Normalize(value));
            changed |= Elements<TKey, TKeyCodec>.IsChanged(key, entries[i].Key) || Elements<TValue, TValueCodec>.IsChanged(value, entries[i].Value);
        }

        return changed;
    }
}
