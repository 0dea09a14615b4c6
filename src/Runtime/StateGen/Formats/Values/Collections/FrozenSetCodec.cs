using System.Collections.Frozen;
using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

/// <summary>Serializes <see cref="FrozenSet{T}"/> as a MessagePack array of different elements, in the order of their bytes.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <typeparam name="TCodec">The codec of the elements.</typeparam>
public readonly struct FrozenSetCodec<T, TCodec> : ICodec<FrozenSet<T>>, ISetContainer<FrozenSet<T>, T>
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => TCodec.Normalization == Normalization.Changes ? Normalization.Changes : Normalization.Checks;

    /// <inheritdoc/>
    public static FrozenSet<T> Normalize(FrozenSet<T> value) => SetFormat<FrozenSet<T>, FrozenSetCodec<T, TCodec>, T, TCodec>.Normalize(value);

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in FrozenSet<T> value) => SetFormat<FrozenSet<T>, FrozenSetCodec<T, TCodec>, T, TCodec>.Write(ref writer, value);

    /// <inheritdoc/>
    public static FrozenSet<T> Read(ref MessagePackReader reader) => SetFormat<FrozenSet<T>, FrozenSetCodec<T, TCodec>, T, TCodec>.Read(ref reader);

    static int ISetContainer<FrozenSet<T>, T>.Count(FrozenSet<T> set) => set.Count;

    static bool ISetContainer<FrozenSet<T>, T>.HasDefaultComparer(FrozenSet<T> set) => DefaultComparer.Is(set.Comparer);

    static FrozenSet<T> ISetContainer<FrozenSet<T>, T>.Create(T[] elements) => elements.ToFrozenSet();
}
