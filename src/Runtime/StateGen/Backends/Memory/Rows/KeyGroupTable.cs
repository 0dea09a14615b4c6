using System.Runtime.CompilerServices;
using StateGen.Keys;

namespace StateGen.Backends.Memory.Rows;

/// <summary>
/// A hash table over the operator's keys, partitioned by key group: growth pauses for one partition only, and a snapshot or a clean-up goes
/// group by group. The structure changes in <see cref="Add"/> and <see cref="RemoveAt"/> alone. Not thread-safe.
/// </summary>
internal sealed class KeyGroupTable<TKey, TKeyCodec, TValue>
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    private const int SmallestCapacity = 8;

    // Grown by a quarter at 5/8, a partition is between a half and 5/8 full: probes stay short and little memory lies idle.
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

    /// <summary>The number of keys.</summary>
    public long Count { get; private set; }

    /// <summary>Changes whenever a key was added, moved or removed, and is never 0.</summary>
    public int Version { get; private set; } = 1;

    public int PartitionCount => _partitions.Length;

    /// <summary>The partition of a hash, which must belong to the store's key groups.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref KeyGroupPartition<TKey, TKeyCodec, TValue> PartitionOf(ulong hash) =>
        ref _partitions[KeyGroups.Of(hash, _maxParallelism) - _firstKeyGroup];

    public ref KeyGroupPartition<TKey, TKeyCodec, TValue> Partition(int index) => ref _partitions[index];

    public int KeyGroupOf(int partition) => _firstKeyGroup + partition;

    /// <summary>Adds a key that is not there.</summary>
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
        if (outgrown.Tags.Length > 0)
            _pool.Return(outgrown);
    }

    private int NextVersion() => Version == int.MaxValue ? 1 : Version + 1;
}

/// <summary>A key and what is stored under it, side by side, so that finding the one has fetched the other.</summary>
internal struct KeyGroupSlot<TKey, TValue>
{
    public TKey Key;
    public TValue Value;
}
