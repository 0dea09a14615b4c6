using System.Collections.Immutable;
using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

/// <summary>Serializes <see cref="ImmutableQueue{T}"/> as a MessagePack array, the first to leave in front.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <typeparam name="TCodec">The codec of the elements.</typeparam>
public readonly struct ImmutableQueueCodec<T, TCodec> : ICodec<ImmutableQueue<T>>, IListContainer<ImmutableQueue<T>, T>
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => TCodec.Normalization == Normalization.Changes ? Normalization.Changes : Normalization.Checks;

    /// <inheritdoc/>
    public static ImmutableQueue<T> Normalize(ImmutableQueue<T> value) => ListFormat<ImmutableQueue<T>, ImmutableQueueCodec<T, TCodec>, T, TCodec>.Normalize(value);

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in ImmutableQueue<T> value) => ListFormat<ImmutableQueue<T>, ImmutableQueueCodec<T, TCodec>, T, TCodec>.Write(ref writer, value);

    /// <inheritdoc/>
    public static ImmutableQueue<T> Read(ref MessagePackReader reader) => ListFormat<ImmutableQueue<T>, ImmutableQueueCodec<T, TCodec>, T, TCodec>.Read(ref reader);

    static int IListContainer<ImmutableQueue<T>, T>.Count(ImmutableQueue<T> list) => list.Count();

    static ImmutableQueue<T> IListContainer<ImmutableQueue<T>, T>.Create(T[] elements) => ImmutableQueue.Create(elements);
}
