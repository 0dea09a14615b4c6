using System.Collections.Immutable;
using System.Runtime.InteropServices;
using StateGen.Formats.Values.Collections;

namespace StateGen.Serialization.Collections;

/// <summary>
/// Serializes an array as a MessagePack array. An array can be changed in place, so it is kept inside a <see cref="CopyingCodec{T, TCodec}"/>.
/// </summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <typeparam name="TCodec">The codec of the elements.</typeparam>
public readonly struct ArrayCodec<T, TCodec> : ICodec<T[]>
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Checks;

    /// <inheritdoc/>
    public static T[] Normalize(T[] value)
    {
        ExactType.Require(value);
        Elements<T, TCodec>.Check(value);
        return value;
    }

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in T[] value)
    {
        ExactType.Require(value);
        Elements<T, TCodec>.Write(ref writer, value.AsSpan());
    }

    /// <inheritdoc/>
    public static T[] Read(ref MessagePackReader reader) => reader.TryReadNil() ? [] : Elements<T, TCodec>.Read(ref reader, reader.ReadArrayHeader());
}

/// <summary>
/// Serializes an array of bytes as MessagePack binary. An array can be changed in place, so it is kept inside a <see cref="CopyingCodec{T, TCodec}"/>.
/// </summary>
public readonly struct ByteArrayCodec : ICodec<byte[]>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Checks;

    /// <inheritdoc/>
    public static byte[] Normalize(byte[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        StateSizeException.ThrowIfTooLarge(value.Length);
        return value;
    }

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in byte[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteBinary(value);
    }

    /// <inheritdoc/>
    public static byte[] Read(ref MessagePackReader reader) => reader.ReadBinary().ToArray();
}

/// <summary>Serializes <see cref="ImmutableArray{T}"/> as a MessagePack array. The default instance, which cannot be enumerated, is written as nil.</summary>
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
        reader.TryReadNil() ? default : ImmutableCollectionsMarshal.AsImmutableArray(Elements<T, TCodec>.Read(ref reader, reader.ReadArrayHeader()));

    private static ImmutableArray<T> NormalizeElements(ImmutableArray<T> value)
    {
        T[] elements = [.. value];
        return Elements<T, TCodec>.Normalize(elements) ? ImmutableCollectionsMarshal.AsImmutableArray(elements) : value;
    }
}

/// <summary>
/// Serializes a nullable <see cref="ImmutableArray{T}"/>: nil, or the array. Nil cannot stand for both null and the default instance, so the default instance
/// becomes null.
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
