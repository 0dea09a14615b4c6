using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

/// <summary>Serializes an array as a MessagePack array. It can be changed in place, so it is kept inside a <see cref="CopyingCodec{T, TCodec}"/>.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <typeparam name="TCodec">The codec of the elements.</typeparam>
public readonly struct ArrayCodec<T, TCodec> : ICodec<T[]>
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Checks;

    /// <inheritdoc/>
    public static T[] Normalize(T[] value)
    {
        ExactType.Require(value);
        Elements<T, TCodec>.Check(value);
        return value;
    }

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in T[] value)
    {
        ExactType.Require(value);
        Elements<T, TCodec>.Write(ref writer, value.AsSpan());
    }

    /// <inheritdoc/>
    public static T[] Read(ref MessagePackReader reader) => reader.TryReadNil() ? [] : Elements<T, TCodec>.Read(ref reader);
}

/// <summary>Serializes <see cref="List{T}"/> as a MessagePack array. It can be changed in place, so it is kept inside a <see cref="CopyingCodec{T, TCodec}"/>.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <typeparam name="TCodec">The codec of the elements.</typeparam>
public readonly struct ListCodec<T, TCodec> : ICodec<List<T>>, IListContainer<List<T>, T>
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Checks;

    /// <inheritdoc/>
    public static List<T> Normalize(List<T> value)
    {
        ExactType.Require(value);
        Elements<T, TCodec>.Check(value);
        return value;
    }

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in List<T> value)
    {
        ExactType.Require(value);
        ListFormat<List<T>, ListCodec<T, TCodec>, T, TCodec>.Write(ref writer, value);
    }

    /// <inheritdoc/>
    public static List<T> Read(ref MessagePackReader reader) => ListFormat<List<T>, ListCodec<T, TCodec>, T, TCodec>.Read(ref reader);

    static int IListContainer<List<T>, T>.Count(List<T> list) => list.Count;

    static List<T> IListContainer<List<T>, T>.Create(T[] elements) => [.. elements];
}

/// <summary>Serializes <see cref="LinkedList{T}"/> as a MessagePack array. It can be changed in place, so it is kept inside a <see cref="CopyingCodec{T, TCodec}"/>.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <typeparam name="TCodec">The codec of the elements.</typeparam>
public readonly struct LinkedListCodec<T, TCodec> : ICodec<LinkedList<T>>, IListContainer<LinkedList<T>, T>
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Checks;

    /// <inheritdoc/>
    public static LinkedList<T> Normalize(LinkedList<T> value)
    {
        ExactType.Require(value);
        Elements<T, TCodec>.Check(value);
        return value;
    }

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in LinkedList<T> value)
    {
        ExactType.Require(value);
        ListFormat<LinkedList<T>, LinkedListCodec<T, TCodec>, T, TCodec>.Write(ref writer, value);
    }

    /// <inheritdoc/>
    public static LinkedList<T> Read(ref MessagePackReader reader) => ListFormat<LinkedList<T>, LinkedListCodec<T, TCodec>, T, TCodec>.Read(ref reader);

    static int IListContainer<LinkedList<T>, T>.Count(LinkedList<T> list) => list.Count;

    static LinkedList<T> IListContainer<LinkedList<T>, T>.Create(T[] elements) => new(elements);
}

/// <summary>Serializes <see cref="Queue{T}"/> as a MessagePack array, the first to leave in front. It can be changed in place, so it is kept inside a <see cref="CopyingCodec{T, TCodec}"/>.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <typeparam name="TCodec">The codec of the elements.</typeparam>
public readonly struct QueueCodec<T, TCodec> : ICodec<Queue<T>>, IListContainer<Queue<T>, T>
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Checks;

    /// <inheritdoc/>
    public static Queue<T> Normalize(Queue<T> value)
    {
        ExactType.Require(value);
        Elements<T, TCodec>.Check(value);
        return value;
    }

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in Queue<T> value)
    {
        ExactType.Require(value);
        ListFormat<Queue<T>, QueueCodec<T, TCodec>, T, TCodec>.Write(ref writer, value);
    }

    /// <inheritdoc/>
    public static Queue<T> Read(ref MessagePackReader reader) => ListFormat<Queue<T>, QueueCodec<T, TCodec>, T, TCodec>.Read(ref reader);

    static int IListContainer<Queue<T>, T>.Count(Queue<T> list) => list.Count;

    static Queue<T> IListContainer<Queue<T>, T>.Create(T[] elements) => new(elements);
}

/// <summary>Serializes <see cref="Stack{T}"/> as a MessagePack array, the first to leave in front. It can be changed in place, so it is kept inside a <see cref="CopyingCodec{T, TCodec}"/>.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <typeparam name="TCodec">The codec of the elements.</typeparam>
public readonly struct StackCodec<T, TCodec> : ICodec<Stack<T>>, IListContainer<Stack<T>, T>
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Checks;

    /// <inheritdoc/>
    public static Stack<T> Normalize(Stack<T> value)
    {
        ExactType.Require(value);
        Elements<T, TCodec>.Check(value);
        return value;
    }

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in Stack<T> value)
    {
        ExactType.Require(value);
        ListFormat<Stack<T>, StackCodec<T, TCodec>, T, TCodec>.Write(ref writer, value);
    }

    /// <inheritdoc/>
    public static Stack<T> Read(ref MessagePackReader reader) => ListFormat<Stack<T>, StackCodec<T, TCodec>, T, TCodec>.Read(ref reader);

    static int IListContainer<Stack<T>, T>.Count(Stack<T> list) => list.Count;

    static Stack<T> IListContainer<Stack<T>, T>.Create(T[] elements)
    {
        Array.Reverse(elements);
        return new(elements);
    }
}
