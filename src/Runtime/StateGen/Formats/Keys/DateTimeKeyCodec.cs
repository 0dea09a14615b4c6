using System.Runtime.CompilerServices;
using StateGen.Serialization;

namespace StateGen.Keys;

/// <summary>Encodes <see cref="DateTime"/> keys as the <see cref="Int64KeyCodec"/> of their ticks (100 ns since 0001-01-01). They must be UTC.</summary>
public readonly struct DateTimeKeyCodec : IKeyCodec<DateTime>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DateTime Normalize(DateTime key)
    {
        if (key.Kind != DateTimeKind.Utc)
            KeyFormatException.ThrowNoNormalForm($"A DateTime key must have Kind Utc, but this one is {key.Kind}: convert it with ToUniversalTime, or use DateTimeOffset.");
        return key;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in DateTime left, in DateTime right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in DateTime key) => Int64KeyCodec.Hash(key.Ticks);

    /// <inheritdoc/>
    public static void Write(ref KeyWriter writer, in DateTime key) => Int64KeyCodec.Write(ref writer, key.Ticks);

    /// <inheritdoc/>
    public static DateTime Read(ref KeyReader reader)
    {
        var start = reader.Position;
        var value = Int64KeyCodec.Read(ref reader);
        return value < 0 || value > DateTime.MaxValue.Ticks
            ? throw SerializationFormatException.InvalidKey(nameof(DateTime), start, "is out of range")
            : new DateTime(value, DateTimeKind.Utc);
    }
}
