using System.Runtime.CompilerServices;
using StateGen.Keys;

namespace StateGen.Backends.Memory.Rows;

/// <summary>
/// A hash table over the operator's keys, partitioned by key group. A growing partition does not rehash the others, and snapshots and expiry sweeps
/// work through one group after another. Only <see cref="Add"/>, <see cref="RemoveAt"/> and <see cref="Shrink"/> change the structure. Used by one thread,
/// while another may read the one snapshot that is in progress.
/// </summary>
internal sealed class KeyGroupTable<TKey, TKeyCodec, TValue>
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    private const int SmallestCapacity = 8;

    // A partition that is more than 5/8 full grows by a quarter, so it stays between a half and 5/8 full: probes are short and little memory is unused.
    private const int LoadNumerator = 5;
    private const int LoadDenominator = 8;
    private const int GrowthDivisor = 4;

    // The arrays that few partitions outgrow are much memory beside them, and nobody else needs them.
    private const int LeastPooled = 16;

    // Reserved room leaves a partition as full as growth does on average.
    private const int RoomNumerator = 16;
    private const int RoomDenominator = 9;
    private readonly KeyGroupPartition<TKey, TKeyCodec, TValue>[] _partitions;
    private readonly PartitionArrayPool<TKey, TValue> _pool;
    private readonly Lock _structure = new();
    private readonly HugePageRequests<TKey, TKeyCodec, TValue> _hugePages;
    private readonly int _maxParallelism;
    private readonly int _firstKeyGroup;
    private KeyGroupSnapshot<TKey, TKeyCodec, TValue>? _snapshot;
    private readonly RemovalLog<TKey> _removals = new();
    private int _epoch;

    // The snapshot that later ones can build on, as of the last one's beginning; None until one is completed.
    private int _base = KeyGroupSnapshot.None;
    private int _completedEpoch = KeyGroupSnapshot.None;

    /// <param name="options">The options of the store.</param>
    /// <param name="alignsSlots">true to align slots to cache lines where their size allows it; otherwise, false.</param>
    public KeyGroupTable(StateStoreOptions options, bool alignsSlots)
    {
        _pool = new(alignsSlots);
        _maxParallelism = options.MaxParallelism;
        _firstKeyGroup = options.KeyGroups.First;
        _partitions = new KeyGroupPartition<TKey, TKeyCodec, TValue>[options.KeyGroups.Count];
        for (var index = 0; index < _partitions.Length; index++)
            _partitions[index] = new(index);
        _hugePages = new(_partitions);
    }

    /// <summary>Gets the number of keys.</summary>
    public long Count { get; private set; }

    /// <summary>Gets the number of slots of all partitions.</summary>
    public long SlotCount { get; private set; }

    /// <summary>Gets the size in bytes of the arrays that hold the entries, without the objects that keys and values refer to.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>Gets the version of the structure, which changes whenever a key is added, moved or removed. Never 0.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>Gets a value indicating whether the slots, if they are aligned, are moved to huge pages.</summary>
    public bool UsesHugePages { get; init; }

    /// <summary>Gets the requests for huge pages.</summary>
    public HugePageRequests<TKey, TKeyCodec, TValue> HugePageRequests => _hugePages;

    public int PartitionCount => _partitions.Length;

    /// <summary>
    /// Gets a value indicating whether snapshots tell which keys were removed since the last completed one, and so what changed. It takes memory for the keys.
    /// </summary>
    public bool TracksRemovals { get; init; }

    /// <summary>Gets the partition of a hash, which must belong to the store's key groups.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref KeyGroupPartition<TKey, TKeyCodec, TValue> PartitionOf(ulong hash) =>
        ref _partitions[KeyGroups.Of(hash, _maxParallelism) - _firstKeyGroup];

    /// <summary>Gets the index of the partition of a hash, which must belong to the store's key groups.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int IndexOf(ulong hash) => KeyGroups.Of(hash, _maxParallelism) - _firstKeyGroup;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref KeyGroupPartition<TKey, TKeyCodec, TValue> Partition(int index) => ref _partitions[index];

    public int KeyGroupOf(int partition) => _firstKeyGroup + partition;

    /// <summary>Adds an entry for a key that has none.</summary>
    /// <returns>The value in the table.</returns>
    public ref TValue Add(scoped in TKey key, ulong hash, scoped in TValue value)
    {
        ref var partition = ref PartitionOf(hash);
        Enter(ref partition);
        if ((partition.Count + 1L) * LoadDenominator > (long)partition.Capacity * LoadNumerator)
            Move(ref partition, checked(partition.Capacity + (partition.Capacity / GrowthDivisor)));
        var index = partition.Add(in key, hash, in value);
        Count++;
        Version = NextVersion();
        return ref partition.Slot(index).Value;
    }

    /// <summary>Makes room for entries of a key group that are about to be added.</summary>
    public void Reserve(int keyGroup, int count)
    {
        ref var partition = ref _partitions[keyGroup - _firstKeyGroup];
        var capacity = checked((int)((partition.Count + (long)count) * RoomNumerator / RoomDenominator));
        if (capacity <= partition.Capacity)
            return;
        Enter(ref partition);
        Move(ref partition, capacity);
    }

    public void RemoveAt(ref KeyGroupPartition<TKey, TKeyCodec, TValue> partition, int index)
    {
        BeginChange(ref partition, index);
        if (TracksRemovals)
            _removals.Add(in partition.Slot(index).Key, Count);
        partition.RemoveAt(index, this);
        Count--;
        Version = NextVersion();
    }

    /// <summary>Gives memory of a partition back that is sparse. Called between records: every index becomes invalid.</summary>
    public void Shrink(ref KeyGroupPartition<TKey, TKeyCodec, TValue> partition)
    {
        Enter(ref partition);
        _pool.Clear();
        Move(ref partition, (int)(partition.Count * (long)RoomNumerator / RoomDenominator));
        Version = NextVersion();
    }

    /// <summary>Prepares a change of an entry: the snapshot in progress keeps what it holds. Must be called before the change.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void BeginChange(ref KeyGroupPartition<TKey, TKeyCodec, TValue> partition, int index)
    {
        if (Volatile.Read(ref partition.Epoch) != _epoch || !partition.IsTouched(index))
            Touch(ref partition, index);
    }

    /// <summary>
    /// Begins a snapshot, in constant time. It is read on another thread while the table is used. If the one before has not ended, what it has not read yet is
    /// copied first.
    /// </summary>
    public KeyGroupSnapshot<TKey, TKeyCodec, TValue> BeginSnapshot()
    {
        var previous = _snapshot;
        previous?.CopyRemaining();
        lock (_structure)
            _base = _completedEpoch;
        _epoch++;
        return _snapshot = new(this, _structure, _epoch, _base, TracksRemovals ? _removals.BeginEpoch(_epoch, _base) : null, previous);
    }

    /// <summary>Makes a completed snapshot the base of later ones: they know what has changed since it began. Thread-safe.</summary>
    public void Complete(int epoch)
    {
        lock (_structure)
            _completedEpoch = Math.Max(_completedEpoch, epoch);
    }

    /// <summary>
    /// Makes a partition enter the table's epoch, in which no entry is touched yet. The caller holds the lock of the structure. A snapshot may do this
    /// while the owner of the table looks keys up, because only marks change.
    /// </summary>
    public void EnterLocked(ref KeyGroupPartition<TKey, TKeyCodec, TValue> partition)
    {
        if (partition.Epoch == _epoch)
            return;
        // Entries that were touched in the partition's epoch were touched after the snapshot of that epoch began.
        TagBits.BeginEpoch(partition.Tags, keepsTouched: partition.Epoch >= _base, keepsChanged: partition.Epoch > _base);
        Volatile.Write(ref partition.Epoch, _epoch);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Touch(ref KeyGroupPartition<TKey, TKeyCodec, TValue> partition, int index)
    {
        Enter(ref partition);
        if (partition.IsTouched(index))
            return;
        _snapshot?.Keep(in partition, index);
        partition.Touch(index);
    }

    private void Enter(ref KeyGroupPartition<TKey, TKeyCodec, TValue> partition)
    {
        if (Volatile.Read(ref partition.Epoch) == _epoch)
            return;
        lock (_structure)
            EnterLocked(ref partition);
    }

    private void Move(ref KeyGroupPartition<TKey, TKeyCodec, TValue> partition, int capacity)
    {
        var left = partition.Arrays;
        capacity = Math.Max(SmallestCapacity, capacity);
        var others = _pool.Rent(capacity);
        bool isReusable;
        lock (_structure)
        {
            partition.MoveTo(others);
            isReusable = left.Tags.Length > 0 && _snapshot?.HandOver(partition.Index, left) != true;
        }

        var added = capacity - left.Tags.Length;
        SlotCount += added;
        SizeBytes += (long)added * (sizeof(byte) + PartitionArrays<TKey, TValue>.Stride);
        if (UsesHugePages)
            _hugePages.Grow(SizeBytes);
        // A partition shrinks to give memory back.
        if (isReusable && added > 0 && _partitions.Length >= LeastPooled)
            _pool.Return(left);
    }

    private int NextVersion() => Version == int.MaxValue ? 1 : Version + 1;
}

/// <summary>A key and its value, adjacent in memory, so that finding the key also fetches the value.</summary>
internal struct KeyGroupSlot<TKey, TValue>
{
    public TKey Key;
    public TValue Value;
}
