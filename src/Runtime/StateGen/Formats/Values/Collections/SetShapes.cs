using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;
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

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write<TWriter>(ref MessagePackWriter writer, ImmutableHashSet<T> collection, ref TWriter elements)
        where TWriter : struct, IElementWriter<T>
    {
        foreach (var element in collection)
            elements.Write(ref writer, in element);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public ImmutableHashSet<T> Read<TCodec>(ref MessagePackReader reader, int count)
        where TCodec : ICodec<T> => Create(Elements<T, TCodec>.Read(ref reader, count));
}

/// <summary>The shape of <see cref="ImmutableSortedSet{T}"/>.</summary>
public readonly struct ImmutableSortedSetShape<T> : ICollectionShape<ImmutableSortedSet<T>, T>
{
    public static CollectionOwnership Ownership => CollectionOwnership.Immutable;

    public static bool HasDefaultComparer(ImmutableSortedSet<T> collection) => DefaultComparer.Is(collection.KeyComparer);

    public static int Count(ImmutableSortedSet<T> collection) => collection.Count;

    public static ImmutableSortedSet<T> Create(T[] elements) => ImmutableSortedSet.Create(elements);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write<TWriter>(ref MessagePackWriter writer, ImmutableSortedSet<T> collection, ref TWriter elements)
        where TWriter : struct, IElementWriter<T>
    {
        foreach (var element in collection)
            elements.Write(ref writer, in element);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public ImmutableSortedSet<T> Read<TCodec>(ref MessagePackReader reader, int count)
        where TCodec : ICodec<T> => Create(Elements<T, TCodec>.Read(ref reader, count));
}

/// <summary>The shape of <see cref="FrozenSet{T}"/>.</summary>
public readonly struct FrozenSetShape<T> : ICollectionShape<FrozenSet<T>, T>
{
    public static CollectionOwnership Ownership => CollectionOwnership.Immutable;

    public static bool HasDefaultComparer(FrozenSet<T> collection) => DefaultComparer.Is(collection.Comparer);

    public static int Count(FrozenSet<T> collection) => collection.Count;

    public static FrozenSet<T> Create(T[] elements) => elements.ToFrozenSet();

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write<TWriter>(ref MessagePackWriter writer, FrozenSet<T> collection, ref TWriter elements)
        where TWriter : struct, IElementWriter<T>
    {
        foreach (ref readonly var element in collection.Items.AsSpan())
            elements.Write(ref writer, in element);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public FrozenSet<T> Read<TCodec>(ref MessagePackReader reader, int count)
        where TCodec : ICodec<T> => Create(Elements<T, TCodec>.Read(ref reader, count));
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

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write<TWriter>(ref MessagePackWriter writer, IReadOnlySet<T> collection, ref TWriter elements)
        where TWriter : struct, IElementWriter<T>
    {
        if (collection is FixedSet<T> fixedSet)
            default(HashSetShape<T>).Write(ref writer, fixedSet.Elements, ref elements);
        else
            InterfaceElements.Write(ref writer, collection, ref elements);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public IReadOnlySet<T> Read<TCodec>(ref MessagePackReader reader, int count)
        where TCodec : ICodec<T> => new FixedSet<T>(default(HashSetShape<T>).Read<TCodec>(ref reader, count));
}

/// <summary>The shape of <see cref="ReadOnlySet{T}"/>.</summary>
public readonly struct ReadOnlySetShape<T> : ICollectionShape<ReadOnlySet<T>, T>
{
    public static CollectionOwnership Ownership => CollectionOwnership.Shared;

    public static bool IsImmutable(ReadOnlySet<T> collection) => collection is FixedSet<T>;

    public static bool IsExactType(ReadOnlySet<T> collection) => collection.GetType() == typeof(ReadOnlySet<T>);

    public static int Count(ReadOnlySet<T> collection) => collection.Count;

    public static ReadOnlySet<T> Create(T[] elements) => new FixedSet<T>([.. elements]);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write<TWriter>(ref MessagePackWriter writer, ReadOnlySet<T> collection, ref TWriter elements)
        where TWriter : struct, IElementWriter<T>
    {
        if (collection is FixedSet<T> fixedSet)
            default(HashSetShape<T>).Write(ref writer, fixedSet.Elements, ref elements);
        else
            InterfaceElements.Write(ref writer, collection, ref elements);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public ReadOnlySet<T> Read<TCodec>(ref MessagePackReader reader, int count)
        where TCodec : ICodec<T> => new FixedSet<T>(default(HashSetShape<T>).Read<TCodec>(ref reader, count));
}

/// <summary>The shape of <see cref="HashSet{T}"/>.</summary>
public readonly struct HashSetShape<T> : ICollectionShape<HashSet<T>, T>
{
    public static CollectionOwnership Ownership => CollectionOwnership.Mutable;

    public static bool IsExactType(HashSet<T> collection) => collection.GetType() == typeof(HashSet<T>);

    public static bool HasDefaultComparer(HashSet<T> collection) => DefaultComparer.Is(collection.Comparer);

    public static int Count(HashSet<T> collection) => collection.Count;

    public static HashSet<T> Create(T[] elements) => [.. elements];

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write<TWriter>(ref MessagePackWriter writer, HashSet<T> collection, ref TWriter elements)
        where TWriter : struct, IElementWriter<T>
    {
        foreach (var element in collection)
            elements.Write(ref writer, in element);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public HashSet<T> Read<TCodec>(ref MessagePackReader reader, int count)
        where TCodec : ICodec<T>
    {
        var collection = new HashSet<T>(reader.CapacityFor<T>(count));
        for (; count > 0; count--)
            collection.Add(TCodec.Read(ref reader));
        return collection;
    }
}

/// <summary>The shape of <see cref="SortedSet{T}"/>.</summary>
public readonly struct SortedSetShape<T> : ICollectionShape<SortedSet<T>, T>
{
    public static CollectionOwnership Ownership => CollectionOwnership.Mutable;

    public static bool IsExactType(SortedSet<T> collection) => collection.GetType() == typeof(SortedSet<T>);

    public static bool HasDefaultComparer(SortedSet<T> collection) => DefaultComparer.Is(collection.Comparer);

    public static int Count(SortedSet<T> collection) => collection.Count;

    public static SortedSet<T> Create(T[] elements) => [.. elements];

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write<TWriter>(ref MessagePackWriter writer, SortedSet<T> collection, ref TWriter elements)
        where TWriter : struct, IElementWriter<T>
    {
        foreach (var element in collection)
            elements.Write(ref writer, in element);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public SortedSet<T> Read<TCodec>(ref MessagePackReader reader, int count)
        where TCodec : ICodec<T>
    {
        var collection = new SortedSet<T>();
        for (; count > 0; count--)
            collection.Add(TCodec.Read(ref reader));
        return collection;
    }
}
