using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

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
