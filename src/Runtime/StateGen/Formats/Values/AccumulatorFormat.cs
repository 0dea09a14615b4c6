using StateGen.Serialization;

namespace StateGen.Formats.Values;

/// <summary>
/// The stored form of an accumulator in a row: an array with the accumulator as its only element. Nil stands for no accumulator, and an accumulator may itself
/// be written as nil.
/// </summary>
internal static class AccumulatorFormat
{
    /// <summary>Begins an accumulator, which follows.</summary>
    public static void WriteHeader(ref MessagePackWriter writer) => writer.WriteArrayHeader(1);

    /// <summary>Begins reading an accumulator, which follows.</summary>
    /// <exception cref="SerializationFormatException">The bytes are not an accumulator.</exception>
    public static void ReadHeader(ref MessagePackReader reader)
    {
        var count = reader.ReadArrayHeader();
        if (count != 1)
            throw SerializationFormatException.Invalid("accumulator", $"has {count} elements instead of 1");
    }
}
