using StateGen.Keys;

namespace StateGen.Backends.Memory.Rows;

// A hand turns over the slots of the table. Keys are hashed, so what it finds next is a sample of what it has not visited for longest: what it has just
// visited is clean. Each entry that it removes therefore pays for several more visits, and a slice goes on as long as more than one entry in so many has
// expired. That alone bounds the expired entries by a share of the live ones, whatever the writes were. Two things it would find too late: an expired
// collection of one key, beside which nothing expires, and the last entries of a table that nobody writes to. So entries that can be far more under one key
// than under another also pay by time, for four turns in a time to live, and an idle table for a turn in some slices. A slice has a limit. What is left then is
// the next slice's, which begins with as many visits as it likes.

/// <summary>
/// Visits the entries of a table cyclically to find expired ones, in slices between batches. The cost of a write is constant, and so is that of a slice beside
/// that of its writes.
/// </summary>
internal struct ExpirySweep
{
    // The units of the budget.
    public const int EntryCost = 4;
    public const int FreeSlotCost = 1;

    private const int LeastEntries = 8;
    private const int CostOfWrite = EntryCost / 2;
    private const int GainOfRemoval = 6 * EntryCost;

    // A slice removes so many entries, if they have expired, in about a millisecond.
    private const int Limit = 32_768 * EntryCost;
    private const int LimitOfWrite = 16 * EntryCost;
    private const int TurnsPerTimeToLive = 4;
    private const int IdleSlicesPerTurn = 16;

    private int _writes;
    private long _budget;
    private long _limit;
    private long _firstLimit;
    private long _gain;
    private long _slicedAt;
    private int _partition;
    private int _index;
    private int _firstCount;

    /// <summary>Gets a value indicating whether the last slice has ended at its limit, so that there probably is more to remove.</summary>
    public readonly bool IsBehind => _limit <= 0 && _gain >= _firstLimit;

    /// <summary>Counts a write, which pays for visits.</summary>
    public void CountWrite() => _writes++;

    /// <summary>Begins a slice.</summary>
    /// <param name="size">The number of slots, and of entries that are not in slots.</param>
    /// <param name="isIdle">true if the table is idle, and the slice takes time from nothing else.</param>
    public void BeginSlice(long size, bool isIdle)
    {
        var wasBehind = IsBehind;
        _limit = _firstLimit = Limit + ((long)_writes * LimitOfWrite);
        _gain = 0;
        _budget = wasBehind ? _limit : (LeastEntries * EntryCost) + ((long)_writes * CostOfWrite);
        if (isIdle)
            _budget += Math.Max(EntryCost * size / IdleSlicesPerTurn, LeastEntries * LeastEntries * EntryCost);
        _writes = 0;
    }

    /// <summary>Pays for the visits that the time since the last such call requires.</summary>
    /// <param name="size">The number of slots, and of entries that are not in slots.</param>
    /// <param name="timeToLive">The time to live of the entries.</param>
    /// <param name="now">The time.</param>
    public void PayForTime(long size, long timeToLive, long now)
    {
        var elapsed = _slicedAt == 0 ? 0 : Math.Min(now - _slicedAt, timeToLive);
        var visits = TurnsPerTimeToLive * (double)size * elapsed / timeToLive;
        if (visits < 1 && _slicedAt != 0)
            return;
        _budget += (long)Math.Min(visits * EntryCost, Limit);
        _slicedAt = now;
    }

    /// <summary>Counts what a visit has cost.</summary>
    /// <param name="cost">The costs of entries and free slots.</param>
    public void Pay(long cost)
    {
        _budget -= cost;
        _limit -= cost;
    }

    /// <summary>Counts entries that were removed, which pays for more visits.</summary>
    public void CountRemovals(int entries)
    {
        _gain += (long)entries * GainOfRemoval;
        _budget += (long)entries * GainOfRemoval;
    }

    /// <summary>Steps back to the same slot: its entry was removed, and another may have moved there, or there is more to do for it.</summary>
    public void StepBack() => _index--;

    /// <summary>Finds the next entry of the slice. A partition that the hand leaves may give memory back.</summary>
    /// <returns>true if an entry was found; false if the slice has ended.</returns>
    public bool TryNext<TKey, TKeyCodec, TValue>(KeyGroupTable<TKey, TKeyCodec, TValue> table, out int partition, out int index)
        where TKeyCodec : struct, IKeyCodec<TKey>
    {
        while (_budget > 0 && _limit > 0)
        {
            Pay(FreeSlotCost);
            if (_partition >= table.PartitionCount)
                _partition = 0;
            ref var group = ref table.Partition(_partition);
            (partition, index) = (_partition, _index++);
            if (index == 0)
                _firstCount = group.Count;
            if (index >= group.Capacity)
            {
                if (group.IsSparse(_firstCount))
                    table.Shrink(ref group);
                (_partition, _index) = (_partition + 1, 0);
            }
            else if (group.IsOccupied(index))
            {
                Pay(EntryCost - FreeSlotCost);
                return true;
            }
        }

        partition = index = 0;
        return false;
    }
}
