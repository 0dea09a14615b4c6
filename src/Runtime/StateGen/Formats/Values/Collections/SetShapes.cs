using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

// The interface documents the members.
#pragma warning disable CS1591

/// <summary>The shape of <see cref="ImmutableHashSet{T}"/>.</summary>
public readonly struct ImmutableHashSetShape<T> : ICollectionShape<ImmutableHashSet<T>, T>
{
    public static CollectionOwnership Ownership => CollectionOwnership.Immutable;

    public static bool HasDefaultComparer(ImmutableHashSet<T> collection) => DefaultComparer.Is(collection.KeyComparer);

    public static int Count(ImmutableHashSet<T> collection) => collection.Count;

    public static ImmutableHashSet<T> Create(T[] elements) => ImmutableHashSet.Create(elements);
}

/// <summary>The shape of <see cref="ImmutableSortedSet{T}"/>.</summary>
public readonly struct ImmutableSortedSetShape<T> : ICollectionShape<ImmutableSortedSet<T>, T>
{
    public static CollectionOwnership Ownership => CollectionOwnership.Immutable;

    public static bool HasDefaultComparer(ImmutableSortedSet<T> collection) => DefaultComparer.Is(collection.KeyComparer);

    public static int Count(ImmutableSortedSet<T> collection) => collection.Count;

    public static ImmutableSortedSet<T> Create(T[] elements) => ImmutableSortedSet.Create(elements);
}

/// <summary>The shape of <see cref="FrozenSet{T}"/>.</summary>
public readonly struct FrozenSetShape<T> : ICollectionShape<FrozenSet<T>, T>
{
    public static CollectionOwnership Ownership => CollectionOwnership.Immutable;

    public static bool HasDefaultComparer(FrozenSet<T> collection) => DefaultComparer.Is(collection.Comparer);

    public static int Count(FrozenSet<T> collection) => collection.Count;

    public static FrozenSet<T> Create(T[] elements) => elements.ToFrozenSet();
}

/// <summary>The shape of <see cref="IReadOnlySet{T}"/>.</summary>
public readonly struct ReadOnlySetInterfaceShape<T> : ICollectionShape<IReadOnlySet<T>, T>
{
    public static CollectionOwnership Ownership => CollectionOwnership.Shared;

    public static bool IsImmutable(IReadOnlySet<T> collection) => collection is FixedSet<T> or FrozenSet<T> or ImmutableHashSet<T> or ImmutableSortedSet<T>;

    public static bool HasDefaultComparer(IReadOnlySet<T> collection) => collection switch
    {
        ImmutableHashSet<T> immutable => DefaultComparer.Is(immutable.KeyComparer),
        ImmutableSortedSet<T> sorted => DefaultComparer.Is(sorted.KeyComparer),
        FrozenSet<T> frozen => DefaultComparer.Is(frozen.Comparer),
        HashSet<T> mutable => DefaultComparer.Is(mutable.Comparer),
        SortedSet<T> sorted => DefaultComparer.Is(sorted.Comparer),
        _ => true,
    };

    public static int Count(IReadOnlySet<T> collection) => collection.Count;

    public static IReadOnlySet<T> Create(T[] elements) => new FixedSet<T>([.. elements]);
}

/// <summary>The shape of <see cref="ReadOnlySet{T}"/>.</summary>
public readonly struct ReadOnlySetShape<T> : ICollectionShape<ReadOnlySet<T>, T>
{
    public static CollectionOwnership Ownership => CollectionOwnership.Shared;

    public static bool IsImmutable(ReadOnlySet<T> collection) => collection is FixedSet<T>;

    public static bool IsExactType(ReadOnlySet<T> collection) => collection.GetType() == typeof(ReadOnlySet<T>);

    public static int Count(ReadOnlySet<T> collection) => collection.Count;

    public static ReadOnlySet<T> Create(T[] elements) => new FixedSet<T>([.. elements]);
}

/// <summary>The shape of <see cref="HashSet{T}"/>.</summary>
public readonly struct HashSetShape<T> : ICollectionShape<HashSet<T>, T>
{
    public static CollectionOwnership Ownership => CollectionOwnership.Mutable;

    public static bool IsExactType(HashSet<T> collection) => collection.GetType() == typeof(HashSet<T>);

    public static bool HasDefaultComparer(HashSet<T> collection) => DefaultComparer.Is(collection.Comparer);

    public static int Count(HashSet<T> collection) => collection.Count;

    public static HashSet<T> Create(T[] elements) => [.. elements];
}

/// <summary>The shape of <see cref="SortedSet{T}"/>.</summary>
public readonly struct SortedSetShape<T> : ICollectionShape<SortedSet<T>, T>
{
    public static CollectionOwnership Ownership => CollectionOwnership.Mutable;

    public static bool IsExactType(SortedSet<T> collection) => collection.GetType() == typeof(SortedSet<T>);

    public static bool HasDefaultComparer(SortedSet<T> collection) => DefaultComparer.Is(collection.Comparer);

    public static int Count(SortedSet<T> collection) => collection.Count;

    public static SortedSet<T> Create(T[] elements) => [.. elements];
}
