using System.Runtime.CompilerServices;
using StateGen.Formats.Keys;
using StateGen.Keys;

namespace StateGen.Backends.Memory.Collections;

/// <summary>
/// Finds, adds and removes entries of sorted maps, given their heads. A small map is a block of a slab, in the order of the keys; a large one is a
/// <see cref="LargeSortedMap{TMapKey, TMapKeyCodec, TValue}"/>. Used by one thread, while another may read maps for a snapshot.
/// </summary>
internal sealed class SortedBlocks<TMapKey, TMapKeyCodec, TValue>(bool isTimed, SnapshotsInProgress snapshots)
    where TMapKeyCodec : struct, IKeyCodec<TMapKey>
{
    /// <summary>The highest size class of a block: 64 entries, of which an insertion moves half.</summary>
    private const int LargestBlock = 6;

    /// <summary>The number of entries at which a large map becomes a block again.</summary>
    private const int SmallAgain = 16;

    private const int CacheLine = 64;
    private const int MostPrefetchedBytes = 4 * CacheLine;

    private readonly Slab<MapEntry<TMapKey, TValue>> _blocks = new(isTimed, firstTaggedClass: Slab<MapEntry<TMapKey, TValue>>.HighestClass + 1, snapshots);
    private readonly Stack<uint> _free = new();
    private readonly List<uint> _retained = [];
    private LargeSortedMap<TMapKey, TMapKeyCodec, TValue>?[] _large = [];
    private int _largeCount;
    private int _snapshot = 1;

    /// <summary>Gets the size in bytes of the blocks, and of the large maps when they last ended a change, without the objects that entries refer to.</summary>
    public long SizeBytes => _blocks.SizeBytes + LargeBytes;

    private long LargeBytes { get; set; }

    private ushort Epoch => (ushort)_snapshot;

    /// <inheritdoc cref="MapBlocks{TMapKey, TMapKeyCodec, TValue, THead}.BeginEpoch"/>
    public bool BeginEpoch()
    {
        _snapshot++;
        if (Epoch != 0)
            return true;
        _snapshot++;
        return false;
    }

    /// <summary>Prepares a change of a map: what the snapshot in progress reads stays as it is. Called before the changes of a record.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void BeginChange(ref MapHead head)
    {
        if (snapshots.Any && head.SizeClass != MapSize.NoBlock && head.Epoch != Epoch)
            Keep(ref head);
    }

    /// <summary>Gets the number of entries, including expired ones.</summary>
    public int Count(in MapHead head) => head.SizeClass == MapSize.Large ? Large(in head).Count : head.Count;

    /// <summary>Gets the number of runs that the entries are in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int RunCount(in MapHead head) => head.SizeClass == MapSize.Large ? Large(in head).LeafCount : head.Count > 0 ? 1 : 0;

    /// <summary>Gets a run of entries.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SortedRun<TMapKey, TValue> Run(in MapHead head, int run)
    {
        if (head.SizeClass == MapSize.Large)
            return Large(in head).Run(run);
        if (head.SizeClass == MapSize.NoBlock)
            return new([], null, 0, 0);
        var chunk = _blocks.ChunkOf(head.Block);
        return new(chunk.Items, chunk.WriteTimes, Slab<MapEntry<TMapKey, TValue>>.OffsetOf(head.Block), head.Count);
    }

    /// <summary>Finds the first entry that is not below a key, or the position where it would be inserted.</summary>
    /// <param name="head">The head.</param>
    /// <param name="key">The key.</param>
    /// <param name="position">The position, whose index may be that behind the last entry of the run.</param>
    /// <returns>true if the entry has the key; otherwise, false.</returns>
    public bool Find(in MapHead head, in TMapKey key, out SortedPosition position)
    {
        var number = head.SizeClass == MapSize.Large ? Large(in head).FindLeaf(in key) : 0;
        if (number >= RunCount(in head))
        {
            position = new(number, 0);
            return false;
        }

        var run = Run(in head, number);
        var order = run.Count == 0 ? 1 : KeyOrder<TMapKey, TMapKeyCodec>.Compare(in key, in run[run.Count - 1].Key);
        if (order >= 0)
        {
            // Keys often arrive in order.
            position = new(number, order > 0 ? run.Count : run.Count - 1);
            return order == 0;
        }

        var (low, high) = (0, run.Count - 1);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (KeyOrder<TMapKey, TMapKeyCodec>.Compare(in run[middle].Key, in key) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        position = new(number, low);
        return TMapKeyCodec.Equals(in run[low].Key, in key);
    }

    /// <summary>Inserts an entry at the position that a search for its key has found.</summary>
    public void Insert(ref MapHead head, SortedPosition position, in MapEntry<TMapKey, TValue> entry, long writtenAt)
    {
        if (head.SizeClass != MapSize.Large && head.Count == 1 << LargestBlock)
        {
            MakeLarge(ref head);
            Find(in head, in entry.Key, out position);
        }

        if (head.SizeClass == MapSize.Large)
        {
            var large = Large(in head);
            var before = large.SizeBytes;
            large.Insert(position, in entry, writtenAt);
            LargeBytes += large.SizeBytes - before;
            return;
        }

        if (head.SizeClass == MapSize.NoBlock || head.Count == 1 << head.SizeClass)
            Move(ref head, (byte)(head.SizeClass + 1));
        var run = Run(in head, 0);
        var (index, moved) = (run.Start + position.Index, head.Count - position.Index);
        Array.Copy(run.Items, index, run.Items, index + 1, moved);
        run.Items[index] = entry;
        if (run.WriteTimes is { } times)
        {
            Array.Copy(times, index, times, index + 1, moved);
            times[index] = writtenAt;
        }

        head.Count++;
    }

    /// <summary>Replaces the value of an entry.</summary>
    public void Replace(in MapHead head, SortedPosition position, TValue value, long writtenAt)
    {
        if (head.SizeClass == MapSize.Large)
        {
            Large(in head).Replace(position, value, writtenAt);
            return;
        }

        var run = Run(in head, 0);
        run[position.Index].Value = value;
        if (run.WriteTimes is { } times)
            times[run.Start + position.Index] = writtenAt;
    }

    /// <summary>Removes an entry. Entries behind it move.</summary>
    public void RemoveAt(ref MapHead head, SortedPosition position)
    {
        if (head.SizeClass == MapSize.Large)
        {
            var large = Large(in head);
            var before = large.SizeBytes;
            large.RemoveAt(position);
            LargeBytes += large.SizeBytes - before;
            return;
        }

        var run = Run(in head, 0);
        head.Count--;
        var (index, moved) = (run.Start + position.Index, head.Count - position.Index);
        Array.Copy(run.Items, index + 1, run.Items, index, moved);
        if (run.WriteTimes is { } times)
            Array.Copy(times, index + 1, times, index, moved);
        run.Items[run.Start + head.Count] = default;
    }

    /// <summary>Makes a large map with few entries small. At the end of a record.</summary>
    public void Compact(ref MapHead head)
    {
        if (head.SizeClass != MapSize.Large || Large(in head) is not { Count: <= SmallAgain and > 0 } large)
            return;
        byte sizeClass = 1;
        while (1 << sizeClass < large.Count)
            sizeClass++;
        var block = _blocks.Rent(sizeClass);
        var (chunk, target) = (_blocks.ChunkOf(block), Slab<MapEntry<TMapKey, TValue>>.OffsetOf(block));
        for (var leaf = 0; leaf < large.LeafCount; leaf++)
        {
            var run = large.Run(leaf);
            Array.Copy(run.Items, run.Start, chunk.Items, target, run.Count);
            if (run.WriteTimes is { } times)
                Array.Copy(times, run.Start, chunk.WriteTimes!, target, run.Count);
            target += run.Count;
        }

        var count = (byte)large.Count;
        Free(in head);
        head = new() { Block = block, SizeClass = sizeClass, Epoch = Epoch, Count = count };
    }

    /// <summary>Frees what a head refers to. A snapshot in progress may still read it.</summary>
    public void Free(in MapHead head)
    {
        if (head.SizeClass == MapSize.Large)
            RemoveLarge(head.Block);
        else if (head.SizeClass != MapSize.NoBlock)
            _blocks.Return(head.Block);
    }

    /// <summary>Makes memory free that was retained for a snapshot.</summary>
    public void Reclaim()
    {
        _blocks.Reclaim();
        ReclaimLarge();
    }

    public void ReclaimAll()
    {
        _blocks.ReclaimAll();
        ReclaimLarge();
    }

    /// <summary>Prefetches what a look-up in a small map reads first.</summary>
    public void Prefetch(in MapHead head)
    {
        if (head.SizeClass is MapSize.NoBlock or MapSize.Large)
            return;
        ref var first = ref Unsafe.As<MapEntry<TMapKey, TValue>, byte>(ref _blocks.Items(head.Block));
        var length = Math.Min(head.Count * Unsafe.SizeOf<MapEntry<TMapKey, TValue>>(), MostPrefetchedBytes);
        for (var offset = 0; offset < length; offset += CacheLine)
            Rows.Prefetch.Read(in Unsafe.Add(ref first, offset));
    }

    private LargeSortedMap<TMapKey, TMapKeyCodec, TValue> Large(in MapHead head) => Volatile.Read(ref _large)[head.Block]!;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Keep(ref MapHead head)
    {
        if (head.SizeClass != MapSize.Large)
        {
            Move(ref head, head.SizeClass);
            return;
        }

        var shared = AddLarge(Large(in head).Share());
        RemoveLarge(head.Block);
        (head.Block, head.Epoch) = (shared, Epoch);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Move(ref MapHead head, byte sizeClass)
    {
        var block = _blocks.Rent(sizeClass);
        if (head.SizeClass != MapSize.NoBlock)
        {
            _blocks.Copy(head.Block, 0, block, head.Count);
            Free(in head);
        }

        (head.Block, head.SizeClass, head.Epoch) = (block, sizeClass, Epoch);
    }

    private void MakeLarge(ref MapHead head)
    {
        var large = new LargeSortedMap<TMapKey, TMapKeyCodec, TValue>(isTimed, snapshots);
        var run = Run(in head, 0);
        for (var index = 0; index < run.Count; index++)
            large.Insert(new(0, index), in run[index], run.WrittenAt(index));
        Free(in head);
        head = new() { Block = AddLarge(large), SizeClass = MapSize.Large, Epoch = Epoch };
    }

    private uint AddLarge(LargeSortedMap<TMapKey, TMapKeyCodec, TValue> map)
    {
        if (!_free.TryPop(out var number))
        {
            if (_largeCount == _large.Length)
            {
                var maps = _large;
                Array.Resize(ref maps, Math.Max(4, 2 * maps.Length));
                Volatile.Write(ref _large, maps);
            }

            number = (uint)_largeCount++;
        }

        _large[number] = map;
        LargeBytes += map.SizeBytes;
        return number;
    }

    private void RemoveLarge(uint number)
    {
        LargeBytes -= _large[number]!.SizeBytes;
        if (snapshots.Any)
            _retained.Add(number);
        else
            FreeLarge(number);
    }

    private void ReclaimLarge()
    {
        if (_retained.Count == 0 || snapshots.Any)
            return;
        _retained.ForEach(FreeLarge);
        _retained.Clear();
    }

    private void FreeLarge(uint number)
    {
        _large[number] = null;
        _free.Push(number);
    }
}
