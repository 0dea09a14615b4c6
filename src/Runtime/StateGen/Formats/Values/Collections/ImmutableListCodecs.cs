using System.Collections.Immutable;
using System.Runtime.InteropServices;
using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

/// <summary>Serializes <see cref="ImmutableArray{T}"/> as a MessagePack array; the default instance, which has no elements to enumerate, as nil.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <typeparam name="TCodec">The codec of the elements.</typeparam>
public readonly struct ImmutableArrayCodec<T, TCodec> : ICodec<ImmutableArray<T>>
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => TCodec.Normalization;

    /// <inheritdoc/>
    public static ImmutableArray<T> Normalize(ImmutableArray<T> value)
    {
        if (value.IsDefaultOrEmpty || TCodec.Normalization == Normalization.None)
            return value;
        if (TCodec.Normalization == Normalization.Changes)
            return NormalizeElements(value);
        foreach (var element in value)
            TCodec.Normalize(element);
        return value;
    }

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in ImmutableArray<T> value)
    {
        if (value.IsDefault)
            writer.WriteNil();
        else
            Elements<T, TCodec>.Write(ref writer, value.AsSpan());
    }

    /// <inheritdoc/>
    public static ImmutableArray<T> Read(ref MessagePackReader reader) =>
        reader.TryReadNil() ? default : ImmutableCollectionsMarshal.AsImmutableArray(Elements<T, TCodec>.Read(ref reader));

    private static ImmutableArray<T> NormalizeElements(ImmutableArray<T> value)
    {
        T[] elements = [.. value];
        return Elements<T, TCodec>.Normalize(elements) ? ImmutableCollectionsMarshal.AsImmutableArray(elements) : value;
    }
}

/// <summary>
/// Serializes a nullable <see cref="ImmutableArray{T}"/>: nil, or the array. Nil cannot say both that there is no array and that there is a
/// default one, so the default instance becomes null.
/// </summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <typeparam name="TCodec">The codec of the elements.</typeparam>
public readonly struct NullableImmutableArrayCodec<T, TCodec> : ICodec<ImmutableArray<T>?>
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Changes;

    /// <inheritdoc/>
    public static ImmutableArray<T>? Normalize(ImmutableArray<T>? value) =>
        value is { IsDefault: false } array ? ImmutableArrayCodec<T, TCodec>.Normalize(array) : null;

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in ImmutableArray<T>? value) =>
        ImmutableArrayCodec<T, TCodec>.Write(ref writer, value.GetValueOrDefault());

    /// <inheritdoc/>
    public static ImmutableArray<T>? Read(ref MessagePackReader reader) =>
        ImmutableArrayCodec<T, TCodec>.Read(ref reader) is { IsDefault: false } array ? array : null;
}

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

/// <summary>Serializes <see cref="ImmutableStack{T}"/> as a MessagePack array, the first to leave in front.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <typeparam name="TCodec">The codec of the elements.</typeparam>
public readonly struct ImmutableStackCodec<T, TCodec> : ICodec<ImmutableStack<T>>, IListContainer<ImmutableStack<T>, T>
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => TCodec.Normalization == Normalization.Changes ? Normalization.Changes : Normalization.Checks;

    /// <inheritdoc/>
    public static ImmutableStack<T> Normalize(ImmutableStack<T> value) => ListFormat<ImmutableStack<T>, ImmutableStackCodec<T, TCodec>, T, TCodec>.Normalize(value);

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in ImmutableStack<T> value) => ListFormat<ImmutableStack<T>, ImmutableStackCodec<T, TCodec>, T, TCodec>.Write(ref writer, value);

    /// <inheritdoc/>
    public static ImmutableStack<T> Read(ref MessagePackReader reader) => ListFormat<ImmutableStack<T>, ImmutableStackCodec<T, TCodec>, T, TCodec>.Read(ref reader);

    static int IListContainer<ImmutableStack<T>, T>.Count(ImmutableStack<T> list) => list.Count();

    static ImmutableStack<T> IListContainer<ImmutableStack<T>, T>.Create(T[] elements)
    {
        Array.Reverse(elements);
        return ImmutableStack.Create(elements);
    }
}
