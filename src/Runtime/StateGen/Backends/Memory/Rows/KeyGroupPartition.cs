using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using StateGen.Keys;

namespace StateGen.Backends.Memory.Rows;

// Open addressing with linear probing. The home slot of a key is (upper 32 hash bits / 2^32) × capacity, so the capacity need not be a power of
// two. The lower bits of the hash determine the partition. There is one tag byte per slot: 0 for a free slot, otherwise the top bit and 7 bits
// from the middle of the hash, so that a probe rarely reads a slot of another key. Removal shifts entries back, so there are no tombstones.

/// <summary>The entries of one key group. Allocates only when it grows. Not thread-safe.</summary>
internal struct KeyGroupPartition<TKey, TKeyCodec, TValue>
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    private const byte Occupied = 0x80;
    private const int TagShift = 24;
    private const int HomeShift = 32;

    private byte[] _tags;
    private KeyGroupSlot<TKey, TValue>[] _slots;

    /// <summary>Gets the number of entries.</summary>
    public int Count { get; private set; }

    public static KeyGroupPartition<TKey, TKeyCodec, TValue> Empty { get; } = new() { _tags = [], _slots = [] };

    /// <summary>Gets the number of slots.</summary>
    public readonly int Capacity => _tags.Length;

    /// <summary>Gets the arrays, which can be reused after the partition has moved to others.</summary>
    public readonly PartitionArrays<TKey, TValue> Arrays => new(_tags, _slots);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ref KeyGroupSlot<TKey, TValue> Slot(int index) => ref _slots[index];

    public readonly bool IsOccupied(int index) => _tags[index] != 0;

    /// <summary>Finds the slot of a key; -1 if it has no entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int Find(in TKey key, ulong hash)
    {
        var tags = _tags;
        if (tags.Length == 0)
            return -1;
        var tag = Tag(hash);
        for (var index = Home(hash, tags.Length); ; index = Next(index, tags.Length))
        {
            var found = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(tags), index);
            if (found == tag && TKeyCodec.Equals(in Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_slots), index).Key, in key))
                return index;
            if (found == 0)
                return -1;
        }
    }

    /// <summary>Adds an entry for a key that has none. There must be a free slot.</summary>
    public int Add(in TKey key, ulong hash, in TValue value)
    {
        var index = Home(hash, _tags.Length);
        while (_tags[index] != 0)
            index = Next(index, _tags.Length);
        _tags[index] = Tag(hash);
        ref var slot = ref _slots[index];
        slot.Key = key;
        slot.Value = value;
        Count++;
        return index;
    }

    /// <summary>Removes an entry and moves later entries back into the gap, so that no probe ends before the entry that it looks for.</summary>
    public void RemoveAt(int index)
    {
        var gap = index;
        for (var next = Next(gap, Capacity); _tags[next] != 0; next = Next(next, Capacity))
        {
            if (!MayMove(next, gap))
                continue;
            _tags[gap] = _tags[next];
            _slots[gap] = _slots[next];
            gap = next;
        }

        _tags[gap] = 0;
        _slots[gap] = default;
        Count--;
    }

    /// <summary>Moves every entry into larger, empty arrays.</summary>
    public void MoveTo(PartitionArrays<TKey, TValue> arrays)
    {
        var previous = this;
        _tags = arrays.Tags;
        _slots = arrays.Slots;
        Count = 0;
        for (var index = 0; index < previous.Capacity; index++)
        {
            if (!previous.IsOccupied(index))
                continue;
            ref var slot = ref previous.Slot(index);
            Add(in slot.Key, TKeyCodec.Hash(in slot.Key), in slot.Value);
        }
    }

    /// <summary>Determines whether a slot holds a key. The index may be out of range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Holds(int index, in TKey key)
    {
        var tags = _tags;
        return (uint)index < (uint)tags.Length
            && tags[index] != 0
            && TKeyCodec.Equals(in Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_slots), index).Key, in key);
    }

    /// <summary>Prefetches the tags that <see cref="PrefetchSlot"/> reads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void PrefetchTags(ulong hash) =>
        Prefetch.Read(in Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_tags), Home(hash, _tags.Length)));

    /// <summary>Prefetches the slot that the tags name for a hash. No key is compared, so it may be the slot of another key.</summary>
    /// <returns>The index of the slot, for <see cref="Holds"/>; -1 if no key with this hash has an entry.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int PrefetchSlot(ulong hash)
    {
        var tags = _tags;
        if (tags.Length == 0)
            return -1;
        var tag = Tag(hash);
        for (var index = Home(hash, tags.Length); ; index = Next(index, tags.Length))
        {
            var found = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(tags), index);
            if (found != tag && found != 0)
                continue;
            Prefetch.Read(in Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_slots), index));
            return found == 0 ? -1 : index;
        }
    }

    /// <summary>Determines whether the gap lies between the entry's home slot and its current slot.</summary>
    private readonly bool MayMove(int index, int gap)
    {
        var home = Home(TKeyCodec.Hash(in _slots[index].Key), Capacity);
        return Distance(home, index) >= Distance(gap, index);
    }

    private readonly int Distance(int from, int to) => to >= from ? to - from : to - from + Capacity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte Tag(ulong hash) => (byte)((byte)(hash >> TagShift) | Occupied);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Home(ulong hash, int capacity) => (int)(((hash >> HomeShift) * (uint)capacity) >> HomeShift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Next(int index, int capacity) => ++index == capacity ? 0 : index;
}

/// <summary>The arrays of one partition: as many tags as slots, tag 0 for a free one.</summary>
internal readonly record struct PartitionArrays<TKey, TValue>(byte[] Tags, KeyGroupSlot<TKey, TValue>[] Slots);

/// <summary>
/// Keeps a few arrays that partitions have outgrown. The partitions of one table grow through the same capacities at about the same time, so one
/// partition can use the arrays that another has left. Their memory is already mapped, and page faults are most of the cost of growing.
/// </summary>
internal sealed class PartitionArrayPool<TKey, TValue>
{
    private const int MostKept = 4;

    private readonly List<PartitionArrays<TKey, TValue>> _kept = [];

    /// <summary>Rents arrays with every slot free.</summary>
    public PartitionArrays<TKey, TValue> Rent(int capacity)
    {
        var found = _kept.FindIndex(arrays => arrays.Tags.Length == capacity);
        if (found < 0)
            return new(new byte[capacity], GC.AllocateUninitializedArray<KeyGroupSlot<TKey, TValue>>(capacity));
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
}

/// <summary>
/// Prefetches memory into the processor's cache where the processor supports it. A prefetch is a hint: it reads nothing and cannot fault. If
/// the garbage collector moves the array in between, the address is stale and the hint has no effect. Therefore no pinning is needed.
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
