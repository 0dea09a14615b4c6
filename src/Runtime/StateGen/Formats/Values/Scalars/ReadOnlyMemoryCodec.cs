namespace StateGen.Serialization;

/// <summary>
/// Serializes <see cref="ReadOnlyMemory{T}"/> of bytes as MessagePack binary. The bytes are copied, because other code may hold and change
/// the array behind them.
/// </summary>
public readonly struct ReadOnlyMemoryCodec : ICodec<ReadOnlyMemory<byte>>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Changes;

    /// <inheritdoc/>
    public static ReadOnlyMemory<byte> Normalize(ReadOnlyMemory<byte> value)
    {
        StateSizeException.ThrowIfTooLarge(value.Length);
        return value.IsEmpty ? default : value.ToArray();
    }

    /// <inheritdoc/>
    public static void Write(ref MessagePackWriter writer, in ReadOnlyMemory<byte> value) => writer.WriteBinary(value.Span);

    /// <inheritdoc/>
    public static ReadOnlyMemory<byte> Read(ref MessagePackReader reader)
    {
        var bytes = reader.ReadBinary();
        return bytes.IsEmpty ? default : bytes.ToArray();
    }
}
