using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

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
