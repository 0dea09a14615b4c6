using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace StateGen.Backends.Memory.Rows;

/// <summary>
/// The arrays of one partition: as many tags as slots, tag 0 for a free one. If a cache line holds a whole number of slots, they are aligned so that no slot
/// spans two lines: the array is then pinned and has more elements, and the first slot begins at an offset. A slot that is a little smaller than a line
/// takes one.
/// </summary>
/// <param name="Tags">The tags.</param>
/// <param name="Slots">The slots.</param>
/// <param name="Offset">The number of bytes before the first slot.</param>
internal readonly record struct PartitionArrays<TKey, TValue>(byte[] Tags, KeyGroupSlot<TKey, TValue>[] Slots, int Offset)
{
    private const int CacheLine = 64;

    // Slots of this size or more, without space between them, would span two lines more often than not.
    private const int LeastSpaced = 48;

    /// <summary>Gets the number of bytes from one slot to the next.</summary>
    public static int Stride
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => !RuntimeHelpers.IsReferenceOrContainsReferences<KeyGroupSlot<TKey, TValue>>()
            && Unsafe.SizeOf<KeyGroupSlot<TKey, TValue>>() is >= LeastSpaced and < CacheLine
            ? CacheLine
            : Unsafe.SizeOf<KeyGroupSlot<TKey, TValue>>();
    }

    /// <summary>
    /// Gets a value indicating whether slots can be aligned so that none spans two cache lines. Only those without references can be pinned.
    /// </summary>
    public static bool CanAlign
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => !RuntimeHelpers.IsReferenceOrContainsReferences<KeyGroupSlot<TKey, TValue>>() && CacheLine % Stride == 0;
    }

    /// <summary>Gets a value indicating whether the slots of a partition are pinned. Its tags always are.</summary>
    public static bool ArePinned
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => !RuntimeHelpers.IsReferenceOrContainsReferences<KeyGroupSlot<TKey, TValue>>();
    }

    /// <summary>Gets the arrays of a partition without slots.</summary>
    public static PartitionArrays<TKey, TValue> Empty { get; } = new([], [], 0);

    /// <summary>Gets the addresses of the first tag and of the first slot, if it is pinned, of arrays from <see cref="Allocate"/>.</summary>
    public unsafe (nint Tags, nint Slots) Addresses =>
        ((nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(Tags)), ArePinned ? (nint)Unsafe.AsPointer(ref Slot(Slots, Offset, 0)) : 0);

    public static PartitionArrays<TKey, TValue> Allocate(int capacity, bool alignsSlots)
    {
        var tags = GC.AllocateArray<byte>(capacity, pinned: true);
        if (!alignsSlots || !CanAlign)
            return new(tags, GC.AllocateUninitializedArray<KeyGroupSlot<TKey, TValue>>(LengthOf(capacity), pinned: ArePinned), 0);
        var slots = GC.AllocateUninitializedArray<KeyGroupSlot<TKey, TValue>>(LengthOf(capacity + 1), pinned: true);
        return new(tags, slots, OffsetOf(slots));
    }

    /// <summary>Copies the arrays. The copies are not aligned.</summary>
    public PartitionArrays<TKey, TValue> Copy()
    {
        var slots = GC.AllocateUninitializedArray<KeyGroupSlot<TKey, TValue>>(LengthOf(Tags.Length));
        for (var index = 0; index < Tags.Length; index++)
            Slot(slots, 0, index) = Slot(Slots, Offset, index);
        return new([.. Tags], slots, 0);
    }

    /// <summary>Copies an entry that was not touched, while another thread may be changing it.</summary>
    /// <returns>true if the entry is as it was before the epoch; false if there is none or it was touched, in which case the copy means nothing.</returns>
    public bool TryCopyUntouched(int index, out KeyGroupSlot<TKey, TValue> entry, out bool isChanged)
    {
        var tag = Volatile.Read(ref Tags[index]);
        isChanged = (tag & TagBits.Changed) != 0;
        if ((tag & (TagBits.Occupied | TagBits.Touched)) != TagBits.Occupied)
        {
            entry = default;
            return false;
        }

        entry = Slot(Slots, Offset, index);
        Volatile.ReadBarrier();
        return Tags[index] == tag;
    }

    /// <summary>Gets a slot. Neither the index nor the offset is checked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref KeyGroupSlot<TKey, TValue> Slot(KeyGroupSlot<TKey, TValue>[] slots, int offset, int index) =>
        ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(slots), (CanAlign ? offset : 0) + ((nint)index * Stride));

    // The number of elements that as many slots take, with the space between them.
    private static int LengthOf(int slots) =>
        checked((int)((((long)slots * Stride) + Unsafe.SizeOf<KeyGroupSlot<TKey, TValue>>() - 1) / Unsafe.SizeOf<KeyGroupSlot<TKey, TValue>>()));

    private static unsafe int OffsetOf(KeyGroupSlot<TKey, TValue>[] slots)
    {
        var misalignment = (int)((nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(slots)) % (nuint)Stride);
        return misalignment == 0 ? 0 : Stride - misalignment;
    }
}

/// <summary>
/// Keeps a few arrays that partitions have outgrown. The partitions of one table grow through the same capacities at about the same time, so one
/// partition can use the arrays that another has left. Their memory is already mapped, and page faults are most of the cost of growing.
/// </summary>
/// <param name="alignsSlots">true to align slots where their size allows it.</param>
internal sealed class PartitionArrayPool<TKey, TValue>(bool alignsSlots)
{
    private const int MostKept = 4;

    private readonly List<PartitionArrays<TKey, TValue>> _kept = [];

    /// <summary>Rents arrays with every slot free.</summary>
    public PartitionArrays<TKey, TValue> Rent(int capacity)
    {
        var found = _kept.FindIndex(arrays => arrays.Tags.Length == capacity);
        if (found < 0)
            return PartitionArrays<TKey, TValue>.Allocate(capacity, alignsSlots);
        var kept = _kept[found];
        _kept.RemoveAt(found);
        return kept;
    }

    /// <summary>Returns arrays that are no longer used. If the pool is full, they replace the oldest ones.</summary>
    public void Return(PartitionArrays<TKey, TValue> arrays)
    {
        Array.Clear(arrays.Tags);
        if (RuntimeHelpers.IsReferenceOrContainsReferences<KeyGroupSlot<TKey, TValue>>())
            Array.Clear(arrays.Slots);
        if (_kept.Count == MostKept)
            _kept.RemoveAt(0);
        _kept.Add(arrays);
    }

    /// <summary>Gives the memory of the arrays back.</summary>
    public void Clear() => _kept.Clear();
}

/// <summary>
/// Prefetches memory into the processor's cache where the processor supports it. A prefetch is a hint: it reads nothing and cannot fault. If
/// the garbage collector moves the array in between, the address is stale and the hint has no effect. Therefore no pinning is needed.
/// </summary>
internal static unsafe class Prefetch
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read<T>(ref readonly T location) => Read(Unsafe.AsPointer(ref Unsafe.AsRef(in location)));

    /// <summary>Prefetches memory that the garbage collector does not move.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(void* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(address);
    }
}
