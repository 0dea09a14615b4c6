using StateGen.Serialization;

namespace StateGen.Formats.Values.Collections;

/// <summary>The codec of dictionaries, but for the container: a MessagePack map with its entries in the order of their bytes.</summary>
internal static class MapFormat<TMap, TContainer, TKey, TKeyCodec, TValue, TValueCodec>
    where TMap : class, IEnumerable<KeyValuePair<TKey, TValue>>
    where TContainer : IMapContainer<TMap, TKey, TValue>
    where TKeyCodec : ICodec<TKey>
    where TValueCodec : ICodec<TValue>
{
    /// <summary>Normalises the entries of an immutable dictionary; the same dictionary when none changes.</summary>
    public static TMap Normalize(TMap value)
    {
        Check(value);
        if (TKeyCodec.Normalization != Normalization.Changes && TValueCodec.Normalization != Normalization.Changes)
        {
            CheckEntries(value);
            return value;
        }

        KeyValuePair<TKey, TValue>[] entries = [.. value];
        return NormalizeEntries(entries) ? Create(entries) : value;
    }

    /// <summary>Copies a dictionary that somebody else may change.</summary>
    public static TMap Copy(TMap value)
    {
        Check(value);
        KeyValuePair<TKey, TValue>[] entries = [.. value];
        NormalizeEntries(entries);
        return Create(entries);
    }

    /// <summary>Refuses null and a comparer that a restore would lose.</summary>
    public static void Check(TMap value)
    {
        ArgumentNullException.ThrowIfNull(value);
        DefaultComparer.Require(TContainer.HasDefaultComparer(value), value);
    }

    /// <summary>Throws for keys and values that cannot be stored, null among them.</summary>
    public static void CheckEntries(TMap value)
    {
        if (TKeyCodec.Normalization == Normalization.None && TValueCodec.Normalization == Normalization.None)
            return;
        foreach (var entry in value)
        {
            TKeyCodec.Normalize(entry.Key);
            TValueCodec.Normalize(entry.Value);
        }
    }

    public static void Write(ref MessagePackWriter writer, TMap value)
    {
        Check(value);
        var count = TContainer.Count(value);
        writer.WriteMapHeader(count);
        var entries = new SortedEntries(count);
        try
        {
            foreach (var (key, element) in value)
            {
                TKeyCodec.Write(ref entries.Encoded, in key);
                TValueCodec.Write(ref entries.Encoded, in element);
                entries.EndEntry();
            }

            entries.WriteTo(ref writer);
        }
        finally
        {
            entries.Dispose();
        }
    }

    public static TMap Read(ref MessagePackReader reader)
    {
        var remaining = reader.ReadMapHeader();
        var buffer = new ElementBuffer<KeyValuePair<TKey, TValue>>(reader.CapacityFor<KeyValuePair<TKey, TValue>>(remaining));
        for (; remaining > 0; remaining--)
        {
            var key = TKeyCodec.Read(ref reader);
            buffer.Add(new(key, TValueCodec.Read(ref reader)));
        }

        var entries = buffer.TakeArray();
        var map = TContainer.Create(entries);
        return TContainer.Count(map) == entries.Length ? map : throw SerializationFormatException.Invalid("map", "has a key twice");
    }

    private static bool NormalizeEntries(KeyValuePair<TKey, TValue>[] entries)
    {
        var changed = false;
        for (var i = 0; i < entries.Length; i++)
        {
            var (key, value) = entries[i];
            entries[i] = new(TKeyCodec.Normalize(key), TValueCodec.Normalize(value));
            changed |= IsChanged<TKey, TKeyCodec>(key, entries[i].Key) || IsChanged<TValue, TValueCodec>(value, entries[i].Value);
        }

        return changed;
    }

    private static bool IsChanged<T, TCodec>(T value, T normal)
        where TCodec : ICodec<T> =>
        TCodec.Normalization == Normalization.Changes && (typeof(T).IsValueType || !ReferenceEquals(value, normal));

    private static TMap Create(KeyValuePair<TKey, TValue>[] entries)
    {
        var map = TContainer.Create(entries);
        return TContainer.Count(map) == entries.Length
            ? map
            : throw new ArgumentException($"A stored {typeof(TMap)} has keys that its comparer tells apart, but the default one does not.", nameof(entries));
    }
}

/// <summary>How a dictionary of the library is put together; <see cref="MapFormat{TMap, TContainer, TKey, TKeyCodec, TValue, TValueCodec}"/> does the rest.</summary>
internal interface IMapContainer<TMap, TKey, TValue>
{
    static abstract int Count(TMap map);

    /// <summary>Whether a restored dictionary would find the same keys.</summary>
    static abstract bool HasDefaultComparer(TMap map);

    /// <summary>Makes a dictionary that nobody else can change, with the default comparer. Of entries with equal keys it keeps one.</summary>
    static abstract TMap Create(KeyValuePair<TKey, TValue>[] entries);
}
