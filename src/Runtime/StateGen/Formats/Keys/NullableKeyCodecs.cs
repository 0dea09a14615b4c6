namespace StateGen.Keys;

/// <summary>Encodes nullable keys of a value type: 00 for null, which sorts first, or 01 and the value.</summary>
/// <typeparam name="T">The value type.</typeparam>
/// <typeparam name="TCodec">The codec of the value.</typeparam>
public readonly struct NullableKeyCodec<T, TCodec> : IKeyCodec<T?>
    where T : struct
    where TCodec : IKeyCodec<T>
{
    /// <inheritdoc/>
    public static T? Normalize(T? key) => key is { } value ? TCodec.Normalize(value) : null;

    /// <inheritdoc/>
    public static bool Equals(in T? left, in T? right) =>
        left is { } leftValue ? right is { } rightValue && TCodec.Equals(in leftValue, in rightValue) : right is null;

    /// <inheritdoc/>
    public static ulong Hash(in T? key) => KeyHash.Of<T?, NullableKeyCodec<T, TCodec>>(in key);

    /// <inheritdoc/>
    public static void Write(ref KeyWriter writer, in T? key)
    {
        NullMarker.Write(ref writer, key is null);
        if (key is { } value)
            TCodec.Write(ref writer, in value);
    }

    /// <inheritdoc/>
    public static T? Read(ref KeyReader reader) => NullMarker.Read(ref reader) ? null : TCodec.Read(ref reader);
}
