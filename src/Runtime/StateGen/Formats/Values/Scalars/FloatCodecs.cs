using System.Runtime.CompilerServices;

namespace StateGen.Serialization;

/// <summary>Serializes <see cref="Half"/> as a 32-bit MessagePack float, the smallest that the format has.</summary>
public readonly struct HalfCodec : ICodec<Half>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Half Normalize(Half value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref MessagePackWriter writer, in Half value) => writer.WriteSingle((float)value);

    /// <inheritdoc/>
    public static Half Read(ref MessagePackReader reader)
    {
        var stored = reader.ReadSingle();
        var value = (Half)stored;
        return (float)value == stored || float.IsNaN(stored)
            ? value
            : throw SerializationFormatException.Invalid(nameof(Half), $"{stored} has more digits than the type");
    }
}

/// <summary>Serializes <see cref="float"/> as a 32-bit MessagePack float, bit by bit.</summary>
public readonly struct SingleCodec : ICodec<float>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Normalize(float value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref MessagePackWriter writer, in float value) => writer.WriteSingle(value);

    /// <inheritdoc/>
    public static float Read(ref MessagePackReader reader) => reader.ReadSingle();
}

/// <summary>Serializes <see cref="double"/> as a 64-bit MessagePack float, bit by bit. A 32-bit float is read, too.</summary>
public readonly struct DoubleCodec : ICodec<double>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.None;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Normalize(double value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref MessagePackWriter writer, in double value) => writer.WriteDouble(value);

    /// <inheritdoc/>
    public static double Read(ref MessagePackReader reader) => reader.ReadDouble();
}
