using System.Collections.Immutable;

namespace StateGen.Serialization.Collections;

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
