using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace StateGen.Serialization;

/// <summary>Generated code: serializes values of a type parameter: one virtual call to what is registered in <see cref="Codec{T}"/>. Null is refused.</summary>
/// <typeparam name="T">The value type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SlotCodec<T> : ICodec<T>
{
    /// <inheritdoc/>
    public static Normalization Normalization => Codec<T>.Slot.Normalization;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Normalize(T value) => Codec<T>.Slot.Normalize(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T HandOut(T value) => Codec<T>.Slot.HandOut(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsDefault(in T value) => Codec<T>.Slot.IsDefault(in value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref MessagePackWriter writer, in T value) => Codec<T>.Slot.Write(ref writer, in value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Read(ref MessagePackReader reader) => Codec<T>.Slot.Read(ref reader);
}
