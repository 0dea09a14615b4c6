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
