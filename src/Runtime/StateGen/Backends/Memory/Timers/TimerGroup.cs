using System.Runtime.CompilerServices;
using StateGen.Backends.Memory.Rows;
using StateGen.Backends.Memory.Snapshots;
using StateGen.Keys;

namespace StateGen.Backends.Memory.Timers;

/// <summary>The registered timers of one key group: entries that stay where they are, and a hash index of their numbers.</summary>
internal struct TimerGroup<TKey>
    where TKey : notnull
{
    private const int SmallestLength = 8;

    // The index is at most 5/8 full. Both arrays grow by half.
    private const int LoadNumerator = 5;
    private const int LoadDenominator = 8;

    private const int None = -1;

    public static readonly TimerGroup<TKey> Empty = new() { Index = [], Entries = [], _firstFree = None };

    /// <summary>The slots of the index, see <see cref="TimerIndex"/>.</summary>
    public ulong[] Index;

    /// <summary>The entries. When they move to a larger array, the former one keeps what a snapshot reads.</summary>
    public RegisteredTimer<TKey>[] Entries;

    /// <summary>The number of timers in the index.</summary>
    public int Count;

    private int _firstFree;
    private int _used;

    /// <summary>Makes room for timers that are about to be added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Reserve(int count)
    {
        if ((Count + (long)count) * LoadDenominator > (long)Index.Length * LoadNumerator)
            GrowIndex(Count + (long)count);
    }

    /// <summary>Allocates an entry, which is counted as a timer.</summary>
    public int Allocate()
    {
        Count++;
        var id = _firstFree;
        if (id == None)
            return AllocateLast();
        _firstFree = (int)Entries[id].Timestamp;
        return id;
    }

    public void Free(int id)
    {
        ref var entry = ref Entries[id];
        Volatile.Write(ref entry.State, 0);
        entry.Timestamp = _firstFree;
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TKey>())
            entry.Key = default!;
        _firstFree = id;
    }

    /// <summary>Prefetches the slot of a hash and the next free entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void PrefetchChange(uint hash)
    {
        PrefetchIndex(hash);
        if ((uint)_firstFree < (uint)Entries.Length)
            Prefetch.Read(in Entries[_firstFree]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void PrefetchIndex(uint hash)
    {
        if (Index.Length > 0)
            Prefetch.Read(in Index[TimerIndex.Home(hash, Index.Length)]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void PrefetchEntry(uint hash)
    {
        if (Index.Length > 0 && TimerIndex.TryFind(Index, hash, out var id))
            Prefetch.Read(in Entries[id]);
    }

    private int AllocateLast()
    {
        if (_used == Entries.Length)
        {
            var larger = new RegisteredTimer<TKey>[Math.Max(SmallestLength, _used + (_used / 2))];
            Entries.CopyTo(larger);
            Volatile.Write(ref Entries, larger);
        }

        return _used++;
    }

    private void GrowIndex(long count)
    {
        var needed = ((count * LoadDenominator) + LoadNumerator - 1) / LoadNumerator;
        var larger = new ulong[checked((int)Math.Max(Math.Max(SmallestLength, needed), Index.Length + (Index.Length / 2L)))];
        foreach (var slot in Index)
        {
            if (slot != TimerIndex.Free)
                TimerIndex.Add(larger, slot);
        }

        Index = larger;
    }
}

/// <summary>
/// A hash index with linear probing. A slot holds the hash of a timer in the upper half and the number of its entry, plus 1, in the lower one. So looking for a
/// slot reads the entries of other timers only where all 32 bits of the hashes are the same, and moving slots reads none. Removal moves slots back.
/// </summary>
internal static class TimerIndex
{
    public const ulong Free = 0;

    private const int UpperHalf = 32;

    public static ulong Slot(uint hash, int id) => ((ulong)hash << UpperHalf) | (uint)(id + 1);

    public static uint HashOf(ulong slot) => (uint)(slot >> UpperHalf);

    public static int IdOf(ulong slot) => (int)(uint)slot - 1;

    public static int Home(uint hash, int length) => (int)((hash * (ulong)(uint)length) >> UpperHalf);

    public static int Next(int index, int length) => ++index == length ? 0 : index;

    public static bool TryFind(ulong[] slots, uint hash, out int id)
    {
        for (var index = Home(hash, slots.Length); slots[index] != Free; index = Next(index, slots.Length))
        {
            id = IdOf(slots[index]);
            if (HashOf(slots[index]) == hash)
                return true;
        }

        id = 0;
        return false;
    }

    public static void Add(ulong[] slots, ulong slot)
    {
        var index = Home(HashOf(slot), slots.Length);
        while (slots[index] != Free)
            index = Next(index, slots.Length);
        slots[index] = slot;
    }

    /// <summary>Removes a slot and moves later ones back into the gap, so that no probe ends before the slot that it looks for.</summary>
    public static void RemoveAt(ulong[] slots, int index)
    {
        var gap = index;
        for (var next = Next(gap, slots.Length); slots[next] != Free; next = Next(next, slots.Length))
        {
            var home = Home(HashOf(slots[next]), slots.Length);
            if (Distance(home, next, slots.Length) < Distance(gap, next, slots.Length))
                continue;
            slots[gap] = slots[next];
            gap = next;
        }

        slots[gap] = Free;
    }

    private static int Distance(int from, int to, int length) => to >= from ? to - from : to - from + length;
}

/// <summary>The timers that were registered when a snapshot began.</summary>
internal sealed class TimerSnapshot<TKey, TKeyCodec>(string operatorId, TimerGroup<TKey>[] groups, int firstKeyGroup, int epoch) : TableSnapshot
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    private readonly Lock _writing = new();
    private RegisteredTimer<TKey>[][]? _copies;
    private int _written;
    private bool _hasEnded;

    public override int PartCount => groups.Length;

    /// <summary>Gets a value indicating whether the entries may be freed.</summary>
    public bool HasEnded => Volatile.Read(ref _hasEnded);

    public override void Write(int part, BlockFile file)
    {
        var block = new KeyedBlockWriter<TKey, TKeyCodec>(file, ITimerQueue.Section, firstKeyGroup + part);
        try
        {
            lock (_writing)
                Write(part, ref block);
            block.Flush();
        }
        finally
        {
            block.Dispose();
        }
    }

    /// <summary>Copies what has not been written yet. Called by the owner of the timers.</summary>
    public void CopyRemaining()
    {
        lock (_writing)
        {
            if (_hasEnded || _copies is not null)
                return;
            _copies = new RegisteredTimer<TKey>[groups.Length][];
            for (var part = _written; part < groups.Length; part++)
                _copies[part] = [.. groups[part].Entries];
        }
    }

    public override void End()
    {
        lock (_writing)
            Volatile.Write(ref _hasEnded, true);
    }

    private void Write(int part, ref KeyedBlockWriter<TKey, TKeyCodec> block)
    {
        if (part != _written || _hasEnded)
            throw new InvalidOperationException($"Part {part} of a snapshot of timers was written out of order, or after the snapshot had ended.");
        _written++;
        var entries = _copies?[part] ?? Volatile.Read(ref groups[part].Entries);
        foreach (ref readonly var entry in entries.AsSpan())
        {
            var state = Volatile.Read(in entry.State);
            if (state == -epoch || (state > 0 && state < epoch))
                Write(in entry, ref block);
        }
    }

    private void Write(in RegisteredTimer<TKey> timer, ref KeyedBlockWriter<TKey, TKeyCodec> block)
    {
        try
        {
            block.Entries.WriteInt64((byte)timer.Kind);
            block.Entries.WriteInt64(timer.Timestamp);
            block.WriteKey(in timer.Key);
            block.EndEntry();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // As for every other table: whatever the codec throws, the checkpoint fails with the key.
            throw new StateWriteException(operatorId, timer.Key, exception);
        }
    }
}
