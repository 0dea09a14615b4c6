namespace StateGen.Formats.Values.Collections;

/// <summary>How a set of the library is put together; <see cref="SetFormat{TSet, TContainer, T, TCodec}"/> does the rest.</summary>
internal interface ISetContainer<TSet, T>
{
    static abstract int Count(TSet set);

    /// <summary>Whether a restored set would find the same elements.</summary>
    static abstract bool HasDefaultComparer(TSet set);

    /// <summary>Makes a set that nobody else can change, with the default comparer. Of equal elements it keeps one.</summary>
    static abstract TSet Create(T[] elements);
}
