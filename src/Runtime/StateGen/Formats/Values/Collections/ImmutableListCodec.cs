using System.Collections.Immutable;
using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

/// <summary>Serializes <see cref="ImmutableList{T}"/> as a MessagePack array.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <typeparam name="TCodec">The codec of the elements.</typeparam>
public readonly struct ImmutableListCodec<T, TCodec> : ICodec<ImmutableList<T>>, IListContainer<ImmutableList<T>, T>
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => TCodec.Normalization == Normalization.Changes ? Normalization.Changes : Normalization.Checks;

    /// <inheritdoc/>
    public static ImmutableList<T> Normalize(ImmutableList<T> value) => ListFormat<ImmutableList<T>, ImmutableListCodec<T, TCodec>, T, TCodec>.Normalize(value);

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in ImmutableList<T> value) => ListFormat<ImmutableList<T>, ImmutableListCodec<T, TCodec>, T, TCodec>.Write(ref writer, value);

    /// <inheritdoc/>
    public static ImmutableList<T> Read(ref MessagePackReader reader) => ListFormat<ImmutableList<T>, ImmutableListCodec<T, TCodec>, T, TCodec>.Read(ref reader);

    static int IListContainer<ImmutableList<T>, T>.Count(ImmutableList<T> list) => list.Count;

    static ImmutableList<T> IListContainer<ImmutableList<T>, T>.Create(T[] elements) => ImmutableList.Create(elements);
}
