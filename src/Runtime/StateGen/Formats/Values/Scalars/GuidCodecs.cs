using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace StateGen.Serialization;

/// <summary>Serializes <see cref="Guid"/> as 16 bytes of MessagePack binary, big-endian (RFC 9562).</summary>
public readonly struct GuidCodec : ICodec<Guid>
{
    private const int Length = 16;

    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Guid Normalize(Guid value) => value;

    /// <inheritdoc/>
    [SkipLocalsInit]
    public static void Write(ref MessagePackWriter writer, in Guid value)
    {
        Span<byte> bytes = stackalloc byte[Length];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        writer.WriteBinary(bytes);
    }

    /// <inheritdoc/>
    public static Guid Read(ref MessagePackReader reader)
    {
        var bytes = reader.ReadBinary();
        return bytes.Length == Length
            ? new Guid(bytes, bigEndian: true)
            : throw SerializationFormatException.Invalid(nameof(Guid), $"has {bytes.Length} bytes instead of {Length}");
    }
}

/// <summary>Serializes <see cref="Guid"/> as text of 36 characters with hyphens, in lower case, as MessagePack-CSharp does.</summary>
public readonly struct GuidTextCodec : ICodec<Guid>
{
    private const int Length = 36;

    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <inheritdoc/>
    public static Guid Normalize(Guid value) => value;

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in Guid value)
    {
        Span<char> text = stackalloc char[Length];
        value.TryFormat(text, out _);
        writer.WriteString(text);
    }

    /// <inheritdoc/>
    public static Guid Read(ref MessagePackReader reader)
    {
        var text = reader.ReadStringBytes();
        return Utf8Parser.TryParse(text, out Guid value, out var consumed) && consumed == text.Length
            ? value
            : throw SerializationFormatException.Invalid(nameof(Guid), "is not text of 36 characters with hyphens");
    }
}
