using System.Collections.Immutable;
using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

/// <summary>Serializes <see cref="ImmutableHashSet{T}"/> as a MessagePack array of different elements, in the order of their bytes.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <typeparam name="TCodec">The codec of the elements.</typeparam>
public readonly struct ImmutableHashSetCodec<T, TCodec> : ICodec<ImmutableHashSet<T>>, ISetContainer<ImmutableHashSet<T>, T>
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => TCodec.Normalization == Normalization.Changes ? Normalization.Changes : Normalization.Checks;

    /// <inheritdoc/>
    public static ImmutableHashSet<T> Normalize(ImmutableHashSet<T> value) => SetFormat<ImmutableHashSet<T>, ImmutableHashSetCodec<T, TCodec>, T, TCodec>.Normalize(value);

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in ImmutableHashSet<T> value) => SetFormat<ImmutableHashSet<T>, ImmutableHashSetCodec<T, TCodec>, T, TCodec>.Write(ref writer, value);

    /// <inheritdoc/>
    public static ImmutableHashSet<T> Read(ref MessagePackReader reader) => SetFormat<ImmutableHashSet<T>, ImmutableHashSetCodec<T, TCodec>, T, TCodec>.Read(ref reader);

    static int ISetContainer<ImmutableHashSet<T>, T>.Count(ImmutableHashSet<T> set) => set.Count;

    static bool ISetContainer<ImmutableHashSet<T>, T>.HasDefaultComparer(ImmutableHashSet<T> set) => DefaultComparer.Is(set.KeyComparer);

    static ImmutableHashSet<T> ISetContainer<ImmutableHashSet<T>, T>.Create(T[] elements) => ImmutableHashSet.Create(elements);
}
