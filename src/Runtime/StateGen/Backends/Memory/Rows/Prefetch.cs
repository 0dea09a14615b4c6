using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace StateGen.Backends.Memory.Rows;

/// <summary>
/// Asks the processor to bring memory nearer, where it can be asked. A hint: it reads nothing, cannot fault, and the address may be stale because
/// the garbage collector moved the array in between; then the hint is merely wasted. That is why no pinning is needed.
/// </summary>
internal static unsafe class Prefetch
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read<T>(ref readonly T location)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in location)));
    }
}
