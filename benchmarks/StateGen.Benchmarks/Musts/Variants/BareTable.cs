using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using StateGen.Benchmarks.Memory;

namespace StateGen.Benchmarks.Musts.Variants;

/// <summary>
/// The processor's limit: open addressing with linear probing, key and row side by side in a slot of half a cache line, at most half full, and a prefetch a
/// fixed number of records ahead. It has no batches, no atomic records, no removal and no snapshots. Key 0 marks a free slot.
/// </summary>
internal sealed unsafe class BareTable : IVariant
{
    private const int PrefetchDistance = 24;
    private const int SlotSize = 32;
    private const int LineSize = 64;
    private const int SmallestCapacity = 1024;
    private const ulong Mixer = 0x9E3779B97F4A7C15;

    private byte[] _memory = [];
    private Slot* _slots;
    private int _shift;
    private int _count;

    public BareTable() => Allocate(SmallestCapacity);

    private int Capacity => 1 << (64 - _shift);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Process(ReadOnlySpan<long> keys, ReadOnlySpan<long> values, ReadOnlySpan<long> timestamps)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            if (Sse.IsSupported && i + PrefetchDistance < keys.Length)
                Sse.Prefetch0(_slots + Home(keys[i + PrefetchDistance]));
            Find(keys[i])->Row.Add(values[i]);
        }
    }

    public void Dispose()
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Slot* Find(long key)
    {
        var mask = Capacity - 1;
        for (var index = Home(key); ; index = (index + 1) & mask)
        {
            var slot = _slots + index;
            if (slot->Key == key)
                return slot;
            if (slot->Key == 0)
                return Add(key, slot);
        }
    }

    // A multiplication of the folded key: bare Fibonacci hashing would leave the low bits of the key out of the high bits of the product.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Home(long key)
    {
        var folded = (ulong)key * Mixer;
        return (int)(((folded ^ (folded >> 32)) * Mixer) >> _shift);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Slot* Add(long key, Slot* free)
    {
        if (2 * ++_count > Capacity)
        {
            Grow();
            free = FindFree(key);
        }

        free->Key = key;
        return free;
    }

    private Slot* FindFree(long key)
    {
        var index = Home(key);
        while (_slots[index].Key != 0)
            index = (index + 1) & (Capacity - 1);
        return _slots + index;
    }

    private void Grow()
    {
        var memory = _memory;
        var slots = _slots;
        var capacity = Capacity;
        Allocate(2 * capacity);
        for (var index = 0; index < capacity; index++)
        {
            if (slots[index].Key != 0)
                *FindFree(slots[index].Key) = slots[index];
        }

        GC.KeepAlive(memory);
    }

    private void Allocate(int capacity)
    {
        _memory = GC.AllocateArray<byte>((capacity * SlotSize) + LineSize, pinned: true);
        var start = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_memory));
        _slots = (Slot*)((start + LineSize - 1) / LineSize * LineSize);
        _shift = 64 - BitOperations.Log2((uint)capacity);
    }

    private struct Slot
    {
        public long Key;
        public CounterRow Row;
    }
}
