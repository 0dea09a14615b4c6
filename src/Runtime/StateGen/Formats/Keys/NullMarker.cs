using StateGen.Serialization;

namespace StateGen.Keys;

/// <summary>The byte before a nullable key: 00 null, 01 a value follows.</summary>
internal static class NullMarker
{
    private const byte Null = 0;
    private const byte Value = 1;

    public static void Write(ref KeyWriter writer, bool isNull) => writer.WriteByte(isNull ? Null : Value);

    /// <returns>Whether the key is null.</returns>
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
