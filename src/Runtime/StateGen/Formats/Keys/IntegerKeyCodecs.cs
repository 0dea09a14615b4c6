using System.Runtime.CompilerServices;

namespace StateGen.Keys;

/// <summary>Encodes <see cref="byte"/> keys as one byte.</summary>
public readonly struct ByteKeyCodec : IKeyCodec<byte>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte Normalize(byte key) => key;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in byte left, in byte right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in byte key) => StableHash.OfByte(key);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref KeyWriter writer, in byte key) => writer.WriteByte(key);

    /// <inheritdoc/>
    public static byte Read(ref KeyReader reader) => reader.ReadByte();
}

/// <summary>Encodes <see cref="sbyte"/> keys in one byte with the sign bit flipped.</summary>
public readonly struct SByteKeyCodec : IKeyCodec<sbyte>
{
    private const int SignBit = 0x80;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static sbyte Normalize(sbyte key) => key;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in sbyte left, in sbyte right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in sbyte key) => StableHash.OfByte((byte)(key ^ SignBit));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref KeyWriter writer, in sbyte key) => writer.WriteByte((byte)(key ^ SignBit));

    /// <inheritdoc/>
    public static sbyte Read(ref KeyReader reader) => (sbyte)(reader.ReadByte() ^ SignBit);
}

/// <summary>Encodes <see cref="short"/> keys in 2 bytes, big-endian with the sign bit flipped.</summary>
public readonly struct Int16KeyCodec : IKeyCodec<short>
{
    private const int SignBit = 0x8000;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static short Normalize(short key) => key;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in short left, in short right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in short key) => StableHash.OfUInt16((ushort)(key ^ SignBit));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref KeyWriter writer, in short key) => writer.WriteUInt16((ushort)(key ^ SignBit));

    /// <inheritdoc/>
    public static short Read(ref KeyReader reader) => (short)(reader.ReadUInt16() ^ SignBit);
}

/// <summary>Encodes <see cref="ushort"/> keys in 2 bytes, big-endian.</summary>
public readonly struct UInt16KeyCodec : IKeyCodec<ushort>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Normalize(ushort key) => key;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in ushort left, in ushort right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in ushort key) => StableHash.OfUInt16(key);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref KeyWriter writer, in ushort key) => writer.WriteUInt16(key);

    /// <inheritdoc/>
    public static ushort Read(ref KeyReader reader) => reader.ReadUInt16();
}

/// <summary>Encodes <see cref="int"/> keys in 4 bytes, big-endian with the sign bit flipped.</summary>
public readonly struct Int32KeyCodec : IKeyCodec<int>
{
    private const uint SignBit = 0x8000_0000;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Normalize(int key) => key;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in int left, in int right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in int key) => StableHash.OfUInt32((uint)key ^ SignBit);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref KeyWriter writer, in int key) => writer.WriteUInt32((uint)key ^ SignBit);

    /// <inheritdoc/>
    public static int Read(ref KeyReader reader) => (int)(reader.ReadUInt32() ^ SignBit);
}

/// <summary>Encodes <see cref="uint"/> keys in 4 bytes, big-endian.</summary>
public readonly struct UInt32KeyCodec : IKeyCodec<uint>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Normalize(uint key) => key;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in uint left, in uint right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in uint key) => StableHash.OfUInt32(key);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref KeyWriter writer, in uint key) => writer.WriteUInt32(key);

    /// <inheritdoc/>
    public static uint Read(ref KeyReader reader) => reader.ReadUInt32();
}

/// <summary>Encodes <see cref="long"/> keys in 8 bytes, big-endian with the sign bit flipped.</summary>
public readonly struct Int64KeyCodec : IKeyCodec<long>
{
    private const ulong SignBit = 0x8000_0000_0000_0000;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Normalize(long key) => key;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in long left, in long right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in long key) => StableHash.OfUInt64((ulong)key ^ SignBit);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref KeyWriter writer, in long key) => writer.WriteUInt64((ulong)key ^ SignBit);

    /// <inheritdoc/>
    public static long Read(ref KeyReader reader) => (long)(reader.ReadUInt64() ^ SignBit);
}

/// <summary>Encodes <see cref="ulong"/> keys in 8 bytes, big-endian.</summary>
public readonly struct UInt64KeyCodec : IKeyCodec<ulong>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Normalize(ulong key) => key;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in ulong left, in ulong right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in ulong key) => StableHash.OfUInt64(key);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref KeyWriter writer, in ulong key) => writer.WriteUInt64(key);

    /// <inheritdoc/>
    public static ulong Read(ref KeyReader reader) => reader.ReadUInt64();
}

/// <summary>Encodes <see cref="Int128"/> keys in 16 bytes, big-endian with the sign bit flipped.</summary>
public readonly struct Int128KeyCodec : IKeyCodec<Int128>
{
    private static UInt128 SignBit => UInt128.One << 127;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int128 Normalize(Int128 key) => key;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in Int128 left, in Int128 right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in Int128 key) => StableHash.OfUInt128((UInt128)key ^ SignBit);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref KeyWriter writer, in Int128 key) => writer.WriteUInt128((UInt128)key ^ SignBit);

    /// <inheritdoc/>
    public static Int128 Read(ref KeyReader reader) => (Int128)(reader.ReadUInt128() ^ SignBit);
}

/// <summary>Encodes <see cref="UInt128"/> keys in 16 bytes, big-endian.</summary>
public readonly struct UInt128KeyCodec : IKeyCodec<UInt128>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UInt128 Normalize(UInt128 key) => key;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in UInt128 left, in UInt128 right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in UInt128 key) => StableHash.OfUInt128(key);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref KeyWriter writer, in UInt128 key) => writer.WriteUInt128(key);

    /// <inheritdoc/>
    public static UInt128 Read(ref KeyReader reader) => reader.ReadUInt128();
}
