using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Runtime.InteropServices;
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
