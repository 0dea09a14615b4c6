using System.Collections.Immutable;
using System.Runtime.InteropServices;
using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

/// <summary>Serializes <see cref="IReadOnlyList{T}"/> as a MessagePack array. What somebody else may change is copied into an <see cref="ImmutableArray{T}"/>.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <typeparam name="TCodec">The codec of the elements.</typeparam>
public readonly struct ReadOnlyListInterfaceCodec<T, TCodec> : ICodec<IReadOnlyList<T>>, IListContainer<IReadOnlyList<T>, T>
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Changes;

    /// <inheritdoc/>
    public static IReadOnlyList<T> Normalize(IReadOnlyList<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value is ImmutableArray<T> { IsDefault: false } or ImmutableList<T> ? ListFormat<IReadOnlyList<T>, ReadOnlyListInterfaceCodec<T, TCodec>, T, TCodec>.Normalize(value) : ListFormat<IReadOnlyList<T>, ReadOnlyListInterfaceCodec<T, TCodec>, T, TCodec>.Copy(value);
    }

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in IReadOnlyList<T> value) => ListFormat<IReadOnlyList<T>, ReadOnlyListInterfaceCodec<T, TCodec>, T, TCodec>.Write(ref writer, value);

    /// <inheritdoc/>
    public static IReadOnlyList<T> Read(ref MessagePackReader reader) => ListFormat<IReadOnlyList<T>, ReadOnlyListInterfaceCodec<T, TCodec>, T, TCodec>.Read(ref reader);

    static int IListContainer<IReadOnlyList<T>, T>.Count(IReadOnlyList<T> list) => list.Count;

    static IReadOnlyList<T> IListContainer<IReadOnlyList<T>, T>.Create(T[] elements) => ImmutableCollectionsMarshal.AsImmutableArray(elements);
}
