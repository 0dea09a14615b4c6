using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using StateGen.Formats.Values;

namespace StateGen.Serialization;

/// <summary>
/// Writes MessagePack (https://github.com/msgpack/msgpack/blob/master/spec.md), always in the smallest form, into a buffer of the
/// caller, and moves to a pooled array when the buffer is full. Checks the capacity once per value. Not thread-safe.
/// </summary>
/// <remarks>Dispose the writer exactly once, to return the pooled array. It is a value type: pass it by reference, never copy it.</remarks>
public ref struct MessagePackWriter
{
    private const int LongestHeader = 5;
    private const int LongestUtf8PerChar = 3;
    private const int SmallestNegativeFixInt = -32;

    private Span<byte> _buffer;
    private byte[]? _rented;
    private int _length;

    /// <summary>Initializes a writer with nothing written.</summary>
    /// <param name="initial">The buffer to fill first, usually on the stack; may be empty.</param>
    public MessagePackWriter(Span<byte> initial) => _buffer = initial;

    /// <summary>Gets the bytes written so far; valid until the next write, <see cref="Clear"/> or <see cref="Dispose"/>.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    /// <summary>Gets the number of bytes written so far.</summary>
    public readonly int Length => _length;

    /// <summary>Returns the bytes written since a position, and the unused rest of the buffer; valid until the next write.</summary>
    /// <param name="position">An earlier value of <see cref="Length"/>.</param>
    /// <param name="spare">The least number of unused bytes.</param>
    internal Span<byte> BufferFrom(int position, int spare)
    {
        Reserve(spare);
        return _buffer[position..];
    }

    /// <summary>Discards the written bytes and keeps the buffer.</summary>
    public void Clear() => _length = 0;

    /// <summary>Returns the pooled array, if there is one. The writer is empty afterwards.</summary>
    public void Dispose()
    {
        var rented = _rented;
        this = default;
        PooledBuffer.Return(rented);
    }

    /// <summary>Writes nil.</summary>
    public void WriteNil() => Put(FormatCode.Nil);

    /// <summary>Writes a boolean.</summary>
    /// <param name="value">The value.</param>
    public void WriteBoolean(bool value) => Put(value ? FormatCode.True : FormatCode.False);

    /// <summary>Writes an integer of any signed type, in 1 to 9 bytes.</summary>
    /// <param name="value">The value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteInt64(long value)
    {
        if (value >= 0)
            WriteUInt64((ulong)value);
        else
            WriteNegative(value);
    }

    /// <summary>Writes an integer of any unsigned type, in 1 to 9 bytes.</summary>
    /// <param name="value">The value.</param>
    public void WriteUInt64(ulong value)
    {
        if (value <= FormatCode.LargestPositiveFixInt)
            Put((byte)value);
        else if (value <= byte.MaxValue)
            Put(FormatCode.UInt8, (byte)value);
        else if (value <= ushort.MaxValue)
            Put(FormatCode.UInt16, (ushort)value);
        else if (value <= uint.MaxValue)
            Put(FormatCode.UInt32, (uint)value);
        else
            Put(FormatCode.UInt64, value);
    }

    /// <summary>Writes a single-precision number, bit by bit, in 5 bytes.</summary>
    /// <param name="value">The value; NaN keeps its bits.</param>
    public void WriteSingle(float value) => Put(FormatCode.Float32, BitConverter.SingleToUInt32Bits(value));

    /// <summary>Writes a double-precision number, bit by bit, in 9 bytes.</summary>
    /// <param name="value">The value; NaN keeps its bits.</param>
    public void WriteDouble(double value) => Put(FormatCode.Float64, BitConverter.DoubleToUInt64Bits(value));

    /// <summary>Writes text as UTF-8.</summary>
    /// <param name="value">The text.</param>
    /// <exception cref="ArgumentException">The text has a lone surrogate. Nothing is written.</exception>
    public void WriteString(scoped ReadOnlySpan<char> value)
    {
        var capacity = checked(LongestHeader + (value.Length * LongestUtf8PerChar));
        var target = MemoryMarshal.CreateSpan(ref Reserve(capacity), capacity);
        if (value.Length > FormatCode.LargestFixString || Ascii.FromUtf16(value, target[1..], out _) != OperationStatus.Done)
        {
            WriteAnyString(value, target);
            return;
        }

        target[0] = (byte)(FormatCode.FixString | value.Length);
        _length += sizeof(byte) + value.Length;
    }

    /// <summary>Writes bytes.</summary>
    /// <param name="value">The bytes.</param>
    public void WriteBinary(scoped ReadOnlySpan<byte> value)
    {
        if (value.Length <= byte.MaxValue)
            Put(FormatCode.Binary8, (byte)value.Length);
        else if (value.Length <= ushort.MaxValue)
            Put(FormatCode.Binary16, (ushort)value.Length);
        else
            Put(FormatCode.Binary32, (uint)value.Length);
        WriteRaw(value);
    }

    /// <summary>Writes the header of an array; its elements follow.</summary>
    /// <param name="count">The number of elements, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public void WriteArrayHeader(int count) =>
        WriteCollectionHeader(count, FormatCode.FixArray, FormatCode.Array16, FormatCode.Array32);

    /// <summary>Changes the number of elements in the header of an array that was written before, to at most the former number.</summary>
    /// <param name="position">The value of <see cref="Length"/> before the header was written.</param>
    /// <param name="count">The number of elements. The header keeps its length.</param>
    internal void RewriteArrayHeader(int position, int count)
    {
        Debug.Assert(_buffer[position] != FormatCode.Array32, "Runs are shorter.");
        if (_buffer[position] == FormatCode.Array16)
            BinaryPrimitives.WriteUInt16BigEndian(_buffer[(position + 1)..], (ushort)count);
        else
            _buffer[position] = (byte)(FormatCode.FixArray | count);
    }

    /// <summary>Writes the header of a map; key, value, key, value… follow.</summary>
    /// <param name="count">The number of entries, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public void WriteMapHeader(int count) =>
        WriteCollectionHeader(count, FormatCode.FixMap, FormatCode.Map16, FormatCode.Map32);

    /// <summary>Writes an instant as the timestamp extension, in 6, 10 or 15 bytes, exact to the tick.</summary>
    /// <param name="utc">The instant; any <see cref="DateTime"/> of <see cref="DateTimeKind.Utc"/>.</param>
    /// <exception cref="ArgumentException">The value is not UTC. Nothing is written.</exception>
    public void WriteTimestamp(DateTime utc) => TimestampFormat.Write(ref this, utc);

    /// <summary>Writes the header of an extension; <see cref="WriteRaw"/> writes the content, which must have the given length.</summary>
    /// <param name="type">The type of the extension; the types of the specification are negative.</param>
    /// <param name="length">The length of the content in bytes, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public void WriteExtensionHeader(sbyte type, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length is 1 or 2 or 4 or 8 or 16)
            Put((byte)(FormatCode.FixExtension1 + int.Log2(length)));
        else if (length <= byte.MaxValue)
            Put(FormatCode.Extension8, (byte)length);
        else if (length <= ushort.MaxValue)
            Put(FormatCode.Extension16, (ushort)length);
        else
            Put(FormatCode.Extension32, (uint)length);
        Put((byte)type);
    }

    /// <summary>Writes bytes as they are: one or more complete MessagePack values, or the content of an extension.</summary>
    /// <param name="bytes">The bytes.</param>
    public void WriteRaw(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(MemoryMarshal.CreateSpan(ref Reserve(bytes.Length), bytes.Length));
        _length += bytes.Length;
    }

    private void WriteNegative(long value)
    {
        if (value >= SmallestNegativeFixInt)
            Put((byte)value);
        else if (value >= sbyte.MinValue)
            Put(FormatCode.Int8, (byte)value);
        else if (value >= short.MinValue)
            Put(FormatCode.Int16, (ushort)value);
        else if (value >= int.MinValue)
            Put(FormatCode.Int32, (uint)value);
        else
            Put(FormatCode.Int64, (ulong)value);
    }

    private void WriteCollectionHeader(int count, byte fix, byte code16, byte code32)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count <= FormatCode.LargestFixCollection)
            Put((byte)(fix | count));
        else if (count <= ushort.MaxValue)
            Put(code16, (ushort)count);
        else
            Put(code32, (uint)count);
    }

    // The size of the header depends on the encoded length, which is known last. The header is sized for the shortest possible encoding, and the text is
    // moved in the rare case that this is too small.
    private void WriteAnyString(scoped ReadOnlySpan<char> value, Span<byte> target)
    {
        var guess = StringHeaderLength(value.Length);
        if (Utf8.FromUtf16(value, target[guess..], out _, out var length, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            throw new ArgumentException(
                $"The text has a lone surrogate at index {Surrogates.IndexOfLone(value)}, which no UTF-8 text can hold.",
                nameof(value));
        }

        var header = StringHeaderLength(length);
        if (header != guess)
            target.Slice(guess, length).CopyTo(target[header..]);
        WriteStringHeader(length);
        _length += length;
    }

    private static int StringHeaderLength(int length) => length switch
    {
        <= FormatCode.LargestFixString => 1,
        <= byte.MaxValue => 2,
        <= ushort.MaxValue => 3,
        _ => LongestHeader,
    };

    private void WriteStringHeader(int length)
    {
        if (length <= FormatCode.LargestFixString)
            Put((byte)(FormatCode.FixString | length));
        else if (length <= byte.MaxValue)
            Put(FormatCode.String8, (byte)length);
        else if (length <= ushort.MaxValue)
            Put(FormatCode.String16, (ushort)length);
        else
            Put(FormatCode.String32, (uint)length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Put(byte code)
    {
        Reserve(sizeof(byte)) = code;
        _length += sizeof(byte);
    }

    private void Put(byte code, byte value)
    {
        ref var target = ref Reserve(sizeof(byte) + sizeof(byte));
        target = code;
        Unsafe.Add(ref target, 1) = value;
        _length += sizeof(byte) + sizeof(byte);
    }

    private void Put(byte code, ushort value)
    {
        ref var target = ref Reserve(sizeof(byte) + sizeof(ushort));
        target = code;
        BigEndian.Write(ref Unsafe.Add(ref target, 1), value);
        _length += sizeof(byte) + sizeof(ushort);
    }

    private void Put(byte code, uint value)
    {
        ref var target = ref Reserve(sizeof(byte) + sizeof(uint));
        target = code;
        BigEndian.Write(ref Unsafe.Add(ref target, 1), value);
        _length += sizeof(byte) + sizeof(uint);
    }

    private void Put(byte code, ulong value)
    {
        ref var target = ref Reserve(sizeof(byte) + sizeof(ulong));
        target = code;
        BigEndian.Write(ref Unsafe.Add(ref target, 1), value);
        _length += sizeof(byte) + sizeof(ulong);
    }

    // Returns the first of at least `size` writable bytes behind the written ones.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref byte Reserve(int size)
    {
        if (_buffer.Length - _length < size)
            Grow(size);
        return ref Unsafe.Add(ref MemoryMarshal.GetReference(_buffer), _length);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int size) => _buffer = PooledBuffer.Grow(_buffer[.._length], size, ref _rented);
}
