using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using StateGen.Formats.Values;

namespace StateGen.Serialization;

/// <summary>
/// Reads MessagePack (https://github.com/msgpack/msgpack/blob/master/spec.md) from bytes that need not be trusted. Every form of a
/// value is accepted, including forms that are longer than necessary. For bad bytes, every method throws
/// <see cref="SerializationFormatException"/> and no other exception; the position is then undefined. Not thread-safe.
/// </summary>
public ref partial struct MessagePackReader
{
    private const int SmallestCapacity = 4;
    private const int AllocatedPerByte = 16;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _position;
    private int _nesting;

    // The memory allocated in advance, in units of AllocatedPerByte.
    private long _reserved;

    /// <summary>Initializes a reader that is positioned at the first byte.</summary>
    /// <param name="bytes">One or more values.</param>
    public MessagePackReader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Gets the number of bytes read so far.</summary>
    public readonly int Position => _position;

    /// <summary>Gets a value indicating whether every byte has been read.</summary>
    public readonly bool AtEnd => _position == _bytes.Length;

    private readonly int Remaining => _bytes.Length - _position;

    /// <summary>
    /// Returns the initial capacity for the elements that a header announces. Hostile bytes may announce elements that take many bytes of memory for each byte
    /// read, and at each of many levels, so all the memory that is allocated in advance is a small multiple of the bytes. The rest is allocated as elements are
    /// read.
    /// </summary>
    internal int CapacityFor<T>(int announced)
    {
        var affordable = Math.Min(Remaining, _bytes.Length - _reserved) * AllocatedPerByte / Unsafe.SizeOf<T>();
        var capacity = (int)Math.Min(announced, Math.Max(SmallestCapacity, affordable));
        _reserved += (long)capacity * Unsafe.SizeOf<T>() / AllocatedPerByte;
        return capacity;
    }

    /// <summary>Reads nil if it is the next value; otherwise, leaves the position unchanged.</summary>
    /// <returns>true if nil was read; otherwise, false.</returns>
    /// <exception cref="SerializationFormatException">No byte is left.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryReadNil()
    {
        if (Take(sizeof(byte)) == FormatCode.Nil)
            return true;
        _position--;
        return false;
    }

    /// <summary>Reads a boolean.</summary>
    /// <exception cref="SerializationFormatException">The next value has another type, or no byte is left.</exception>
    public bool ReadBoolean() => Take(sizeof(byte)) switch
    {
        FormatCode.False => false,
        FormatCode.True => true,
        var code => throw Unexpected("a boolean", code),
    };

    /// <summary>Reads an integer of any width.</summary>
    /// <exception cref="SerializationFormatException">The next value has another type, the number is out of range, or the bytes are truncated.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long ReadInt64()
    {
        var code = (sbyte)Take(sizeof(byte));
        return code >= unchecked((sbyte)FormatCode.SmallestNegativeFixInt) ? code : ReadInt64((byte)code);
    }

    /// <inheritdoc cref="ReadInt64()"/>
    public ulong ReadUInt64()
    {
        var code = Take(sizeof(byte));
        if (code <= FormatCode.LargestPositiveFixInt)
            return code;
        if (code == FormatCode.UInt64)
            return TakeUInt64();
        _position--;
        return (ulong)InRange(ReadInt64(), 0, long.MaxValue, nameof(UInt64));
    }

    /// <inheritdoc cref="ReadInt64()"/>
    public int ReadInt32() => (int)InRange(ReadInt64(), int.MinValue, int.MaxValue, nameof(Int32));

    /// <inheritdoc cref="ReadInt64()"/>
    public uint ReadUInt32() => (uint)InRange(ReadInt64(), uint.MinValue, uint.MaxValue, nameof(UInt32));

    /// <inheritdoc cref="ReadInt64()"/>
    public short ReadInt16() => (short)InRange(ReadInt64(), short.MinValue, short.MaxValue, nameof(Int16));

    /// <inheritdoc cref="ReadInt64()"/>
    public ushort ReadUInt16() => (ushort)InRange(ReadInt64(), ushort.MinValue, ushort.MaxValue, nameof(UInt16));

    /// <inheritdoc cref="ReadInt64()"/>
    public sbyte ReadSByte() => (sbyte)InRange(ReadInt64(), sbyte.MinValue, sbyte.MaxValue, nameof(SByte));

    /// <inheritdoc cref="ReadInt64()"/>
    public byte ReadByte() => (byte)InRange(ReadInt64(), byte.MinValue, byte.MaxValue, nameof(Byte));

    /// <summary>Reads a single-precision number.</summary>
    /// <exception cref="SerializationFormatException">The next value has another type, or the bytes are truncated.</exception>
    public float ReadSingle()
    {
        var code = Take(sizeof(byte));
        return code == FormatCode.Float32
            ? BitConverter.UInt32BitsToSingle(TakeUInt32())
            : throw Unexpected("a 32-bit float", code);
    }

    /// <summary>Reads a double-precision number, or a single-precision one, which widens without loss.</summary>
    /// <exception cref="SerializationFormatException">The next value has another type, or the bytes are truncated.</exception>
    public double ReadDouble()
    {
        var code = Take(sizeof(byte));
        return code switch
        {
            FormatCode.Float64 => BitConverter.UInt64BitsToDouble(TakeUInt64()),
            FormatCode.Float32 => BitConverter.UInt32BitsToSingle(TakeUInt32()),
            _ => throw Unexpected("a float", code),
        };
    }

    /// <summary>Reads text.</summary>
    /// <exception cref="SerializationFormatException">The next value has another type, or the bytes are truncated or not UTF-8.</exception>
    public string ReadString()
    {
        var utf8 = ReadStringBytes();
        return Utf8.IsValid(utf8)
            ? Encoding.UTF8.GetString(utf8)
            : throw SerializationFormatException.Invalid("text", $"that ends at offset {_position} is not UTF-8");
    }

    /// <summary>Reads text without decoding or checking its UTF-8.</summary>
    /// <returns>The bytes, as a slice of the reader's bytes.</returns>
    /// <exception cref="SerializationFormatException">The next value has another type, or the bytes are truncated.</exception>
    public ReadOnlySpan<byte> ReadStringBytes()
    {
        var code = Take(sizeof(byte));
        if ((code & 0xe0) == FormatCode.FixString)
            return ReadRaw(code & FormatCode.LargestFixString);
        return code switch
        {
            FormatCode.String8 => ReadRaw(Take(sizeof(byte))),
            FormatCode.String16 => ReadRaw(TakeUInt16()),
            FormatCode.String32 => ReadRaw(TakeLength()),
            _ => throw Unexpected("a string", code),
        };
    }

    /// <summary>Reads bytes without a copy.</summary>
    /// <returns>The bytes, as a slice of the reader's bytes.</returns>
    /// <exception cref="SerializationFormatException">The next value has another type, or the bytes are truncated.</exception>
    public ReadOnlySpan<byte> ReadBinary()
    {
        var code = Take(sizeof(byte));
        return code switch
        {
            FormatCode.Binary8 => ReadRaw(Take(sizeof(byte))),
            FormatCode.Binary16 => ReadRaw(TakeUInt16()),
            FormatCode.Binary32 => ReadRaw(TakeLength()),
            _ => throw Unexpected("binary", code),
        };
    }

    /// <summary>Reads the header of an array; its elements follow.</summary>
    /// <returns>The number of elements, at most the number of bytes left.</returns>
    /// <exception cref="SerializationFormatException">The next value has another type, or the bytes are truncated.</exception>
    public int ReadArrayHeader()
    {
        var code = Take(sizeof(byte));
        return Fitting(code switch
        {
            >= FormatCode.FixArray and < FormatCode.FixString => code & FormatCode.LargestFixCollection,
            FormatCode.Array16 => TakeUInt16(),
            FormatCode.Array32 => TakeUInt32(),
            _ => throw Unexpected("an array", code),
        });
    }

    /// <summary>Reads the header of a map; key, value, key, value… follow.</summary>
    /// <returns>The number of entries, at most half the number of bytes left.</returns>
    /// <exception cref="SerializationFormatException">The next value has another type, or the bytes are truncated.</exception>
    public int ReadMapHeader()
    {
        var code = Take(sizeof(byte));
        return Fitting(2 * code switch
        {
            >= FormatCode.FixMap and < FormatCode.FixArray => code & FormatCode.LargestFixCollection,
            FormatCode.Map16 => TakeUInt16(),
            FormatCode.Map32 => (long)TakeUInt32(),
            _ => throw Unexpected("a map", code),
        }) / 2;
    }

    /// <summary>Reads an instant in any form of the timestamp extension; nanoseconds are rounded down to ticks of 100.</summary>
    /// <returns>A <see cref="DateTime"/> of <see cref="DateTimeKind.Utc"/>.</returns>
    /// <exception cref="SerializationFormatException">
    /// The next value has another type, the instant is outside the years 1 to 9999, or the bytes are truncated.
    /// </exception>
    public DateTime ReadTimestamp() => TimestampFormat.Read(ref this);

    /// <summary>Reads the header of an extension; <see cref="ReadRaw"/> reads the content that follows.</summary>
    /// <param name="type">The type of the extension; the types of the specification are negative.</param>
    /// <returns>The length of the content in bytes, at most the number of bytes left.</returns>
    /// <exception cref="SerializationFormatException">The next value has another type, or the bytes are truncated.</exception>
    public int ReadExtensionHeader(out sbyte type)
    {
        var code = Take(sizeof(byte));
        var length = code switch
        {
            >= FormatCode.FixExtension1 and <= FormatCode.FixExtension16 => 1L << (code - FormatCode.FixExtension1),
            FormatCode.Extension8 => Take(sizeof(byte)),
            FormatCode.Extension16 => TakeUInt16(),
            FormatCode.Extension32 => TakeUInt32(),
            _ => throw Unexpected("an extension", code),
        };
        type = (sbyte)Take(sizeof(byte));
        return Fitting(length);
    }

    /// <summary>Reads bytes as they are, without a copy.</summary>
    /// <param name="count">The number of bytes, not negative.</param>
    /// <returns>The bytes, as a slice of the reader's bytes.</returns>
    /// <exception cref="SerializationFormatException">Fewer bytes are left.</exception>
    public ReadOnlySpan<byte> ReadRaw(int count)
    {
        if (Remaining < count)
            SerializationFormatException.ThrowTruncated(_position, count, Remaining);
        var raw = _bytes.Slice(_position, count);
        _position += count;
        return raw;
    }

    /// <summary>Begins reading a value that may contain others of its type; called by generated code.</summary>
    /// <exception cref="SerializationFormatException">Values of the type are nested deeper than any value that can be written.</exception>
    public void EnterNested()
    {
        if (++_nesting > Nesting.Most || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw SerializationFormatException.Invalid(
                "value",
                $"is nested deeper than {Math.Min(_nesting - 1, Nesting.Most)} levels at offset {_position}");
        }
    }

    /// <summary>Ends what <see cref="EnterNested"/> began.</summary>
    public void LeaveNested() => _nesting--;

    // Reads an integer that takes more bytes than its format byte, which has been read.
    private long ReadInt64(byte code) => code switch
    {
        FormatCode.UInt8 => Take(sizeof(byte)),
        FormatCode.UInt16 => TakeUInt16(),
        FormatCode.UInt32 => TakeUInt32(),
        FormatCode.UInt64 => InSignedRange(TakeUInt64()),
        FormatCode.Int8 => (sbyte)Take(sizeof(byte)),
        FormatCode.Int16 => (short)TakeUInt16(),
        FormatCode.Int32 => (int)TakeUInt32(),
        FormatCode.Int64 => (long)TakeUInt64(),
        _ => throw Unexpected("an integer", code),
    };

    private static long InSignedRange(ulong value) =>
        value <= long.MaxValue ? (long)value : throw SerializationFormatException.Invalid("integer", $"{value} is out of range for the type read");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long InRange(long value, long smallest, long largest, string type) =>
        value >= smallest && value <= largest ? value : throw OutOfRange(value, type);

    private static SerializationFormatException OutOfRange(long value, string type) =>
        SerializationFormatException.Invalid("integer", $"{value} is out of range for {type}");

    private readonly SerializationFormatException Unexpected(string expected, byte code) =>
        SerializationFormatException.Unexpected(expected, code, _position - 1);

    // Each of the announced values takes at least one byte. A length in hostile bytes must not cause a large allocation.
    private readonly int Fitting(long count)
    {
        if (count > Remaining)
            SerializationFormatException.ThrowTruncated(_position, count, Remaining);
        return (int)count;
    }

    private int TakeLength() => Fitting(TakeUInt32());

    private ushort TakeUInt16() => BigEndian.ReadUInt16(in Take(sizeof(ushort)));

    private uint TakeUInt32() => BigEndian.ReadUInt32(in Take(sizeof(uint)));

    private ulong TakeUInt64() => BigEndian.ReadUInt64(in Take(sizeof(ulong)));

    // Returns the first of `size` bytes, after checking that they are there.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref readonly byte Take(int size)
    {
        if (Remaining < size)
            SerializationFormatException.ThrowTruncated(_position, size, Remaining);
        ref readonly var taken = ref Unsafe.Add(ref MemoryMarshal.GetReference(_bytes), _position);
        _position += size;
        return ref taken;
    }
}
