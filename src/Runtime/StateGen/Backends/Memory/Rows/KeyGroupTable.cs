using System.Runtime.CompilerServices;
using StateGen.Keys;

namespace StateGen.Backends.Memory.Rows;

/// <summary>
/// A hash table over the operator's keys, partitioned by key group. A growing partition does not rehash the others, and snapshots and expiry sweeps
/// work through one group after another. Only <see cref="Add"/> and <see cref="RemoveAt"/> change the structure. Not thread-safe.
/// </summary>
internal sealed class KeyGroupTable<TKey, TKeyCodec, TValue>
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    private const int SmallestCapacity = 8;

    // A partition that is more than 5/8 full grows by a quarter, so it stays between a half and 5/8 full: probes are short and little memory is unused.
    private const int LoadNumerator = 5;
    private const int LoadDenominator = 8;
    private const int GrowthDivisor = 4;

    private readonly KeyGroupPartition<TKey, TKeyCodec, TValue>[] _partitions;
    private readonly PartitionArrayPool<TKey, TValue> _pool = new();
    private readonly int _maxParallelism;
    private readonly int _firstKeyGroup;

    public KeyGroupTable(StateStoreOptions options)
    {
        _maxParallelism = options.MaxParallelism;
        _firstKeyGroup = options.KeyGroups.First;
        _partitions = new KeyGroupPartition<TKey, TKeyCodec, TValue>[options.KeyGroups.Count];
        Array.Fill(_partitions, KeyGroupPartition<TKey, TKeyCodec, TValue>.Empty);
    }

    /// <summary>Gets the number of keys.</summary>
    public long Count { get; private set; }

    /// <summary>Gets the size in bytes of the arrays that hold the entries, without the objects that keys and values refer to.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>Gets the version of the structure, which changes whenever a key is added, moved or removed. Never 0.</summary>
    public int Version { get; private set; } = 1;

    public int PartitionCount => _partitions.Length;

    /// <summary>Gets the partition of a hash, which must belong to the store's key groups.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref KeyGroupPartition<TKey, TKeyCodec, TValue> PartitionOf(ulong hash) =>
        ref _partitions[KeyGroups.Of(hash, _maxParallelism) - _firstKeyGroup];

    public ref KeyGroupPartition<TKey, TKeyCodec, TValue> Partition(int index) => ref _partitions[index];

    public int KeyGroupOf(int partition) => _firstKeyGroup + partition;

    /// <summary>Adds an entry for a key that has none.</summary>
    public void Add(in TKey key, ulong hash, in TValue value)
    {
        ref var partition = ref PartitionOf(hash);
        if ((partition.Count + 1L) * LoadDenominator > (long)partition.Capacity * LoadNumerator)
            Grow(ref partition);
        partition.Add(in key, hash, in value);
        Count++;
        Version = NextVersion();
    }

    public void RemoveAt(ref KeyGroupPartition<TKey, TKeyCodec, TValue> partition, int index)
    {
        partition.RemoveAt(index);
        Count--;
        Version = NextVersion();
    }

    private void Grow(ref KeyGroupPartition<TKey, TKeyCodec, TValue> partition)
    {
        var outgrown = partition.Arrays;
        var capacity = Math.Max(SmallestCapacity, checked(partition.Capacity + (partition.Capacity / GrowthDivisor)));
        partition.MoveTo(_pool.Rent(capacity));
        SizeBytes += (long)(capacity - outgrown.Tags.Length) * (sizeof(byte) + Unsafe.SizeOf<KeyGroupSlot<TKey, TValue>>());
        if (outgrown.Tags.Length > 0)
            _pool.Return(outgrown);
    }

    private int NextVersion() => Version == int.MaxValue ? 1 : Version + 1;
}

/// <summary>A key and its value, adjacent in memory, so that finding the key also fetches the value.</summary>
internal struct KeyGroupSlot<TKey, TValue>
{
    public TKey Key;
    public TValue Value;
}
