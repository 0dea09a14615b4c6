using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

/// <summary>Serializes <see cref="SortedSet{T}"/> as a MessagePack array of different elements, in the order of their bytes. It can be changed in place, so it is kept inside a <see cref="CopyingCodec{T, TCodec}"/>.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <typeparam name="TCodec">The codec of the elements.</typeparam>
public readonly struct SortedSetCodec<T, TCodec> : ICodec<SortedSet<T>>, ISetContainer<SortedSet<T>, T>
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Checks;

    /// <inheritdoc/>
    public static SortedSet<T> Normalize(SortedSet<T> value)
    {
        ExactType.Require(value);
        SetFormat<SortedSet<T>, SortedSetCodec<T, TCodec>, T, TCodec>.Check(value);
        Elements<T, TCodec>.Check(value);
        return value;
    }

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in SortedSet<T> value)
    {
        ExactType.Require(value);
        SetFormat<SortedSet<T>, SortedSetCodec<T, TCodec>, T, TCodec>.Write(ref writer, value);
    }

    /// <inheritdoc/>
    public static SortedSet<T> Read(ref MessagePackReader reader) => SetFormat<SortedSet<T>, SortedSetCodec<T, TCodec>, T, TCodec>.Read(ref reader);

    static int ISetContainer<SortedSet<T>, T>.Count(SortedSet<T> set) => set.Count;

    static bool ISetContainer<SortedSet<T>, T>.HasDefaultComparer(SortedSet<T> set) => DefaultComparer.Is(set.Comparer);

    static SortedSet<T> ISetContainer<SortedSet<T>, T>.Create(T[] elements) => [.. elements];
}
