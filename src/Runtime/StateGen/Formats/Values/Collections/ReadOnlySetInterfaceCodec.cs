using System.Collections.Frozen;
using System.Collections.Immutable;
using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

/// <summary>Serializes <see cref="IReadOnlySet{T}"/> as a MessagePack array of different elements, in the order of their bytes. What somebody else may change is copied.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <typeparam name="TCodec">The codec of the elements.</typeparam>
public readonly struct ReadOnlySetInterfaceCodec<T, TCodec> : ICodec<IReadOnlySet<T>>, ISetContainer<IReadOnlySet<T>, T>
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Changes;

    /// <inheritdoc/>
    public static IReadOnlySet<T> Normalize(IReadOnlySet<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value is FixedSet<T> or FrozenSet<T> or ImmutableHashSet<T> or ImmutableSortedSet<T> ? SetFormat<IReadOnlySet<T>, ReadOnlySetInterfaceCodec<T, TCodec>, T, TCodec>.Normalize(value) : SetFormat<IReadOnlySet<T>, ReadOnlySetInterfaceCodec<T, TCodec>, T, TCodec>.Copy(value);
    }

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in IReadOnlySet<T> value) => SetFormat<IReadOnlySet<T>, ReadOnlySetInterfaceCodec<T, TCodec>, T, TCodec>.Write(ref writer, value);

    /// <inheritdoc/>
    public static IReadOnlySet<T> Read(ref MessagePackReader reader) => SetFormat<IReadOnlySet<T>, ReadOnlySetInterfaceCodec<T, TCodec>, T, TCodec>.Read(ref reader);

    static int ISetContainer<IReadOnlySet<T>, T>.Count(IReadOnlySet<T> set) => set.Count;

    static bool ISetContainer<IReadOnlySet<T>, T>.HasDefaultComparer(IReadOnlySet<T> set) => set switch
    {
        ImmutableHashSet<T> immutable => DefaultComparer.Is(immutable.KeyComparer),
        ImmutableSortedSet<T> sorted => DefaultComparer.Is(sorted.KeyComparer),
        FrozenSet<T> frozen => DefaultComparer.Is(frozen.Comparer),
        HashSet<T> mutable => DefaultComparer.Is(mutable.Comparer),
        SortedSet<T> sorted => DefaultComparer.Is(sorted.Comparer),
        _ => true,
    };

    static IReadOnlySet<T> ISetContainer<IReadOnlySet<T>, T>.Create(T[] elements) => new FixedSet<T>([.. elements]);
}
