using StateGen.Serialization;

namespace StateGen.Formats.Values.Collections;

/// <summary>The codec of lists that are reference types, but for the container.</summary>
internal static class ListFormat<TList, TContainer, T, TCodec>
    where TList : class, IEnumerable<T>
    where TContainer : IListContainer<TList, T>
    where TCodec : ICodec<T>
{
    /// <summary>Normalises the elements of an immutable list; the same list when none changes.</summary>
    public static TList Normalize(TList value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (TCodec.Normalization != Normalization.Changes)
        {
            Elements<T, TCodec>.Check(value);
            return value;
        }

        T[] elements = [.. value];
        return Elements<T, TCodec>.Normalize(elements) ? TContainer.Create(elements) : value;
    }

    /// <summary>Copies a list that somebody else may change.</summary>
    public static TList Copy(TList value)
    {
        ArgumentNullException.ThrowIfNull(value);
        T[] elements = [.. value];
        Elements<T, TCodec>.Normalize(elements);
        return TContainer.Create(elements);
    }

    public static void Write(ref MessagePackWriter writer, TList value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Elements<T, TCodec>.Write(ref writer, value, TContainer.Count(value));
    }

    /// <summary>Reads a list; an empty one for nil, which is what a default <see cref="System.Collections.Immutable.ImmutableArray{T}"/> was written as.</summary>
    public static TList Read(ref MessagePackReader reader) => TContainer.Create(reader.TryReadNil() ? [] : Elements<T, TCodec>.Read(ref reader));
}

/// <summary>How a list of the library is counted and put together; <see cref="ListFormat{TList, TContainer, T, TCodec}"/> does the rest.</summary>
internal interface IListContainer<TList, T>
{
    static abstract int Count(TList list);

    /// <summary>Makes a list that nobody else can change.</summary>
    /// <param name="elements">The elements in the order of enumeration; the list may keep the array.</param>
    static abstract TList Create(T[] elements);
}
