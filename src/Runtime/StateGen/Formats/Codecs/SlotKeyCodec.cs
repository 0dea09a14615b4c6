using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace StateGen.Keys;

/// <summary>Generated code: encodes keys of a type parameter: one virtual call to what is registered in <see cref="KeyCodec{TKey}"/>.</summary>
/// <typeparam name="TKey">The key type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SlotKeyCodec<TKey> : IKeyCodec<TKey>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TKey Normalize(TKey key) => KeyCodec<TKey>.Slot.Normalize(key);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in TKey left, in TKey right) => KeyCodec<TKey>.Slot.AreEqual(in left, in right);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in TKey key) => KeyCodec<TKey>.Slot.Hash(in key);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref KeyWriter writer, in TKey key) => KeyCodec<TKey>.Slot.Write(ref writer, in key);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TKey Read(ref KeyReader reader) => KeyCodec<TKey>.Slot.Read(ref reader);
}
