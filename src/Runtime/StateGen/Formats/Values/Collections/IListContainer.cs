namespace StateGen.Formats.Values.Collections;

/// <summary>How a list of the library is counted and put together; <see cref="ListFormat{TList, TContainer, T, TCodec}"/> does the rest.</summary>
internal interface IListContainer<TList, T>
{
    static abstract int Count(TList list);

    /// <summary>Makes a list that nobody else can change.</summary>
    /// <param name="elements">The elements in the order of enumeration; the list may keep the array.</param>
    static abstract TList Create(T[] elements);
}
