namespace StateGen.Formats.Values.Collections;

/// <summary>How a dictionary of the library is put together; <see cref="MapFormat{TMap, TContainer, TKey, TKeyCodec, TValue, TValueCodec}"/> does the rest.</summary>
internal interface IMapContainer<TMap, TKey, TValue>
{
    static abstract int Count(TMap map);

    /// <summary>Whether a restored dictionary would find the same keys.</summary>
    static abstract bool HasDefaultComparer(TMap map);

    /// <summary>Makes a dictionary that nobody else can change, with the default comparer. Of entries with equal keys it keeps one.</summary>
    static abstract TMap Create(KeyValuePair<TKey, TValue>[] entries);
}
