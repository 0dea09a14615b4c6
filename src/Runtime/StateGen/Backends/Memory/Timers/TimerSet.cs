using System.Runtime.CompilerServices;
using StateGen.Backends.Memory.Snapshots;
using StateGen.Keys;

namespace StateGen.Backends.Memory.Timers;

// Snapshots need no copies, because a registered timer never changes. An epoch begins with each snapshot. A timer that is registered gets the epoch as
// its state. If one from an earlier epoch is removed while the snapshot is in progress, its entry gets the negative epoch and keeps its content, and it is
// freed after the snapshot has ended or in a later epoch. So the snapshot of epoch E consists of the entries whose state is from 1 to E - 1, or -E. Its reader,
// on another thread, reads the state before the content, and the content of such an entry does not change.

/// <summary>
/// The registered timers, partitioned by the key group of the operator's key. Allocates only when it grows. Used by one thread, while another may read the
/// snapshot that is in progress.
/// </summary>
internal sealed class TimerSet<TKey, TKeyCodec>
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    private const int FreedPerChange = 2;
    private const ulong TimestampFactor = 0x9E3779B97F4A7C15;
    private const ulong HashFactor = 0xD6E8FEB86659FD93;
    private const int KindShift = 56;
    private const int UpperHalf = 32;

    private readonly TimerGroup<TKey>[] _groups;
    private readonly Queue<RemovedTimer> _removed = new();
    private readonly string _operatorId;
    private readonly int _maxParallelism;
    private readonly int _firstKeyGroup;
    private TimerSnapshot<TKey, TKeyCodec>? _snapshot;
    private int _epoch = 1;

    public TimerSet(StateStoreOptions options)
    {
        _operatorId = options.OperatorId;
        _maxParallelism = options.MaxParallelism;
        _firstKeyGroup = options.KeyGroups.First;
        _groups = new TimerGroup<TKey>[options.KeyGroups.Count];
        Array.Fill(_groups, TimerGroup<TKey>.Empty);
    }

    public long Count { get; private set; }

    /// <summary>Gets the version, which changes whenever a timer is added or removed. Never 0.</summary>
    public int Version { get; private set; } = 1;

    private bool IsSnapshotInProgress => _snapshot is { HasEnded: false };

    /// <summary>Adds a timer.</summary>
    /// <returns>true if it was added; false if the set has it.</returns>
    public bool Add(in KeyedTimer<TKey> timer)
    {
        ref var group = ref _groups[GroupOf(timer.Hash)];
        var hash = HashOf(timer.Kind, timer.Timestamp, timer.Hash);
        group.Reserve(1);
        if (TryFind(in group, in timer, hash, out var index))
            return false;
        var id = group.Allocate();
        ref var entry = ref group.Entries[id];
        entry.Timestamp = timer.Timestamp;
        entry.Key = timer.Key;
        entry.Kind = timer.Kind;
        Volatile.Write(ref entry.State, _epoch);
        group.Index[index] = TimerIndex.Slot(hash, id);
        CountChange(1);
        return true;
    }

    /// <summary>Finds the index of a timer, which is valid for one <see cref="Version"/>; -1 if the set does not have it.</summary>
    public int Find(in KeyedTimer<TKey> timer)
    {
        ref var group = ref _groups[GroupOf(timer.Hash)];
        return group.Count > 0 && TryFind(in group, in timer, HashOf(timer.Kind, timer.Timestamp, timer.Hash), out var index) ? index : -1;
    }

    /// <summary>Removes the timer with an index.</summary>
    /// <param name="hash">The hash of the timer's key.</param>
    /// <param name="index">The index.</param>
    public void RemoveAt(ulong hash, int index)
    {
        var number = GroupOf(hash);
        ref var group = ref _groups[number];
        var id = TimerIndex.IdOf(group.Index[index]);
        TimerIndex.RemoveAt(group.Index, index);
        group.Count--;
        ref var entry = ref group.Entries[id];
        if (entry.State < _epoch && IsSnapshotInProgress)
        {
            Volatile.Write(ref entry.State, -_epoch);
            _removed.Enqueue(new(number, id));
        }
        else
        {
            group.Free(id);
        }

        CountChange(-1);
    }

    /// <summary>Makes room for timers of a key group that are about to be added.</summary>
    public void Reserve(int keyGroup, int count) => _groups[keyGroup - _firstKeyGroup].Reserve(count);

    /// <summary>Prefetches the index for a change of a timer, and the entry for an addition.</summary>
    public void PrefetchChange(in KeyedTimer<TKey> timer) =>
        _groups[GroupOf(timer.Hash)].PrefetchChange(HashOf(timer.Kind, timer.Timestamp, timer.Hash));

    /// <summary>Prefetches the entry of a timer. Reads the index.</summary>
    public void PrefetchEntry(in KeyedTimer<TKey> timer) =>
        _groups[GroupOf(timer.Hash)].PrefetchEntry(HashOf(timer.Kind, timer.Timestamp, timer.Hash));

    /// <summary>Prefetches what finding timers reads, in two passes, so that the second one finds the index in the cache.</summary>
    public void Prefetch(TimerKind kind, ReadOnlySpan<OrderedTimer<TKey>> timers)
    {
        foreach (ref readonly var timer in timers)
            _groups[GroupOf(timer.Hash)].PrefetchIndex(HashOf(kind, timer.Timestamp, timer.Hash));
        foreach (ref readonly var timer in timers)
            _groups[GroupOf(timer.Hash)].PrefetchEntry(HashOf(kind, timer.Timestamp, timer.Hash));
    }

    /// <summary>Adds the timers of a kind to a wheel.</summary>
    public void CopyTo(TimerWheel<TKey, TKeyCodec> wheel, TimerKind kind)
    {
        foreach (ref readonly var group in _groups.AsSpan())
        {
            foreach (ref readonly var entry in group.Entries.AsSpan())
            {
                if (entry.State > 0 && entry.Kind == kind)
                    wheel.Add(new(entry.Timestamp, entry.Key, TKeyCodec.Hash(in entry.Key)));
            }
        }
    }

    /// <summary>
    /// Begins a snapshot, in constant time. If the one before has not ended, what it has not written yet is copied first.
    /// </summary>
    public TableSnapshot BeginSnapshot()
    {
        _snapshot?.CopyRemaining();
        _epoch++;
        return _snapshot = new(_operatorId, _groups, _firstKeyGroup, _epoch);
    }

    private void CountChange(int difference)
    {
        Count += difference;
        Version = Version == int.MaxValue ? 1 : Version + 1;
        if (_removed.Count > 0)
            FreeRemoved();
    }

    // More entries are freed per change than are removed, so the queue holds at most the changes of two epochs.
    private void FreeRemoved()
    {
        for (var i = 0; i < FreedPerChange && _removed.TryPeek(out var removed); i++)
        {
            ref var group = ref _groups[removed.Group];
            if (group.Entries[removed.Id].State == -_epoch && IsSnapshotInProgress)
                return;
            group.Free(removed.Id);
            _removed.Dequeue();
        }
    }

    private int GroupOf(ulong hash) => KeyGroups.Of(hash, _maxParallelism) - _firstKeyGroup;

    private static bool TryFind(in TimerGroup<TKey> group, in KeyedTimer<TKey> timer, uint hash, out int index)
    {
        var slots = group.Index;
        for (index = TimerIndex.Home(hash, slots.Length); slots[index] != TimerIndex.Free; index = TimerIndex.Next(index, slots.Length))
        {
            if (TimerIndex.HashOf(slots[index]) != hash)
                continue;
            ref readonly var entry = ref group.Entries[TimerIndex.IdOf(slots[index])];
            if (entry.Timestamp == timer.Timestamp && entry.Kind == timer.Kind && TKeyCodec.Equals(in entry.Key, timer.Key))
                return true;
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint HashOf(TimerKind kind, long timestamp, ulong keyHash) =>
        (uint)(((keyHash ^ ((ulong)timestamp * TimestampFactor) ^ ((ulong)kind << KindShift)) * HashFactor) >> UpperHalf);
}

/// <summary>A timer that was removed while a snapshot needed it.</summary>
internal readonly record struct RemovedTimer(int Group, int Id);

/// <summary>One timer of the set, or a free entry.</summary>
internal struct RegisteredTimer<TKey>
{
    /// <summary>The time; of a free entry, the number of the next free one.</summary>
    public long Timestamp;
    public TKey Key;

    /// <summary>
    /// The epoch in which the timer was registered; the negative epoch in which it was removed if a snapshot may need it; 0 if the entry is free.
    /// </summary>
    public int State;
    public TimerKind Kind;
}

/// <summary>The place in the set of the timer that was read last; -1 as the index if there was none.</summary>
internal readonly record struct TimerLocation(TimerKind Kind, int Index, int Version);

/// <summary>A change to the timers: a pending one, or one that the current record has made, for a rollback.</summary>
internal struct TimerChange<TKey>
    where TKey : notnull
{
    public KeyedTimer<TKey> Timer;
    public bool IsRegistration;

    /// <summary>Sets the fields one by one: the timer was just written so, and a processor cannot forward several writes to one wider read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(in KeyedTimer<TKey> timer, bool isRegistration)
    {
        Timer = new(timer.Kind, timer.Timestamp, timer.Key, timer.Hash);
        IsRegistration = isRegistration;
    }
}
