namespace StateGen.Serialization;

/// <summary>Serializes a nullable value type: nil, or the value.</summary>
/// <typeparam name="T">The value type.</typeparam>
/// <typeparam name="TCodec">The codec of the value.</typeparam>
public readonly struct NullableCodec<T, TCodec> : ICodec<T?>
    where T : struct
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => TCodec.Normalization;

    /// <inheritdoc/>
    public static T? Normalize(T? value) => value is { } present ? TCodec.Normalize(present) : null;

    /// <inheritdoc/>
    public static T? HandOut(T? value) => value is { } present ? TCodec.HandOut(present) : null;

    /// <inheritdoc/>
    public static bool IsDefault(in T? value) => value is null;

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in T? value)
    {
        if (value is { } present)
            TCodec.Write(ref writer, in present);
        else
            writer.WriteNil();
    }

    /// <inheritdoc/>
    public static T? Read(ref MessagePackReader reader) => reader.TryReadNil() ? null : TCodec.Read(ref reader);
}

/// <summary>Serializes a nullable reference type: nil, or the value.</summary>
/// <typeparam name="T">The reference type.</typeparam>
/// <typeparam name="TCodec">The codec of the value.</typeparam>
public readonly struct NullableReferenceCodec<T, TCodec> : ICodec<T?>
    where T : class
    where TCodec : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => TCodec.Normalization;

    /// <inheritdoc/>
    public static T? Normalize(T? value) => value is null ? null : TCodec.Normalize(value);

    /// <inheritdoc/>
    public static T? HandOut(T? value) => value is null ? null : TCodec.HandOut(value);

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in T? value)
    {
        if (value is null)
            writer.WriteNil();
        else
            TCodec.Write(ref writer, in value);
    }

    /// <inheritdoc/>
    public static T? Read(ref MessagePackReader reader) => reader.TryReadNil() ? null : TCodec.Read(ref reader);
}
