using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;
using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

// The interface documents the members.
#pragma warning disable CS1591

/// <summary>The shape of <see cref="ImmutableDictionary{TKey, TValue}"/>.</summary>
public readonly struct ImmutableDictionaryShape<TKey, TValue> : ICollectionShape<ImmutableDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>
    where TKey : notnull
{
    public static CollectionOwnership Ownership => CollectionOwnership.Immutable;

    public static bool HasDefaultComparer(ImmutableDictionary<TKey, TValue> collection) =>
        DefaultComparer.Is(collection.KeyComparer) && DefaultComparer.Is(collection.ValueComparer);

    public static int Count(ImmutableDictionary<TKey, TValue> collection) => collection.Count;

    public static ImmutableDictionary<TKey, TValue> Create(KeyValuePair<TKey, TValue>[] elements)
    {
        var builder = ImmutableDictionary.CreateBuilder<TKey, TValue>();
        foreach (var (key, value) in elements)
            builder[key] = value;
        return builder.ToImmutable();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write<TWriter>(ref MessagePackWriter writer, ImmutableDictionary<TKey, TValue> collection, ref TWriter elements)
        where TWriter : struct, IElementWriter<KeyValuePair<TKey, TValue>>
    {
        foreach (var element in collection)
            elements.Write(ref writer, in element);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public ImmutableDictionary<TKey, TValue> Read<TCodec>(ref MessagePackReader reader, int count)
        where TCodec : ICodec<KeyValuePair<TKey, TValue>>
    {
        var builder = ImmutableDictionary.CreateBuilder<TKey, TValue>();
        for (; count > 0; count--)
        {
            var (key, value) = TCodec.Read(ref reader);
            builder[key] = value;
        }

        return builder.ToImmutable();
    }
}

/// <summary>The shape of <see cref="ImmutableSortedDictionary{TKey, TValue}"/>.</summary>
public readonly struct ImmutableSortedDictionaryShape<TKey, TValue> : ICollectionShape<ImmutableSortedDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>
    where TKey : notnull
{
    public static CollectionOwnership Ownership => CollectionOwnership.Immutable;

    public static bool HasDefaultComparer(ImmutableSortedDictionary<TKey, TValue> collection) =>
        DefaultComparer.Is(collection.KeyComparer) && DefaultComparer.Is(collection.ValueComparer);

    public static int Count(ImmutableSortedDictionary<TKey, TValue> collection) => collection.Count;

    public static ImmutableSortedDictionary<TKey, TValue> Create(KeyValuePair<TKey, TValue>[] elements)
    {
        var builder = ImmutableSortedDictionary.CreateBuilder<TKey, TValue>();
        foreach (var (key, value) in elements)
            builder[key] = value;
        return builder.ToImmutable();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write<TWriter>(ref MessagePackWriter writer, ImmutableSortedDictionary<TKey, TValue> collection, ref TWriter elements)
        where TWriter : struct, IElementWriter<KeyValuePair<TKey, TValue>>
    {
        foreach (var element in collection)
            elements.Write(ref writer, in element);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public ImmutableSortedDictionary<TKey, TValue> Read<TCodec>(ref MessagePackReader reader, int count)
        where TCodec : ICodec<KeyValuePair<TKey, TValue>>
    {
        var builder = ImmutableSortedDictionary.CreateBuilder<TKey, TValue>();
        for (; count > 0; count--)
        {
            var (key, value) = TCodec.Read(ref reader);
            builder[key] = value;
        }

        return builder.ToImmutable();
    }
}

/// <summary>The shape of <see cref="FrozenDictionary{TKey, TValue}"/>.</summary>
public readonly struct FrozenDictionaryShape<TKey, TValue> : ICollectionShape<FrozenDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>
    where TKey : notnull
{
    public static CollectionOwnership Ownership => CollectionOwnership.Immutable;

    public static bool HasDefaultComparer(FrozenDictionary<TKey, TValue> collection) => DefaultComparer.Is(collection.Comparer);

    public static int Count(FrozenDictionary<TKey, TValue> collection) => collection.Count;

    public static FrozenDictionary<TKey, TValue> Create(KeyValuePair<TKey, TValue>[] elements) => elements.ToFrozenDictionary();

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write<TWriter>(ref MessagePackWriter writer, FrozenDictionary<TKey, TValue> collection, ref TWriter elements)
        where TWriter : struct, IElementWriter<KeyValuePair<TKey, TValue>>
    {
        foreach (var element in collection)
            elements.Write(ref writer, in element);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public FrozenDictionary<TKey, TValue> Read<TCodec>(ref MessagePackReader reader, int count)
        where TCodec : ICodec<KeyValuePair<TKey, TValue>> => Create(Elements<KeyValuePair<TKey, TValue>, TCodec>.Read(ref reader, count));
}

/// <summary>The shape of <see cref="IReadOnlyDictionary{TKey, TValue}"/>.</summary>
public readonly struct ReadOnlyDictionaryInterfaceShape<TKey, TValue> : ICollectionShape<IReadOnlyDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>
    where TKey : notnull
{
    public static CollectionOwnership Ownership => CollectionOwnership.Shared;

    public static bool IsImmutable(IReadOnlyDictionary<TKey, TValue> collection) => collection
        is FixedDictionary<TKey, TValue>
        or FrozenDictionary<TKey, TValue>
        or ImmutableDictionary<TKey, TValue>
        or ImmutableSortedDictionary<TKey, TValue>;

    public static bool HasDefaultComparer(IReadOnlyDictionary<TKey, TValue> collection) => collection switch
    {
        ImmutableDictionary<TKey, TValue> immutable => DefaultComparer.Is(immutable.KeyComparer) && DefaultComparer.Is(immutable.ValueComparer),
        ImmutableSortedDictionary<TKey, TValue> sorted => DefaultComparer.Is(sorted.KeyComparer) && DefaultComparer.Is(sorted.ValueComparer),
        FrozenDictionary<TKey, TValue> frozen => DefaultComparer.Is(frozen.Comparer),
        Dictionary<TKey, TValue> mutable => DefaultComparer.Is(mutable.Comparer),
        SortedDictionary<TKey, TValue> sorted => DefaultComparer.Is(sorted.Comparer),
        ConcurrentDictionary<TKey, TValue> concurrent => DefaultComparer.Is(concurrent.Comparer),
        _ => true,
    };

    public static int Count(IReadOnlyDictionary<TKey, TValue> collection) => collection.Count;

    public static IReadOnlyDictionary<TKey, TValue> Create(KeyValuePair<TKey, TValue>[] elements) =>
        new FixedDictionary<TKey, TValue>(DictionaryShape<TKey, TValue>.Create(elements));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write<TWriter>(ref MessagePackWriter writer, IReadOnlyDictionary<TKey, TValue> collection, ref TWriter elements)
        where TWriter : struct, IElementWriter<KeyValuePair<TKey, TValue>>
    {
        if (collection is FixedDictionary<TKey, TValue> fixedDictionary)
            default(DictionaryShape<TKey, TValue>).Write(ref writer, fixedDictionary.Entries, ref elements);
        else
            InterfaceElements.Write(ref writer, collection, ref elements);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public IReadOnlyDictionary<TKey, TValue> Read<TCodec>(ref MessagePackReader reader, int count)
        where TCodec : ICodec<KeyValuePair<TKey, TValue>> =>
        new FixedDictionary<TKey, TValue>(default(DictionaryShape<TKey, TValue>).Read<TCodec>(ref reader, count));
}

/// <summary>The shape of <see cref="ReadOnlyDictionary{TKey, TValue}"/>.</summary>
public readonly struct ReadOnlyDictionaryShape<TKey, TValue> : ICollectionShape<ReadOnlyDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>
    where TKey : notnull
{
    public static CollectionOwnership Ownership => CollectionOwnership.Shared;

    public static bool IsImmutable(ReadOnlyDictionary<TKey, TValue> collection) => collection is FixedDictionary<TKey, TValue>;

    public static bool IsExactType(ReadOnlyDictionary<TKey, TValue> collection) => collection.GetType() == typeof(ReadOnlyDictionary<TKey, TValue>);

    public static int Count(ReadOnlyDictionary<TKey, TValue> collection) => collection.Count;

    public static ReadOnlyDictionary<TKey, TValue> Create(KeyValuePair<TKey, TValue>[] elements) =>
        new FixedDictionary<TKey, TValue>(DictionaryShape<TKey, TValue>.Create(elements));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write<TWriter>(ref MessagePackWriter writer, ReadOnlyDictionary<TKey, TValue> collection, ref TWriter elements)
        where TWriter : struct, IElementWriter<KeyValuePair<TKey, TValue>>
    {
        if (collection is FixedDictionary<TKey, TValue> fixedDictionary)
            default(DictionaryShape<TKey, TValue>).Write(ref writer, fixedDictionary.Entries, ref elements);
        else
            InterfaceElements.Write(ref writer, collection, ref elements);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public ReadOnlyDictionary<TKey, TValue> Read<TCodec>(ref MessagePackReader reader, int count)
        where TCodec : ICodec<KeyValuePair<TKey, TValue>> =>
        new FixedDictionary<TKey, TValue>(default(DictionaryShape<TKey, TValue>).Read<TCodec>(ref reader, count));
}

/// <summary>The shape of <see cref="Dictionary{TKey, TValue}"/>.</summary>
public readonly struct DictionaryShape<TKey, TValue> : ICollectionShape<Dictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>
    where TKey : notnull
{
    public static CollectionOwnership Ownership => CollectionOwnership.Mutable;

    public static bool IsExactType(Dictionary<TKey, TValue> collection) => collection.GetType() == typeof(Dictionary<TKey, TValue>);

    public static bool HasDefaultComparer(Dictionary<TKey, TValue> collection) => DefaultComparer.Is(collection.Comparer);

    public static int Count(Dictionary<TKey, TValue> collection) => collection.Count;

    public static Dictionary<TKey, TValue> Create(KeyValuePair<TKey, TValue>[] elements)
    {
        var dictionary = new Dictionary<TKey, TValue>(elements.Length);
        foreach (var (key, value) in elements)
            dictionary[key] = value;
        return dictionary;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write<TWriter>(ref MessagePackWriter writer, Dictionary<TKey, TValue> collection, ref TWriter elements)
        where TWriter : struct, IElementWriter<KeyValuePair<TKey, TValue>>
    {
        foreach (var element in collection)
            elements.Write(ref writer, in element);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public Dictionary<TKey, TValue> Read<TCodec>(ref MessagePackReader reader, int count)
        where TCodec : ICodec<KeyValuePair<TKey, TValue>>
    {
        var collection = new Dictionary<TKey, TValue>(reader.CapacityFor<KeyValuePair<TKey, TValue>>(count));
        for (; count > 0; count--)
        {
            var (key, value) = TCodec.Read(ref reader);
            collection[key] = value;
        }

        return collection;
    }
}

/// <summary>The shape of <see cref="SortedDictionary{TKey, TValue}"/>.</summary>
public readonly struct SortedDictionaryShape<TKey, TValue> : ICollectionShape<SortedDictionary<TKey, TValue>, KeyValuePair<TKey, TValue>>
    where TKey : notnull
{
    public static CollectionOwnership Ownership => CollectionOwnership.Mutable;

    public static bool IsExactType(SortedDictionary<TKey, TValue> collection) => collection.GetType() == typeof(SortedDictionary<TKey, TValue>);

    public static bool HasDefaultComparer(SortedDictionary<TKey, TValue> collection) => DefaultComparer.Is(collection.Comparer);

    public static int Count(SortedDictionary<TKey, TValue> collection) => collection.Count;

    public static SortedDictionary<TKey, TValue> Create(KeyValuePair<TKey, TValue>[] elements)
    {
        var dictionary = new SortedDictionary<TKey, TValue>();
        foreach (var (key, value) in elements)
            dictionary[key] = value;
        return dictionary;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write<TWriter>(ref MessagePackWriter writer, SortedDictionary<TKey, TValue> collection, ref TWriter elements)
        where TWriter : struct, IElementWriter<KeyValuePair<TKey, TValue>>
    {
        foreach (var element in collection)
            elements.Write(ref writer, in element);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public SortedDictionary<TKey, TValue> Read<TCodec>(ref MessagePackReader reader, int count)
        where TCodec : ICodec<KeyValuePair<TKey, TValue>>
    {
        var collection = new SortedDictionary<TKey, TValue>();
        for (; count > 0; count--)
        {
            var (key, value) = TCodec.Read(ref reader);
            collection[key] = value;
        }

        return collection;
    }
}
