using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using StateGen.Serialization;

namespace StateGen.Keys;

/// <summary>
/// Reads encoded keys from left to right. Every method throws <see cref="SerializationFormatException"/> if the bytes end too early.
/// Not thread-safe.
/// </summary>
public ref struct KeyReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private int _position;

    /// <summary>Initializes a reader that is positioned at the first byte.</summary>
    /// <param name="bytes">The encoded key, or several in a row.</param>
    public KeyReader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Gets the number of bytes read so far.</summary>
    public readonly int Position => _position;

    /// <summary>Gets a value indicating whether every byte has been read.</summary>
    public readonly bool AtEnd => _position == _bytes.Length;

    internal readonly ReadOnlySpan<byte> Remaining => _bytes[_position..];

    /// <summary>Reads one byte.</summary>
    /// <exception cref="SerializationFormatException">No byte is left.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte ReadByte() => Read(sizeof(byte))[0];

    /// <summary>Reads 2 bytes, big-endian.</summary>
    /// <exception cref="SerializationFormatException">Fewer bytes are left.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16BigEndian(Read(sizeof(ushort)));

    /// <summary>Reads 4 bytes, big-endian.</summary>
    /// <exception cref="SerializationFormatException">Fewer bytes are left.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(Read(sizeof(uint)));

    /// <summary>Reads 8 bytes, big-endian.</summary>
    /// <exception cref="SerializationFormatException">Fewer bytes are left.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64BigEndian(Read(sizeof(ulong)));

    /// <summary>Reads 16 bytes, big-endian.</summary>
    /// <exception cref="SerializationFormatException">Fewer bytes are left.</exception>
    public UInt128 ReadUInt128() => BinaryPrimitives.ReadUInt128BigEndian(Read(16));

    /// <summary>Reads bytes as they are, without a copy.</summary>
    /// <param name="count">The number of bytes.</param>
    /// <exception cref="SerializationFormatException">Fewer bytes are left.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Read(int count)
    {
        if (_bytes.Length - _position < count)
            SerializationFormatException.ThrowTruncatedKey(_position, count, _bytes.Length - _position);
        var taken = _bytes.Slice(_position, count);
        _position += count;
        return taken;
    }
}
