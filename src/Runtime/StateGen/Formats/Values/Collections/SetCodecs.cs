using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
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

/// <summary>Serializes <see cref="ReadOnlySet{T}"/> as a MessagePack array of different elements, in the order of their bytes. It is copied, because somebody else may change the set behind it.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <typeparam name="TCodec">The codec of the elements.</typeparam>
public readonly struct ReadOnlySetCodec<T, TCodec> : ICodec<ReadOnlySet<T>>, ISetContainer<ReadOnlySet<T>, T>
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Changes;

    /// <inheritdoc/>
    public static ReadOnlySet<T> Normalize(ReadOnlySet<T> value)
    {
        if (value is FixedSet<T>)
            return SetFormat<ReadOnlySet<T>, ReadOnlySetCodec<T, TCodec>, T, TCodec>.Normalize(value);
        ExactType.Require(value);
        return SetFormat<ReadOnlySet<T>, ReadOnlySetCodec<T, TCodec>, T, TCodec>.Copy(value);
    }

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in ReadOnlySet<T> value) => SetFormat<ReadOnlySet<T>, ReadOnlySetCodec<T, TCodec>, T, TCodec>.Write(ref writer, value);

    /// <inheritdoc/>
    public static ReadOnlySet<T> Read(ref MessagePackReader reader) => SetFormat<ReadOnlySet<T>, ReadOnlySetCodec<T, TCodec>, T, TCodec>.Read(ref reader);

    static int ISetContainer<ReadOnlySet<T>, T>.Count(ReadOnlySet<T> set) => set.Count;

    static bool ISetContainer<ReadOnlySet<T>, T>.HasDefaultComparer(ReadOnlySet<T> set) => true;

    static ReadOnlySet<T> ISetContainer<ReadOnlySet<T>, T>.Create(T[] elements) => new FixedSet<T>([.. elements]);
}

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
