using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

// The interface documents the members.
#pragma warning disable CS1591

/// <summary>The shape of <see cref="ImmutableList{T}"/>.</summary>
public readonly struct ImmutableListShape<T> : ICollectionShape<ImmutableList<T>, T>
{
    public static CollectionOwnership Ownership => CollectionOwnership.Immutable;

    public static int Count(ImmutableList<T> collection) => collection.Count;

    public static ImmutableList<T> Create(T[] elements) => ImmutableList.Create(elements);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write<TWriter>(ref MessagePackWriter writer, ImmutableList<T> collection, ref TWriter elements)
        where TWriter : struct, IElementWriter<T>
    {
        foreach (var element in collection)
            elements.Write(ref writer, in element);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public ImmutableList<T> Read<TCodec>(ref MessagePackReader reader, int count)
        where TCodec : ICodec<T> => Create(Elements<T, TCodec>.Read(ref reader, count));
}

/// <summary>The shape of <see cref="ImmutableQueue{T}"/>. The first element is the next one to leave the queue.</summary>
public readonly struct ImmutableQueueShape<T> : ICollectionShape<ImmutableQueue<T>, T>
{
    public static CollectionOwnership Ownership => CollectionOwnership.Immutable;

    public static int Count(ImmutableQueue<T> collection) => collection.Count();

    public static ImmutableQueue<T> Create(T[] elements) => ImmutableQueue.Create(elements);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write<TWriter>(ref MessagePackWriter writer, ImmutableQueue<T> collection, ref TWriter elements)
        where TWriter : struct, IElementWriter<T>
    {
        foreach (var element in collection)
            elements.Write(ref writer, in element);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public ImmutableQueue<T> Read<TCodec>(ref MessagePackReader reader, int count)
        where TCodec : ICodec<T> => Create(Elements<T, TCodec>.Read(ref reader, count));
}

/// <summary>The shape of <see cref="ImmutableStack{T}"/>. The first element is the next one to leave the stack.</summary>
public readonly struct ImmutableStackShape<T> : ICollectionShape<ImmutableStack<T>, T>
{
    public static CollectionOwnership Ownership => CollectionOwnership.Immutable;

    public static int Count(ImmutableStack<T> collection) => collection.Count();

    public static ImmutableStack<T> Create(T[] elements)
    {
        Array.Reverse(elements);
        return ImmutableStack.Create(elements);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write<TWriter>(ref MessagePackWriter writer, ImmutableStack<T> collection, ref TWriter elements)
        where TWriter : struct, IElementWriter<T>
    {
        foreach (var element in collection)
            elements.Write(ref writer, in element);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public ImmutableStack<T> Read<TCodec>(ref MessagePackReader reader, int count)
        where TCodec : ICodec<T> => Create(Elements<T, TCodec>.Read(ref reader, count));
}

/// <summary>The shape of <see cref="IReadOnlyList{T}"/>.</summary>
public readonly struct ReadOnlyListInterfaceShape<T> : ICollectionShape<IReadOnlyList<T>, T>
{
    public static CollectionOwnership Ownership => CollectionOwnership.Shared;

    public static bool IsImmutable(IReadOnlyList<T> collection) => collection is ImmutableArray<T> { IsDefault: false } or ImmutableList<T>;

    public static int Count(IReadOnlyList<T> collection) => collection.Count;

    public static IReadOnlyList<T> Create(T[] elements) => ImmutableCollectionsMarshal.AsImmutableArray(elements);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write<TWriter>(ref MessagePackWriter writer, IReadOnlyList<T> collection, ref TWriter elements)
        where TWriter : struct, IElementWriter<T>
    {
        if (collection is ImmutableArray<T> array)
            SpanElements.Write(ref writer, array.AsSpan(), ref elements);
        else
            InterfaceElements.Write(ref writer, collection, ref elements);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public IReadOnlyList<T> Read<TCodec>(ref MessagePackReader reader, int count)
        where TCodec : ICodec<T> => Create(Elements<T, TCodec>.Read(ref reader, count));
}

/// <summary>The shape of <see cref="IReadOnlyCollection{T}"/>.</summary>
public readonly struct ReadOnlyCollectionInterfaceShape<T> : ICollectionShape<IReadOnlyCollection<T>, T>
{
    public static CollectionOwnership Ownership => CollectionOwnership.Shared;

    public static bool IsImmutable(IReadOnlyCollection<T> collection) => collection is ImmutableArray<T> { IsDefault: false } or ImmutableList<T>;

    public static int Count(IReadOnlyCollection<T> collection) => collection.Count;

    public static IReadOnlyCollection<T> Create(T[] elements) => ImmutableCollectionsMarshal.AsImmutableArray(elements);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write<TWriter>(ref MessagePackWriter writer, IReadOnlyCollection<T> collection, ref TWriter elements)
        where TWriter : struct, IElementWriter<T>
    {
        if (collection is ImmutableArray<T> array)
            SpanElements.Write(ref writer, array.AsSpan(), ref elements);
        else
            InterfaceElements.Write(ref writer, collection, ref elements);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public IReadOnlyCollection<T> Read<TCodec>(ref MessagePackReader reader, int count)
        where TCodec : ICodec<T> => Create(Elements<T, TCodec>.Read(ref reader, count));
}

/// <summary>The shape of <see cref="ReadOnlyCollection{T}"/>.</summary>
public readonly struct ReadOnlyCollectionShape<T> : ICollectionShape<ReadOnlyCollection<T>, T>
{
    public static CollectionOwnership Ownership => CollectionOwnership.Shared;

    public static bool IsImmutable(ReadOnlyCollection<T> collection) => collection is FixedCollection<T>;

    public static bool IsExactType(ReadOnlyCollection<T> collection) => collection.GetType() == typeof(ReadOnlyCollection<T>);

    public static int Count(ReadOnlyCollection<T> collection) => collection.Count;

    public static ReadOnlyCollection<T> Create(T[] elements) => new FixedCollection<T>(elements);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write<TWriter>(ref MessagePackWriter writer, ReadOnlyCollection<T> collection, ref TWriter elements)
        where TWriter : struct, IElementWriter<T>
    {
        if (collection is FixedCollection<T> fixedCollection)
            SpanElements.Write(ref writer, fixedCollection.Span, ref elements);
        else
            InterfaceElements.Write(ref writer, collection, ref elements);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public ReadOnlyCollection<T> Read<TCodec>(ref MessagePackReader reader, int count)
        where TCodec : ICodec<T> => Create(Elements<T, TCodec>.Read(ref reader, count));
}

/// <summary>The shape of <see cref="List{T}"/>.</summary>
public readonly struct ListShape<T> : ICollectionShape<List<T>, T>
{
    public static CollectionOwnership Ownership => CollectionOwnership.Mutable;

    public static bool IsExactType(List<T> collection) => collection.GetType() == typeof(List<T>);

    public static int Count(List<T> collection) => collection.Count;

    public static List<T> Create(T[] elements) => [.. elements];

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write<TWriter>(ref MessagePackWriter writer, List<T> collection, ref TWriter elements)
        where TWriter : struct, IElementWriter<T>
    {
        SpanElements.Write(ref writer, CollectionsMarshal.AsSpan(collection), ref elements);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public List<T> Read<TCodec>(ref MessagePackReader reader, int count)
        where TCodec : ICodec<T>
    {
        var collection = new List<T>(reader.CapacityFor<T>(count));
        for (var length = 0; length < count;)
        {
            // As many as there is room for, then as many again: all of them at once unless the header announces more than the bytes left can hold.
            var start = length;
            length = Math.Min(count, Math.Max(collection.Capacity, length * 2));
            CollectionsMarshal.SetCount(collection, length);
            foreach (ref var element in CollectionsMarshal.AsSpan(collection)[start..])
                element = TCodec.Read(ref reader);
        }

        return collection;
    }
}

/// <summary>The shape of <see cref="LinkedList{T}"/>.</summary>
public readonly struct LinkedListShape<T> : ICollectionShape<LinkedList<T>, T>
{
    public static CollectionOwnership Ownership => CollectionOwnership.Mutable;

    public static bool IsExactType(LinkedList<T> collection) => collection.GetType() == typeof(LinkedList<T>);

    public static int Count(LinkedList<T> collection) => collection.Count;

    public static LinkedList<T> Create(T[] elements) => new(elements);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write<TWriter>(ref MessagePackWriter writer, LinkedList<T> collection, ref TWriter elements)
        where TWriter : struct, IElementWriter<T>
    {
        foreach (var element in collection)
            elements.Write(ref writer, in element);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public LinkedList<T> Read<TCodec>(ref MessagePackReader reader, int count)
        where TCodec : ICodec<T>
    {
        var collection = new LinkedList<T>();
        for (; count > 0; count--)
            collection.AddLast(TCodec.Read(ref reader));
        return collection;
    }
}

/// <summary>The shape of <see cref="Queue{T}"/>. The first element is the next one to leave the queue.</summary>
public readonly struct QueueShape<T> : ICollectionShape<Queue<T>, T>
{
    public static CollectionOwnership Ownership => CollectionOwnership.Mutable;

    public static bool IsExactType(Queue<T> collection) => collection.GetType() == typeof(Queue<T>);

    public static int Count(Queue<T> collection) => collection.Count;

    public static Queue<T> Create(T[] elements) => new(elements);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write<TWriter>(ref MessagePackWriter writer, Queue<T> collection, ref TWriter elements)
        where TWriter : struct, IElementWriter<T>
    {
        foreach (var element in collection)
            elements.Write(ref writer, in element);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public Queue<T> Read<TCodec>(ref MessagePackReader reader, int count)
        where TCodec : ICodec<T>
    {
        var collection = new Queue<T>(reader.CapacityFor<T>(count));
        for (; count > 0; count--)
            collection.Enqueue(TCodec.Read(ref reader));
        return collection;
    }
}

/// <summary>The shape of <see cref="Stack{T}"/>. The first element is the next one to leave the stack.</summary>
public readonly struct StackShape<T> : ICollectionShape<Stack<T>, T>
{
    public static CollectionOwnership Ownership => CollectionOwnership.Mutable;

    public static bool IsExactType(Stack<T> collection) => collection.GetType() == typeof(Stack<T>);

    public static int Count(Stack<T> collection) => collection.Count;

    public static Stack<T> Create(T[] elements)
    {
        Array.Reverse(elements);
        return new(elements);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Write<TWriter>(ref MessagePackWriter writer, Stack<T> collection, ref TWriter elements)
        where TWriter : struct, IElementWriter<T>
    {
        foreach (var element in collection)
            elements.Write(ref writer, in element);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public Stack<T> Read<TCodec>(ref MessagePackReader reader, int count)
        where TCodec : ICodec<T> => Create(Elements<T, TCodec>.Read(ref reader, count));
}
