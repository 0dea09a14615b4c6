using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text.Json.Serialization;
using StateGen.Checkpointing.Manifest;

namespace StateGen.Checkpoints;

// CRC-32C (Castagnoli, polynomial 0x1EDC6F41 reflected, initial and final XOR with all ones) as in RFC 3720, appendix B.4.
// BitOperations computes the register, with a processor instruction where there is one; Value is the final checksum.
// Check value: "123456789" gives E3069283.

/// <summary>A CRC-32C checksum, which detects every change of up to 32 adjacent bits. The default is the checksum of no bytes.</summary>
/// <param name="Value">The checksum.</param>
[JsonConverter(typeof(Crc32CJsonConverter))]
public readonly record struct Crc32C(uint Value)
{
    /// <summary>The number of characters of <see cref="ToString"/>.</summary>
    internal const int TextLength = 8;

    /// <summary>Computes the checksum of a sequence of bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The checksum.</returns>
    public static Crc32C Of(ReadOnlySpan<byte> bytes) => default(Crc32C).Append(bytes);

    /// <summary>Reads the text form.</summary>
    /// <param name="text">Eight hexadecimal digits.</param>
    /// <returns>The checksum.</returns>
    /// <exception cref="FormatException">The text is not a checksum.</exception>
    public static Crc32C Parse(string text) => new(uint.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

    /// <summary>Computes the checksum of the previous bytes followed by more bytes.</summary>
    /// <param name="bytes">The bytes that follow.</param>
    /// <returns>The checksum of all bytes.</returns>
    public Crc32C Append(ReadOnlySpan<byte> bytes)
    {
        var register = ~Value;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            register = BitOperations.Crc32C(register, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var next in bytes)
            register = BitOperations.Crc32C(register, next);
        return new Crc32C(~register);
    }

    /// <summary>Formats the checksum.</summary>
    /// <returns>Eight lower-case hexadecimal digits.</returns>
    public override string ToString() => Value.ToString("x8", CultureInfo.InvariantCulture);
}
