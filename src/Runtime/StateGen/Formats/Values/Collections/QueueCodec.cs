using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

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
