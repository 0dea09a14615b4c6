namespace StateGen.Keys;

/// <summary>Encodes nullable keys of a reference type: 00 for null, which sorts first, or 01 and the value.</summary>
/// <typeparam name="T">The reference type.</typeparam>
/// <typeparam name="TCodec">The codec of the value.</typeparam>
public readonly struct NullableReferenceKeyCodec<T, TCodec> : IKeyCodec<T?>
    where T : class
    where TCodec : IKeyCodec<T>
{
    /// <inheritdoc/>
    public static T? Normalize(T? key) => key is null ? null : TCodec.Normalize(key);

    /// <inheritdoc/>
    public static bool Equals(in T? left, in T? right) =>
        left is null || right is null ? ReferenceEquals(left, right) : TCodec.Equals(in left, in right);

    /// <inheritdoc/>
    public static ulong Hash(in T? key) => KeyHash.Of<T?, NullableReferenceKeyCodec<T, TCodec>>(in key);

    /// <inheritdoc/>
    public static void Write(ref KeyWriter writer, in T? key)
    {
        NullMarker.Write(ref writer, key is null);
        if (key is not null)
            TCodec.Write(ref writer, in key);
    }

    /// <inheritdoc/>
    public static T? Read(ref KeyReader reader) => NullMarker.Read(ref reader) ? null : TCodec.Read(ref reader);
}
