using System.Collections.Immutable;
using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

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
