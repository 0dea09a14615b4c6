using System.Collections.Immutable;
using System.Runtime.InteropServices;
using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

/// <summary>Serializes <see cref="IReadOnlyCollection{T}"/> as a MessagePack array. What somebody else may change is copied into an <see cref="ImmutableArray{T}"/>.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <typeparam name="TCodec">The codec of the elements.</typeparam>
public readonly struct ReadOnlyCollectionInterfaceCodec<T, TCodec> : ICodec<IReadOnlyCollection<T>>, IListContainer<IReadOnlyCollection<T>, T>
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Changes;

    /// <inheritdoc/>
    public static IReadOnlyCollection<T> Normalize(IReadOnlyCollection<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value is ImmutableArray<T> { IsDefault: false } or ImmutableList<T> ? ListFormat<IReadOnlyCollection<T>, ReadOnlyCollectionInterfaceCodec<T, TCodec>, T, TCodec>.Normalize(value) : ListFormat<IReadOnlyCollection<T>, ReadOnlyCollectionInterfaceCodec<T, TCodec>, T, TCodec>.Copy(value);
    }

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in IReadOnlyCollection<T> value) => ListFormat<IReadOnlyCollection<T>, ReadOnlyCollectionInterfaceCodec<T, TCodec>, T, TCodec>.Write(ref writer, value);

    /// <inheritdoc/>
    public static IReadOnlyCollection<T> Read(ref MessagePackReader reader) => ListFormat<IReadOnlyCollection<T>, ReadOnlyCollectionInterfaceCodec<T, TCodec>, T, TCodec>.Read(ref reader);

    static int IListContainer<IReadOnlyCollection<T>, T>.Count(IReadOnlyCollection<T> list) => list.Count;

    static IReadOnlyCollection<T> IListContainer<IReadOnlyCollection<T>, T>.Create(T[] elements) => ImmutableCollectionsMarshal.AsImmutableArray(elements);
}
