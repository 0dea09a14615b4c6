using StateGen.Serialization;

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

/// <summary>The byte before a nullable key: 00 for null, 01 if a value follows.</summary>
internal static class NullMarker
{
    private const byte Null = 0;
    private const byte Value = 1;

    public static void Write(ref KeyWriter writer, bool isNull) => writer.WriteByte(isNull ? Null : Value);

    /// <returns>true if the key is null; otherwise, false.</returns>
    public static bool Read(ref KeyReader reader)
    {
        var start = reader.Position;
        return reader.ReadByte() switch
        {
            Null => true,
            Value => false,
            _ => throw SerializationFormatException.InvalidKey("null marker", start, "is neither 00 nor 01"),
        };
    }
}
