using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

/// <summary>Serializes <see cref="HashSet{T}"/> as a MessagePack array of different elements, in the order of their bytes. It can be changed in place, so it is kept inside a <see cref="CopyingCodec{T, TCodec}"/>.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <typeparam name="TCodec">The codec of the elements.</typeparam>
public readonly struct HashSetCodec<T, TCodec> : ICodec<HashSet<T>>, ISetContainer<HashSet<T>, T>
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Checks;

    /// <inheritdoc/>
    public static HashSet<T> Normalize(HashSet<T> value)
    {
        ExactType.Require(value);
        SetFormat<HashSet<T>, HashSetCodec<T, TCodec>, T, TCodec>.Check(value);
        Elements<T, TCodec>.Check(value);
        return value;
    }

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in HashSet<T> value)
    {
        ExactType.Require(value);
        SetFormat<HashSet<T>, HashSetCodec<T, TCodec>, T, TCodec>.Write(ref writer, value);
    }

    /// <inheritdoc/>
    public static HashSet<T> Read(ref MessagePackReader reader) => SetFormat<HashSet<T>, HashSetCodec<T, TCodec>, T, TCodec>.Read(ref reader);

    static int ISetContainer<HashSet<T>, T>.Count(HashSet<T> set) => set.Count;

    static bool ISetContainer<HashSet<T>, T>.HasDefaultComparer(HashSet<T> set) => DefaultComparer.Is(set.Comparer);

    static HashSet<T> ISetContainer<HashSet<T>, T>.Create(T[] elements) => [.. elements];
}
