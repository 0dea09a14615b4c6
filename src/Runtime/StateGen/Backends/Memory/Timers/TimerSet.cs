using System.Numerics;
using System.Runtime.CompilerServices;
using StateGen.Backends.Memory.Rows;
using StateGen.Backends.Memory.Snapshots;
using StateGen.Keys;

namespace StateGen.Backends.Memory.Timers;

/// <summary>The registered timers, partitioned by the key group of the operator's key. Allocates only when it grows. Threads as in the table.</summary>
internal sealed class TimerSet<TKey, TKeyCodec>(StateStoreOptions options)
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    private readonly KeyGroupTable<TimerKey<TKey>, TimerKeyCodec<TKey, TKeyCodec>, NoValue> _table = new(options);

    public long Count => _table.Count;

    /// <summary>Gets the version, which changes whenever a timer is added or removed.</summary>
    public int Version => _table.Version;

    /// <summary>Adds a timer.</summary>
    /// <returns>true if it was added; false if the set has it.</returns>
    public bool Add(in KeyedTimer<TKey> timer)
    {
        var key = new TimerKey<TKey>(timer.Kind, timer.Timestamp, timer.Key, timer.Hash);
        ref var partition = ref _table.PartitionOf(timer.Hash);
        if (partition.Find(in key, key.TableHash) >= 0)
            return false;
        _table.Add(ref partition, in key, key.TableHash, default);
        return true;
    }

    /// <summary>Finds the index of a timer, which is valid for one <see cref="Version"/>; -1 if the set does not have it.</summary>
    public int Find(in KeyedTimer<TKey> timer)
    {
        var key = new TimerKey<TKey>(timer.Kind, timer.Timestamp, timer.Key, timer.Hash);
        return _table.PartitionOf(timer.Hash).Find(in key, key.TableHash);
    }

    /// <summary>Removes the timer with an index.</summary>
    /// <param name="hash">The hash of the timer's key.</param>
    /// <param name="index">The index.</param>
    public void RemoveAt(ulong hash, int index) => _table.RemoveAt(ref _table.PartitionOf(hash), index);

    /// <summary>Makes room for timers of a key group that are about to be added.</summary>
    public void Reserve(int keyGroup, int count) => _table.Reserve(ref _table.Partition(keyGroup - _table.KeyGroupOf(0)), count);

    /// <summary>Prefetches what <see cref="Find"/> will read, in two passes, so that the second one finds the tags in the cache.</summary>
    public void Prefetch(TimerKind kind, ReadOnlySpan<OrderedTimer<TKey>> timers)
    {
        foreach (ref readonly var timer in timers)
            _table.PartitionOf(timer.Hash).PrefetchTags(timer.ToKey(kind).TableHash);
        foreach (ref readonly var timer in timers)
            _table.PartitionOf(timer.Hash).PrefetchSlot(timer.ToKey(kind).TableHash);
    }

    /// <summary>Adds the timers of a kind to a wheel.</summary>
    public void CopyTo(TimerWheel<TKey, TKeyCodec> wheel, TimerKind kind)
    {
        for (var group = 0; group < _table.PartitionCount; group++)
        {
            ref var partition = ref _table.Partition(group);
            for (var index = 0; index < partition.Capacity; index++)
            {
                if (partition.IsOccupied(index) && partition.Slot(index).Key is var timer && timer.Kind == kind)
                    wheel.Add(new(timer.Timestamp, timer.Key, TKeyCodec.Hash(in timer.Key)));
            }
        }
    }

    /// <summary>Begins a snapshot in constant time.</summary>
    public TableSnapshot BeginSnapshot() => new TimerSnapshot<TKey, TKeyCodec>(_table.BeginSnapshot());
}

/// <summary>A timer as a key of the table.</summary>
internal readonly struct TimerKey<TKey>
    where TKey : notnull
{
    private const ulong TimestampFactor = 0x9E3779B97F4A7C15;
    private const ulong HashFactor = 0xD6E8FEB86659FD93;
    private const int KindShift = 56;
    private const int UpperHalf = 32;
    private const int HalfOfUpper = 16;

    public readonly long Timestamp;
    public readonly TKey Key;
    public readonly TimerKind Kind;
    private readonly uint _hash;

    public TimerKey(TimerKind kind, long timestamp, TKey key, ulong keyHash)
    {
        Timestamp = timestamp;
        Key = key;
        Kind = kind;
        _hash = (uint)(((keyHash ^ ((ulong)timestamp * TimestampFactor) ^ ((ulong)kind << KindShift)) * HashFactor) >> UpperHalf);
    }

    /// <summary>
    /// Gets the hash of the whole timer. It is kept, because moving an entry needs it and hashing the key again may be slow. A table takes the slot from the upper half
    /// and the tag from the lower one.
    /// </summary>
    public ulong TableHash => ((ulong)_hash << UpperHalf) | BitOperations.RotateLeft(_hash, HalfOfUpper);
}

/// <summary>The identity of timers. Nothing writes or reads them by this codec.</summary>
internal readonly struct TimerKeyCodec<TKey, TKeyCodec> : IKeyCodec<TimerKey<TKey>>
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    public static TimerKey<TKey> Normalize(TimerKey<TKey> key) => key;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equals(in TimerKey<TKey> left, in TimerKey<TKey> right) =>
        left.Timestamp == right.Timestamp && left.TableHash == right.TableHash && left.Kind == right.Kind && TKeyCodec.Equals(in left.Key, in right.Key);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in TimerKey<TKey> key) => key.TableHash;

    public static void Write(ref KeyWriter writer, in TimerKey<TKey> key) => throw new NotSupportedException();

    public static TimerKey<TKey> Read(ref KeyReader reader) => throw new NotSupportedException();
}

/// <summary>The value of a table that is a set.</summary>
internal readonly struct NoValue;

/// <summary>The registered timers when a snapshot began.</summary>
internal sealed class TimerSnapshot<TKey, TKeyCodec>(
    KeyGroupSnapshot<TimerKey<TKey>, TimerKeyCodec<TKey, TKeyCodec>, NoValue> timers) : TableSnapshot
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    public override int PartCount => timers.PartitionCount;

    public override void Write(int part, BlockFile file)
    {
        var writer = new TimerWriter(new(file, ITimerQueue.Section, timers.KeyGroupOf(part)));
        try
        {
            timers.Read(part, ref writer);
            writer.Block.Flush();
        }
        finally
        {
            writer.Block.Dispose();
        }
    }

    public override void Dispose() => timers.End();

    private ref struct TimerWriter(KeyedBlockWriter<TKey, TKeyCodec> block) : IEntryReader<TimerKey<TKey>, NoValue>
    {
        public KeyedBlockWriter<TKey, TKeyCodec> Block = block;

        public void Read(in TimerKey<TKey> timer, in NoValue value)
        {
            Block.Entries.WriteInt64((byte)timer.Kind);
            Block.Entries.WriteInt64(timer.Timestamp);
            Block.WriteKey(in timer.Key);
            Block.EndEntry();
        }
    }
}
