using System.Runtime.CompilerServices;
using StateGen.Serialization;

namespace StateGen.Keys;

/// <summary>Encodes <see cref="char"/> keys in 2 bytes, big-endian. A surrogate cannot be a key.</summary>
public readonly struct CharKeyCodec : IKeyCodec<char>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static char Normalize(char key)
    {
        if (char.IsSurrogate(key))
            KeyFormatException.ThrowNoNormalForm($"The key U+{(int)key:X4} is a surrogate, which is half of a character; use a string key.");
        return key;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in char left, in char right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in char key) => StableHash.OfUInt16(key);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref KeyWriter writer, in char key) => writer.WriteUInt16(key);

    /// <inheritdoc/>
    public static char Read(ref KeyReader reader)
    {
        var start = reader.Position;
        var key = (char)reader.ReadUInt16();
        return char.IsSurrogate(key)
            ? throw SerializationFormatException.InvalidKey(nameof(Char), start, "is a surrogate")
            : key;
    }
}
