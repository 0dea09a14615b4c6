using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StateGen.Backends.Memory.Rows;
using StateGen.Keys;

namespace StateGen.Backends.Memory.Collections;

// The entries of a map are dense, in its head or in a block. Up to eight are compared one by one; of more, the tags are searched first. Removing an entry
// moves the last one into the gap, so entries can be removed during an enumeration from the last entry to the first.

/// <summary>
/// Finds, adds and removes entries of maps, given their heads. A position is that of an entry in its block, or in the table of a large map. Used by one thread,
/// while another may read maps for a snapshot.
/// </summary>
internal sealed partial class MapBlocks<TMapKey, TMapKeyCodec, TValue, THead>(bool isTimed, MemoryStore store, SnapshotsInProgress snapshots)
    where TMapKeyCodec : struct, IKeyCodec<TMapKey>
    where THead : struct, IMapHead
{
    private const int CacheLine = 64;
    private const int MostPrefetchedBytes = 8 * CacheLine;

    private readonly Slab<MapEntry<TMapKey, TValue>> _blocks = new(isTimed, MapSize.FirstTagged, snapshots);
    private readonly LargeMaps<TMapKey, TMapKeyCodec, TValue> _large = new(store, snapshots);

    /// <summary>Gets the number of the snapshot that began last.</summary>
    public int Snapshot { get; private set; } = 1;

    public long SizeBytes => _blocks.SizeBytes + _large.SizeBytes;

    /// <summary>Gets the large maps.</summary>
    public LargeMaps<TMapKey, TMapKeyCodec, TValue> Large => _large;

    private static bool HasInlineEntries
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(THead) == typeof(InlineMapHead<MapEntry<TMapKey, TValue>>);
    }

    private static int InlineCapacity => HasInlineEntries ? InlineMapEntries<MapEntry<TMapKey, TValue>>.Length : 0;

    // The smallest block that has room for more entries than a head.
    private static byte SmallestClass => (byte)(HasInlineEntries ? 2 : 1);

    private ushort Epoch => (ushort)Snapshot;

    /// <summary>Begins the epoch of another snapshot.</summary>
    /// <returns>false if the epochs of heads, which have few bits, begin again, so that all must be set to 0.</returns>
    public bool BeginEpoch()
    {
        Snapshot++;
        if (Epoch != 0)
            return true;
        Snapshot++;
        return false;
    }

    /// <summary>Prepares a change of a map: what the snapshot in progress reads stays as it is. Called before the changes of a record.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void BeginChange(ref THead head)
    {
        if (snapshots.Any && head.SizeClass != MapSize.NoBlock && head.Epoch != Epoch)
            Keep(ref head);
    }

    /// <summary>Determines whether a map has no entries. Only between records, when an empty map has no block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsVacant(in THead head) => head.Count == 0 && head.SizeClass == MapSize.NoBlock;

    /// <summary>Gets the number of entries, including expired ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Count(in THead head) => head.SizeClass == MapSize.Large ? _large[head.Block].Count : head.Count;

    public ref TMapKey Key(ref THead head, int position)
    {
        if (head.SizeClass == MapSize.Large)
            return ref _large[head.Block][position].Key;
        return ref Unsafe.Add(ref Entries(ref head), position).Key;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref TValue Value(ref THead head, int position)
    {
        if (head.SizeClass == MapSize.Large)
            return ref _large[head.Block][position].Value.Value;
        return ref Unsafe.Add(ref Entries(ref head), position).Value;
    }

    /// <summary>Gets the last-write timestamp of an entry; 0 if entries do not expire.</summary>
    public long WrittenAt(ref THead head, int position) =>
        !isTimed ? 0
        : head.SizeClass == MapSize.Large ? _large[head.Block][position].Value.WrittenAt
        : Unsafe.Add(ref _blocks.WriteTimes(head.Block), position);

    /// <summary>Replaces the value of an entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Replace(ref THead head, int position, TValue value, long writtenAt)
    {
        if (head.SizeClass == MapSize.Large)
        {
            ReplaceInLarge(in head, position, value, writtenAt);
            return;
        }

        Unsafe.Add(ref Entries(ref head), position).Value = value;
        if (isTimed)
            Unsafe.Add(ref _blocks.WriteTimes(head.Block), position) = writtenAt;
    }

    /// <summary>Determines whether a map has as many entries as a block can have.</summary>
    public static bool IsLargest(in THead head) => head.SizeClass != MapSize.Large && head.Count == MapSize.MostInBlock;

    /// <summary>Adds an entry for a key that has none. A map that <see cref="IsLargest"/> must have been made large.</summary>
    public void Add(ref THead head, in TMapKey key, TValue value, long writtenAt)
    {
        if (head.SizeClass == MapSize.Large)
        {
            _large.AddEntry(head.Block, in key, value, writtenAt);
            return;
        }

        if (head.Count == Capacity(in head))
            Move(ref head, Math.Max(SmallestClass, (byte)(head.SizeClass + 1)));
        Set(ref head, head.Count, new() { Key = key, Value = value }, writtenAt);
        head.Count++;
    }

    public void RemoveAt(ref THead head, int position)
    {
        if (head.SizeClass == MapSize.Large)
        {
            _large[head.Block].RemoveAt(position);
            return;
        }

        var last = --head.Count;
        ref var entries = ref Entries(ref head);
        if (position != last)
            Set(ref head, position, Unsafe.Add(ref entries, last), WrittenAt(ref head, last));
        if (RuntimeHelpers.IsReferenceOrContainsReferences<MapEntry<TMapKey, TValue>>())
            Unsafe.Add(ref entries, last) = default;
    }

    /// <summary>Makes a map an object of its own. The caller frees the previous head, whose block is unchanged.</summary>
    public void MakeLarge(ref THead head)
    {
        var previous = head;
        var number = _large.Add(Snapshot);
        for (var position = 0; position < previous.Count; position++)
        {
            ref var entry = ref Unsafe.Add(ref Entries(ref previous), position);
            _large.AddEntry(number, in entry.Key, entry.Value, WrittenAt(ref previous, position));
        }

        head = new() { Block = number, SizeClass = MapSize.Large, Epoch = Epoch };
    }

    /// <summary>Makes room for a number of entries, at most <see cref="MapSize.MostInBlock"/>.</summary>
    public void Reserve(ref THead head, int count)
    {
        var sizeClass = SmallestClass;
        while (1 << sizeClass < count)
            sizeClass++;
        if (count > Capacity(in head))
            Move(ref head, sizeClass);
    }

    /// <summary>Frees what a head refers to. A snapshot in progress may still read it.</summary>
    public void Free(in THead head)
    {
        if (head.SizeClass == MapSize.Large)
            _large.Remove(head.Block);
        else if (head.SizeClass != MapSize.NoBlock)
            _blocks.Return(head.Block);
    }

    /// <summary>Makes memory free that was retained for a snapshot.</summary>
    public void Reclaim()
    {
        _blocks.Reclaim();
        _large.Reclaim();
    }

    public void ReclaimAll()
    {
        _blocks.ReclaimAll();
        _large.Reclaim();
    }

    /// <summary>Prefetches what a look-up in a map reads first: the tags, or the first entries.</summary>
    public void Prefetch(in THead head)
    {
        if (head.SizeClass is MapSize.NoBlock or MapSize.Large)
            return;
        if (head.SizeClass >= MapSize.FirstTagged)
            PrefetchTags(in head);
        ref var first = ref Unsafe.As<MapEntry<TMapKey, TValue>, byte>(ref _blocks.Items(head.Block));
        var length = Math.Min(head.Count * Unsafe.SizeOf<MapEntry<TMapKey, TValue>>(), MostPrefetchedBytes);
        for (var offset = 0; offset < length; offset += CacheLine)
            Rows.Prefetch.Read(in Unsafe.Add(ref first, offset));
        // A block need not begin with a cache line.
        Rows.Prefetch.Read(in Unsafe.Add(ref first, length - 1));
    }

    private void PrefetchTags(in THead head)
    {
        var tags = _blocks.ChunkOf(head.Block).Tags;
        var start = Slab<MapEntry<TMapKey, TValue>>.OffsetOf(head.Block);
        Rows.Prefetch.Read(in tags![start]);
        Rows.Prefetch.Read(in tags[start + head.Count - 1]);
    }

    /// <summary>Gets the position at which an enumeration from the last entry to the first begins and ends.</summary>
    public int EndOf(ref THead head) => head.SizeClass == MapSize.Large ? _large[head.Block].FreePosition : head.Count;

    /// <summary>Finds the entry before a position; -1 if there is none.</summary>
    public int Previous(ref THead head, int position, int end) =>
        head.SizeClass == MapSize.Large ? _large[head.Block].Previous(position, end) : position - 1;

    /// <summary>Visits the next entry of a step of the expiry sweep, from the first to the last.</summary>
    /// <returns>true if there is one; false if the map is done or the step has visited enough.</returns>
    public bool TryVisitNext(ref THead head, ref CollectionProgress progress, out int position)
    {
        var large = head.SizeClass == MapSize.Large ? _large[head.Block] : null;
        for (var end = large?.Capacity ?? head.Count; progress.Position < end;)
        {
            position = progress.Position;
            if (progress.Cost >= CollectionProgress.MostCost && position > 0)
                return false;
            progress.Position++;
            var isOccupied = large?.IsOccupied(position) != false;
            progress.Cost += isOccupied ? ExpirySweep.EntryCost : ExpirySweep.FreeSlotCost;
            if (isOccupied)
                return true;
        }

        position = progress.Position = 0;
        return false;
    }

    /// <summary>Determines whether a large map can give memory back, after a visit of all entries.</summary>
    /// <param name="head">The head.</param>
    /// <param name="firstCount">The number of entries when the visit began.</param>
    public bool IsSparse(in THead head, int firstCount) => head.SizeClass == MapSize.Large && _large[head.Block].IsSparse(firstCount);

    /// <summary>Gives memory of a large map back, whose entries then move. Between records.</summary>
    public void Shrink(in THead head) => _large.Shrink(head.Block);

    /// <summary>Finds the entries of a map that is not large, and has none in its head, in an array.</summary>
    public MapEntry<TMapKey, TValue>[] ArrayOf(in THead head, out int start)
    {
        start = Slab<MapEntry<TMapKey, TValue>>.OffsetOf(head.Block);
        return _blocks.ChunkOf(head.Block).Items;
    }

    /// <summary>Gets the first entry of a map that is not large.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref MapEntry<TMapKey, TValue> Entries(ref THead head)
    {
        if (head.SizeClass != MapSize.NoBlock)
            return ref _blocks.Items(head.Block);
        if (HasInlineEntries)
            return ref Unsafe.As<THead, InlineMapHead<MapEntry<TMapKey, TValue>>>(ref head).Entries.First;
        return ref Unsafe.NullRef<MapEntry<TMapKey, TValue>>();
    }

    private static int Capacity(in THead head) => head.SizeClass == MapSize.NoBlock ? InlineCapacity : 1 << head.SizeClass;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Keep(ref THead head)
    {
        if (head.SizeClass == MapSize.Large)
            _large[head.Block].Keep(Snapshot);
        else
            Move(ref head, head.SizeClass);
        head.Epoch = Epoch;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Move(ref THead head, byte sizeClass)
    {
        var block = _blocks.Rent(sizeClass);
        if (sizeClass >= MapSize.FirstTagged && head.SizeClass < MapSize.FirstTagged)
            AddTags(ref head, block, sizeClass);
        if (head.SizeClass != MapSize.NoBlock)
        {
            _blocks.Copy(head.Block, 0, block, head.Count);
            Free(in head);
        }
        else if (head.Count > 0)
        {
            var entries = MemoryMarshal.CreateSpan(ref Entries(ref head), head.Count);
            entries.CopyTo(MemoryMarshal.CreateSpan(ref _blocks.Items(block), head.Count));
            if (RuntimeHelpers.IsReferenceOrContainsReferences<MapEntry<TMapKey, TValue>>())
                entries.Clear();
        }

        (head.Block, head.SizeClass, head.Epoch) = (block, sizeClass, Epoch);
    }

    // The codec of the key may be written by hand and throw. The map must then stay as it is, so this comes before its entries move.
    private void AddTags(ref THead head, uint block, byte sizeClass)
    {
        try
        {
            var tags = _blocks.Tags(block);
            for (var position = 0; position < head.Count; position++)
                tags[position] = TagOf(in Unsafe.Add(ref Entries(ref head), position).Key);
        }
        catch
        {
            // The map keeps its former block, and nobody else knows the new one.
            _blocks.Return(block);
            throw;
        }
    }

    private void Set(ref THead head, int position, in MapEntry<TMapKey, TValue> entry, long writtenAt)
    {
        Unsafe.Add(ref Entries(ref head), position) = entry;
        if (isTimed)
            Unsafe.Add(ref _blocks.WriteTimes(head.Block), position) = writtenAt;
        if (head.SizeClass >= MapSize.FirstTagged)
            _blocks.Tags(head.Block)[position] = TagOf(in entry.Key);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReplaceInLarge(in THead head, int position, TValue value, long writtenAt)
    {
        var large = _large[head.Block];
        large.BeginChange(position);
        ref var stored = ref large[position].Value;
        stored.Value = value;
        stored.WrittenAt = writtenAt;
    }
}
