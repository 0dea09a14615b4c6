using System.Collections.Immutable;
using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

/// <summary>Serializes <see cref="ImmutableSortedSet{T}"/> as a MessagePack array of different elements, in the order of their bytes.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <typeparam name="TCodec">The codec of the elements.</typeparam>
public readonly struct ImmutableSortedSetCodec<T, TCodec> : ICodec<ImmutableSortedSet<T>>, ISetContainer<ImmutableSortedSet<T>, T>
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => TCodec.Normalization == Normalization.Changes ? Normalization.Changes : Normalization.Checks;

    /// <inheritdoc/>
    public static ImmutableSortedSet<T> Normalize(ImmutableSortedSet<T> value) => SetFormat<ImmutableSortedSet<T>, ImmutableSortedSetCodec<T, TCodec>, T, TCodec>.Normalize(value);

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in ImmutableSortedSet<T> value) => SetFormat<ImmutableSortedSet<T>, ImmutableSortedSetCodec<T, TCodec>, T, TCodec>.Write(ref writer, value);

    /// <inheritdoc/>
    public static ImmutableSortedSet<T> Read(ref MessagePackReader reader) => SetFormat<ImmutableSortedSet<T>, ImmutableSortedSetCodec<T, TCodec>, T, TCodec>.Read(ref reader);

    static int ISetContainer<ImmutableSortedSet<T>, T>.Count(ImmutableSortedSet<T> set) => set.Count;

    static bool ISetContainer<ImmutableSortedSet<T>, T>.HasDefaultComparer(ImmutableSortedSet<T> set) => DefaultComparer.Is(set.KeyComparer);

    static ImmutableSortedSet<T> ISetContainer<ImmutableSortedSet<T>, T>.Create(T[] elements) => ImmutableSortedSet.Create(elements);
}
