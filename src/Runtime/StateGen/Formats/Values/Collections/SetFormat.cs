using StateGen.Serialization;

namespace StateGen.Formats.Values.Collections;

/// <summary>The codec of sets, but for the container: a MessagePack array of different elements in the order of their bytes.</summary>
internal static class SetFormat<TSet, TContainer, T, TCodec>
    where TSet : class, IEnumerable<T>
    where TContainer : ISetContainer<TSet, T>
    where TCodec : ICodec<T>
{
    /// <summary>Normalises the elements of an immutable set; the same set when none changes.</summary>
    public static TSet Normalize(TSet value)
    {
        Check(value);
        if (TCodec.Normalization != Normalization.Changes)
        {
            Elements<T, TCodec>.Check(value);
            return value;
        }

        T[] elements = [.. value];
        return Elements<T, TCodec>.Normalize(elements) ? Create(elements) : value;
    }

    /// <summary>Copies a set that somebody else may change.</summary>
    public static TSet Copy(TSet value)
    {
        Check(value);
        T[] elements = [.. value];
        Elements<T, TCodec>.Normalize(elements);
        return Create(elements);
    }

    /// <summary>Refuses null and a comparer that a restore would lose.</summary>
    public static void Check(TSet value)
    {
        ArgumentNullException.ThrowIfNull(value);
        DefaultComparer.Require(TContainer.HasDefaultComparer(value), value);
    }

    public static void Write(ref MessagePackWriter writer, TSet value)
    {
        Check(value);
        var count = TContainer.Count(value);
        writer.WriteArrayHeader(count);
        var entries = new SortedEntries(count);
        try
        {
            foreach (var element in value)
            {
                TCodec.Write(ref entries.Encoded, in element);
                entries.EndEntry();
            }

            entries.WriteTo(ref writer);
        }
        finally
        {
            entries.Dispose();
        }
    }

    public static TSet Read(ref MessagePackReader reader)
    {
        var elements = Elements<T, TCodec>.Read(ref reader);
        var set = TContainer.Create(elements);
        return TContainer.Count(set) == elements.Length
            ? set
            : throw SerializationFormatException.Invalid("set", "has an element twice");
    }

    private static TSet Create(T[] elements)
    {
        var set = TContainer.Create(elements);
        return TContainer.Count(set) == elements.Length
            ? set
            : throw new ArgumentException($"A stored {typeof(TSet)} has elements that its comparer tells apart, but the default one does not.", nameof(elements));
    }
}

/// <summary>How a set of the library is put together; <see cref="SetFormat{TSet, TContainer, T, TCodec}"/> does the rest.</summary>
internal interface ISetContainer<TSet, T>
{
    static abstract int Count(TSet set);

    /// <summary>Whether a restored set would find the same elements.</summary>
    static abstract bool HasDefaultComparer(TSet set);

    /// <summary>Makes a set that nobody else can change, with the default comparer. Of equal elements it keeps one.</summary>
    static abstract TSet Create(T[] elements);
}
