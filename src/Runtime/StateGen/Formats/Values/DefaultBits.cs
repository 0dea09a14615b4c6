using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StateGen.Serialization;

/// <summary>
/// Tells the default of a type by its memory: all bits are zero, and a reference is null. A value with the same fields whose padding is not zero is not found, and is then kept
/// like any other.
/// </summary>
internal static class DefaultBits
{
    // The bytes are only looked at, so that it does not matter when the garbage collector moves what they refer to: null stays zero, and nothing else becomes zero.
    public static bool AreIn<T>(in T value) =>
        !MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, byte>(ref Unsafe.AsRef(in value)), Unsafe.SizeOf<T>()).ContainsAnyExcept((byte)0);
}
