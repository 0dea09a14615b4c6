using System.Runtime.CompilerServices;

namespace StateGen.Serialization;

/// <summary>Serializes <see cref="char"/> as a MessagePack integer, the UTF-16 code unit.</summary>
public readonly struct CharCodec : ICodec<char>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static char Normalize(char value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref MessagePackWriter writer, in char value) => writer.WriteUInt64(value);

    /// <inheritdoc/>
    public static char Read(ref MessagePackReader reader) => (char)reader.ReadUInt16();
}
