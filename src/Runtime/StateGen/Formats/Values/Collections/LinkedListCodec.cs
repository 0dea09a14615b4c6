using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

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
