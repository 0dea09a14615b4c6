using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using StateGen.Formats.Values;

namespace StateGen.Keys;

/// <summary>
/// Builds encoded keys in a buffer of the caller, usually on the stack, and moves to a pooled array when the buffer is full.
/// All integers are big-endian, so that the order of the bytes is the order of the numbers. Not thread-safe.
/// </summary>
public ref struct KeyWriter
{
    private Span<byte> _buffer;
    private byte[]? _rented;
    private int _length;

    /// <summary>Initializes a writer with nothing written.</summary>
    /// <param name="initial">The buffer to fill first; may be empty.</param>
    public KeyWriter(Span<byte> initial) => _buffer = initial;

    /// <summary>Gets the bytes written so far; valid until the next write, <see cref="Clear"/> or <see cref="Dispose"/>.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    /// <summary>Gets the number of bytes written so far.</summary>
    public readonly int Length => _length;

    /// <summary>Writes one byte.</summary>
    /// <param name="value">The byte.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteByte(byte value) => Append(sizeof(byte))[0] = value;

    /// <summary>Writes 2 bytes, big-endian.</summary>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteUInt16(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Append(sizeof(ushort)), value);

    /// <summary>Writes 4 bytes, big-endian.</summary>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Append(sizeof(uint)), value);

    /// <summary>Writes 8 bytes, big-endian.</summary>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteUInt64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Append(sizeof(ulong)), value);

    /// <summary>Writes 16 bytes, big-endian.</summary>
    /// <param name="value">The number.</param>
    public void WriteUInt128(UInt128 value) => BinaryPrimitives.WriteUInt128BigEndian(Append(16), value);

    /// <summary>Writes bytes as they are. They are not delimited: the caller must be able to tell where they end.</summary>
    /// <param name="bytes">The bytes.</param>
    public void Write(scoped ReadOnlySpan<byte> bytes) => bytes.CopyTo(Append(bytes.Length));

    /// <summary>Discards the written bytes and keeps the buffer.</summary>
    public void Clear() => _length = 0;

    /// <summary>Returns the pooled array, if there is one. The writer is empty afterwards.</summary>
    public void Dispose()
    {
        var rented = _rented;
        this = default;
        PooledBuffer.Return(rented);
    }

    /// <summary>Returns at least <paramref name="size"/> writable bytes behind the written ones; <see cref="Advance"/> counts them as written.</summary>
    internal Span<byte> Reserve(int size)
    {
        if (_buffer.Length - _length < size)
            Grow(size);
        return _buffer[_length..];
    }

    internal void Advance(int count) => _length += count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Append(int size)
    {
        if (_buffer.Length - _length < size)
            Grow(size);
        var target = _buffer.Slice(_length, size);
        _length += size;
        return target;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int size) => _buffer = PooledBuffer.Grow(_buffer[.._length], size, ref _rented);
}
