using System.Collections.ObjectModel;
using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

/// <summary>Serializes <see cref="ReadOnlyCollection{T}"/> as a MessagePack array. It is copied, because somebody else may change the list behind it.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <typeparam name="TCodec">The codec of the elements.</typeparam>
public readonly struct ReadOnlyCollectionCodec<T, TCodec> : ICodec<ReadOnlyCollection<T>>, IListContainer<ReadOnlyCollection<T>, T>
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Changes;

    /// <inheritdoc/>
    public static ReadOnlyCollection<T> Normalize(ReadOnlyCollection<T> value)
    {
        if (value is FixedCollection<T>)
            return ListFormat<ReadOnlyCollection<T>, ReadOnlyCollectionCodec<T, TCodec>, T, TCodec>.Normalize(value);
        ExactType.Require(value);
        return ListFormat<ReadOnlyCollection<T>, ReadOnlyCollectionCodec<T, TCodec>, T, TCodec>.Copy(value);
    }

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in ReadOnlyCollection<T> value) => ListFormat<ReadOnlyCollection<T>, ReadOnlyCollectionCodec<T, TCodec>, T, TCodec>.Write(ref writer, value);

    /// <inheritdoc/>
    public static ReadOnlyCollection<T> Read(ref MessagePackReader reader) => ListFormat<ReadOnlyCollection<T>, ReadOnlyCollectionCodec<T, TCodec>, T, TCodec>.Read(ref reader);

    static int IListContainer<ReadOnlyCollection<T>, T>.Count(ReadOnlyCollection<T> list) => list.Count;

    static ReadOnlyCollection<T> IListContainer<ReadOnlyCollection<T>, T>.Create(T[] elements) => new FixedCollection<T>(elements);
}
