using System.Runtime.CompilerServices;

namespace StateGen.Serialization;

/// <summary>Serializes <see cref="byte"/> as a MessagePack integer.</summary>
public readonly struct ByteCodec : ICodec<byte>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte Normalize(byte value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref MessagePackWriter writer, in byte value) => writer.WriteUInt64(value);

    /// <inheritdoc/>
    public static byte Read(ref MessagePackReader reader) => reader.ReadByte();
}

/// <summary>Serializes <see cref="sbyte"/> as a MessagePack integer.</summary>
public readonly struct SByteCodec : ICodec<sbyte>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static sbyte Normalize(sbyte value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref MessagePackWriter writer, in sbyte value) => writer.WriteInt64(value);

    /// <inheritdoc/>
    public static sbyte Read(ref MessagePackReader reader) => reader.ReadSByte();
}

/// <summary>Serializes <see cref="short"/> as a MessagePack integer.</summary>
public readonly struct Int16Codec : ICodec<short>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static short Normalize(short value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref MessagePackWriter writer, in short value) => writer.WriteInt64(value);

    /// <inheritdoc/>
    public static short Read(ref MessagePackReader reader) => reader.ReadInt16();
}

/// <summary>Serializes <see cref="ushort"/> as a MessagePack integer.</summary>
public readonly struct UInt16Codec : ICodec<ushort>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Normalize(ushort value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref MessagePackWriter writer, in ushort value) => writer.WriteUInt64(value);

    /// <inheritdoc/>
    public static ushort Read(ref MessagePackReader reader) => reader.ReadUInt16();
}

/// <summary>Serializes <see cref="int"/> as a MessagePack integer.</summary>
public readonly struct Int32Codec : ICodec<int>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Normalize(int value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref MessagePackWriter writer, in int value) => writer.WriteInt64(value);

    /// <inheritdoc/>
    public static int Read(ref MessagePackReader reader) => reader.ReadInt32();
}

/// <summary>Serializes <see cref="uint"/> as a MessagePack integer.</summary>
public readonly struct UInt32Codec : ICodec<uint>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Normalize(uint value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref MessagePackWriter writer, in uint value) => writer.WriteUInt64(value);

    /// <inheritdoc/>
    public static uint Read(ref MessagePackReader reader) => reader.ReadUInt32();
}

/// <summary>Serializes <see cref="long"/> as a MessagePack integer.</summary>
public readonly struct Int64Codec : ICodec<long>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Normalize(long value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref MessagePackWriter writer, in long value) => writer.WriteInt64(value);

    /// <inheritdoc/>
    public static long Read(ref MessagePackReader reader) => reader.ReadInt64();
}

/// <summary>Serializes <see cref="ulong"/> as a MessagePack integer.</summary>
public readonly struct UInt64Codec : ICodec<ulong>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Normalize(ulong value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref MessagePackWriter writer, in ulong value) => writer.WriteUInt64(value);

    /// <inheritdoc/>
    public static ulong Read(ref MessagePackReader reader) => reader.ReadUInt64();
}
