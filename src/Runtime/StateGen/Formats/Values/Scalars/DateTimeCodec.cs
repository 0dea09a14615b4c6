using System.Runtime.CompilerServices;
using StateGen.Formats.Values;

namespace StateGen.Serialization;

/// <summary>Serializes <see cref="DateTime"/> as a MessagePack timestamp, exact to the tick. It must be UTC.</summary>
public readonly struct DateTimeCodec : ICodec<DateTime>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Normalization.Checks;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DateTime Normalize(DateTime value)
    {
        Timestamp.ThrowIfNotUtc(value);
        return value;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref MessagePackWriter writer, in DateTime value) => writer.WriteTimestamp(value);

    /// <inheritdoc/>
    public static DateTime Read(ref MessagePackReader reader) => reader.ReadTimestamp();
}
