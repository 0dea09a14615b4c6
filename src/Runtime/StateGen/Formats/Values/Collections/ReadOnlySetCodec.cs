using System.Collections.ObjectModel;
using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

/// <summary>Serializes <see cref="ReadOnlySet{T}"/> as a MessagePack array of different elements, in the order of their bytes. It is copied, because somebody else may change the set behind it.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <typeparam name="TCodec">The codec of the elements.</typeparam>
public readonly struct ReadOnlySetCodec<T, TCodec> : ICodec<ReadOnlySet<T>>, ISetContainer<ReadOnlySet<T>, T>
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Changes;

    /// <inheritdoc/>
    public static ReadOnlySet<T> Normalize(ReadOnlySet<T> value)
    {
        if (value is FixedSet<T>)
            return SetFormat<ReadOnlySet<T>, ReadOnlySetCodec<T, TCodec>, T, TCodec>.Normalize(value);
        ExactType.Require(value);
        return SetFormat<ReadOnlySet<T>, ReadOnlySetCodec<T, TCodec>, T, TCodec>.Copy(value);
    }

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in ReadOnlySet<T> value) => SetFormat<ReadOnlySet<T>, ReadOnlySetCodec<T, TCodec>, T, TCodec>.Write(ref writer, value);

    /// <inheritdoc/>
    public static ReadOnlySet<T> Read(ref MessagePackReader reader) => SetFormat<ReadOnlySet<T>, ReadOnlySetCodec<T, TCodec>, T, TCodec>.Read(ref reader);

    static int ISetContainer<ReadOnlySet<T>, T>.Count(ReadOnlySet<T> set) => set.Count;

    static bool ISetContainer<ReadOnlySet<T>, T>.HasDefaultComparer(ReadOnlySet<T> set) => true;

    static ReadOnlySet<T> ISetContainer<ReadOnlySet<T>, T>.Create(T[] elements) => new FixedSet<T>([.. elements]);
}
