namespace StateGen.Serialization.Collections;

/// <summary>Serializes an array of bytes as MessagePack binary. It can be changed in place, so it is kept inside a <see cref="CopyingCodec{T, TCodec}"/>.</summary>
public readonly struct ByteArrayCodec : ICodec<byte[]>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Checks;

    /// <inheritdoc/>
    public static byte[] Normalize(byte[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value;
    }

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in byte[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteBinary(value);
    }

    /// <inheritdoc/>
    public static byte[] Read(ref MessagePackReader reader) => reader.ReadBinary().ToArray();
}
