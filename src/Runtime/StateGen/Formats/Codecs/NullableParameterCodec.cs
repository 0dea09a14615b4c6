using System.ComponentModel;

namespace StateGen.Serialization;

/// <summary>
/// Generated code: serializes <c>T?</c> of a type parameter without constraint: nil or the value where it is a reference type, and always the value where it is a value type, as
/// <c>T?</c> is then <c>T</c> itself.
/// </summary>
/// <typeparam name="T">The type parameter.</typeparam>
/// <typeparam name="TCodec">The codec of the value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct NullableParameterCodec<T, TCodec> : ICodec<T?>
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => TCodec.Normalization;

    /// <inheritdoc/>
    public static T? Normalize(T? value) => value is null ? value : TCodec.Normalize(value);

    /// <inheritdoc/>
    public static T? HandOut(T? value) => value is null ? value : TCodec.HandOut(value);

    /// <inheritdoc/>
    public static bool IsDefault(in T? value) => value is null || TCodec.IsDefault(in value);

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in T? value)
    {
        if (value is null)
            writer.WriteNil();
        else
            TCodec.Write(ref writer, in value);
    }

    /// <inheritdoc/>
    public static T? Read(ref MessagePackReader reader) => reader.TryReadNil() ? default : TCodec.Read(ref reader);
}
