using System.Runtime.CompilerServices;

namespace StateGen.Keys;

/// <summary>Encodes <see cref="TimeSpan"/> keys as the <see cref="Int64KeyCodec"/> of their ticks (100 ns).</summary>
public readonly struct TimeSpanKeyCodec : IKeyCodec<TimeSpan>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TimeSpan Normalize(TimeSpan key) => key;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in TimeSpan left, in TimeSpan right) => left == right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in TimeSpan key) => Int64KeyCodec.Hash(key.Ticks);

    /// <inheritdoc/>
    public static void Write(ref KeyWriter writer, in TimeSpan key) => Int64KeyCodec.Write(ref writer, key.Ticks);

    /// <inheritdoc/>
    public static TimeSpan Read(ref KeyReader reader) => new TimeSpan(Int64KeyCodec.Read(ref reader));
}
