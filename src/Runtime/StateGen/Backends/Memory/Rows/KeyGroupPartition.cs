using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using StateGen.Keys;

namespace StateGen.Backends.Memory.Rows;

// Open addressing with linear probing. The home slot of a key is (upper 32 hash bits / 2^32) × capacity, so the capacity need not be a power of
// two. The lower bits of the hash determine the partition. There is one tag byte per slot: 0 for a free slot, otherwise the top bit, two marks for
// snapshots and 5 bits from the middle of the hash, so that a probe rarely reads a slot of another key. Removal shifts entries back, so there are no
// tombstones.

/// <summary>
/// The entries of one key group. Allocates only when it grows. Used by one thread; another may read the arrays for a snapshot at the same time, see
/// <see cref="KeyGroupSnapshot{TKey, TKeyCodec, TValue}"/>.
/// </summary>
internal unsafe struct KeyGroupPartition<TKey, TKeyCodec, TValue>
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    private const int CacheLine = 64;
    private const int MostPrefetchedBytes = 8 * CacheLine;
    private const int TagShift = 24;
    private const int HomeShift = 32;

    // A smaller partition costs the time to move its entries, so few of them are not worth it.
    private const int LeastLoadDivisor = 5;
    private const int LeastSparse = 64;

    /// <summary>The snapshot since whose beginning <see cref="TagBits.Touched"/> counts. The hot path compares it with the table's.</summary>
    public int Epoch;

    private readonly ushort _index;
    private PartitionArrays<TKey, TValue> _arrays;

    // The length and the addresses of the arrays, which the garbage collector does not move. A look-up through a reference to an array would also read the
    // array's beginning, which is in another cache line.
    private int _capacity;
    private byte* _tags;
    private byte* _slots;

    /// <summary>Creates a partition without entries.</summary>
    /// <param name="index">The index of the partition in its table.</param>
    public KeyGroupPartition(int index)
    {
        _index = checked((ushort)index);
        _arrays = PartitionArrays<TKey, TValue>.Empty;
    }

    /// <summary>Gets the index of the partition in its table.</summary>
    public readonly int Index => _index;

    /// <summary>Gets the number of entries.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the number of slots.</summary>
    public readonly int Capacity => _capacity;

    /// <summary>Gets the arrays, which can be reused after the partition has moved to others.</summary>
    public readonly PartitionArrays<TKey, TValue> Arrays => _arrays;

    /// <summary>Gets the array of the slots.</summary>
    public readonly KeyGroupSlot<TKey, TValue>[] Slots => _arrays.Slots;

    /// <summary>Gets the tags, of which a snapshot changes only the marks.</summary>
    public readonly Span<byte> Tags => _arrays.Tags;

    /// <summary>Gets the slot of an index that this partition returned. The index is not checked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ref KeyGroupSlot<TKey, TValue> Slot(int index)
    {
        Debug.Assert((uint)index < (uint)_capacity, "The index is outside the partition.");
        if (PartitionArrays<TKey, TValue>.ArePinned)
            return ref Unsafe.AsRef<KeyGroupSlot<TKey, TValue>>(_slots + ((nint)index * PartitionArrays<TKey, TValue>.Stride));
        return ref PartitionArrays<TKey, TValue>.Slot(_arrays.Slots, 0, index);
    }

    /// <summary>Gets the address of a slot; 0 if slots are not pinned, so that they have none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly nint AddressOf(int index) =>
        PartitionArrays<TKey, TValue>.ArePinned ? (nint)_slots + ((nint)index * PartitionArrays<TKey, TValue>.Stride) : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool IsOccupied(int index) => Tag(index) != 0;

    /// <summary>Determines whether an entry was changed since the partition entered its epoch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool IsTouched(int index) => (Tag(index) & TagBits.Touched) != 0;

    /// <summary>Determines whether an entry was changed before the partition's epoch, but after the last completed snapshot began.</summary>
    public readonly bool IsChanged(int index) => (Tag(index) & TagBits.Changed) != 0;

    /// <summary>Marks an entry as changed: after it was kept and before it changes, also for a thread that reads it for a snapshot.</summary>
    public readonly void Touch(int index)
    {
        Volatile.WriteBarrier();
        _tags[index] |= TagBits.Touched;
        Volatile.WriteBarrier();
    }

    /// <summary>Determines whether the slot at an index, which may be any number, holds a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Holds(int index, in TKey key) =>
        (uint)index < (uint)_capacity && Tag(index) != 0 && TKeyCodec.Equals(in Slot(index).Key, in key);

    /// <summary>Finds the slot of a key; -1 if it has no entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int Find(in TKey key, ulong hash)
    {
        var capacity = _capacity;
        if (capacity == 0)
            return -1;
        var tag = TagOf(hash);
        for (var index = Home(hash, capacity); ; index = Next(index, capacity))
        {
            var found = Tag(index);
            if ((found & ~TagBits.Marks) == tag && TKeyCodec.Equals(in Slot(index).Key, in key))
                return index;
            if (found == 0)
                return -1;
        }
    }

    /// <summary>Adds an entry for a key that has none, marked as touched. There must be a free slot.</summary>
    public int Add(in TKey key, ulong hash, in TValue value) => Add(in key, hash, in value, TagBits.Touched);

    /// <summary>
    /// Removes an entry and moves later entries back into the gap, so that no probe ends before the entry that it looks for.
    /// </summary>
    /// <param name="index">The entry, already marked as touched.</param>
    /// <param name="table">The table, which is asked to mark every entry that moves.</param>
    public void RemoveAt(int index, KeyGroupTable<TKey, TKeyCodec, TValue> table)
    {
        var gap = index;
        for (var next = Next(gap, Capacity); _tags[next] != 0; next = Next(next, Capacity))
        {
            if (!MayMove(next, gap))
                continue;
            table.BeginChange(ref this, next);
            _tags[gap] = _tags[next];
            Slot(gap) = Slot(next);
            gap = next;
        }

        _tags[gap] = 0;
        Slot(gap) = default;
        Count--;
    }

    /// <summary>
    /// Determines whether the partition has much more room than it needs, after a visit of all entries in order. If the visit itself has removed many, those
    /// that are left may all be of one range of hashes, and would be so close in fewer slots that finding them takes long. The next visit removes the rest.
    /// </summary>
    /// <param name="firstCount">The number of entries when the visit began.</param>
    public readonly bool IsSparse(int firstCount) =>
        _capacity >= LeastSparse && Count <= _capacity / LeastLoadDivisor && (Count >= firstCount - (firstCount / 4) || Count == 0);

    /// <summary>Moves every entry, with its marks, into other, empty arrays. If the codec of a key throws, everything stays as it is.</summary>
    public void MoveTo(PartitionArrays<TKey, TValue> arrays)
    {
        var moved = this;
        moved._arrays = arrays;
        moved._capacity = arrays.Tags.Length;
        var (tags, slots) = arrays.Addresses;
        moved._tags = (byte*)tags;
        moved._slots = (byte*)slots;
        moved.Count = 0;
        for (var index = 0; index < Capacity; index++)
        {
            if (!IsOccupied(index))
                continue;
            ref var slot = ref Slot(index);
            moved.Add(in slot.Key, TKeyCodec.Hash(in slot.Key), in slot.Value, Tag(index) & TagBits.Marks);
        }

        this = moved;
    }

    /// <summary>Prefetches the tags that <see cref="FindTag"/> looks at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void PrefetchTags(ulong hash) =>
        Prefetch.Read(_tags + Home(hash, _capacity));

    /// <summary>Finds the slot that the tags name.</summary>
    /// <returns>The slot, whose key was not compared; -1 if the key has no entry.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int FindTag(ulong hash)
    {
        var home = Home(hash, _capacity);
        if (home > _capacity - Vector128<byte>.Count)
            return FindTagOneByOne(hash);
        // Where the probe ends is random, and a branch for each tag would often be predicted wrong.
        var group = Vector128.Load(_tags + home) & Vector128.Create(unchecked((byte)~TagBits.Marks));
        var matches = Vector128.Equals(group, Vector128.Create((byte)TagOf(hash))).ExtractMostSignificantBits();
        return matches == 0 ? FindTagOneByOne(hash) : home + BitOperations.TrailingZeroCount(matches);
    }

    /// <summary>Prefetches a slot that <see cref="FindTag"/> has found.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void PrefetchSlot(int index)
    {
        if (index < 0)
            return;
        ref var slot = ref Slot(index);
        for (var offset = 0; offset < Math.Min(Unsafe.SizeOf<KeyGroupSlot<TKey, TValue>>(), MostPrefetchedBytes); offset += CacheLine)
            Prefetch.Read(in Unsafe.AddByteOffset(ref slot, offset));
        if (!PartitionArrays<TKey, TValue>.CanAlign)
            Prefetch.Read(in Unsafe.AddByteOffset(ref slot, Unsafe.SizeOf<KeyGroupSlot<TKey, TValue>>() - 1));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly int FindTagOneByOne(ulong hash)
    {
        if (_capacity == 0)
            return -1;
        var tag = TagOf(hash);
        for (var index = Home(hash, _capacity); ; index = Next(index, _capacity))
        {
            var found = Tag(index);
            if (found == 0)
                return -1;
            if ((found & ~TagBits.Marks) == tag)
                return index;
        }
    }

    private int Add(in TKey key, ulong hash, in TValue value, int marks)
    {
        var index = Home(hash, _capacity);
        while (_tags[index] != 0)
            index = Next(index, _capacity);
        _tags[index] = (byte)(TagOf(hash) | marks);
        ref var slot = ref Slot(index);
        slot.Key = key;
        slot.Value = value;
        Count++;
        return index;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly byte Tag(int index) => _tags[index];

    /// <summary>Determines whether the gap lies between the entry's home slot and its current slot.</summary>
    private readonly bool MayMove(int index, int gap)
    {
        var home = Home(TKeyCodec.Hash(in Slot(index).Key), Capacity);
        return Distance(home, index) >= Distance(gap, index);
    }

    private readonly int Distance(int from, int to) => to >= from ? to - from : to - from + Capacity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TagOf(ulong hash) => ((int)(hash >> TagShift) & TagBits.HashBits) | TagBits.Occupied;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Home(ulong hash, int capacity) => (int)(((hash >> HomeShift) * (uint)capacity) >> HomeShift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Next(int index, int capacity) => ++index == capacity ? 0 : index;
}

/// <summary>The bits of a tag byte.</summary>
internal static class TagBits
{
    /// <summary>The slot holds an entry.</summary>
    public const int Occupied = 0x80;

    /// <summary>The entry was added, moved or changed since the snapshot of the partition's epoch began.</summary>
    public const int Touched = 0x40;

    /// <summary>The entry was added, moved or changed before the partition's epoch, but after the last completed snapshot began.</summary>
    public const int Changed = 0x20;

    /// <summary>The bits that snapshots set.</summary>
    public const int Marks = Touched | Changed;

    public const int HashBits = 0x1F;

    private const ulong AllTouched = 0x4040_4040_4040_4040;
    private const ulong AllChanged = 0x2020_2020_2020_2020;

    /// <summary>Begins an epoch, in which no entry is touched: those that were touched are changed now.</summary>
    /// <param name="tags">The tags.</param>
    /// <param name="keepsTouched">true to mark the touched entries as changed.</param>
    /// <param name="keepsChanged">true to keep the marks of the changed entries.</param>
    public static void BeginEpoch(Span<byte> tags, bool keepsTouched, bool keepsChanged)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(tags);
        foreach (ref var word in words)
            word = BeginEpoch(word, keepsTouched, keepsChanged);
        foreach (ref var tag in tags[(words.Length * sizeof(ulong))..])
            tag = (byte)BeginEpoch(tag, keepsTouched, keepsChanged);
    }

    private static ulong BeginEpoch(ulong tags, bool keepsTouched, bool keepsChanged)
    {
        var changed = (keepsTouched ? (tags & AllTouched) >> 1 : 0) | (keepsChanged ? tags & AllChanged : 0);
        return (tags & ~(AllTouched | AllChanged)) | changed;
    }
}
