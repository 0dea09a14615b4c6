using StateGen.Keys;

namespace StateGen.Backends.Memory.Rows;

/// <summary>
/// Visits the slots of a table cyclically to find expired entries. Each run makes one step per write since the last run, and a few more. The sweep
/// therefore keeps up with the writes, adds a constant cost to each write, and causes no long pause.
/// </summary>
internal struct ExpirySweep
{
    private const int StepsPerBatch = 8;

    private int _steps;
    private int _partition;
    private int _index;

    /// <summary>Counts a write, which adds a step.</summary>
    public void CountWrite() => _steps++;

    /// <summary>Subtracts steps for additional work that a step has caused, which shortens the next runs.</summary>
    public void Charge(int steps) => _steps -= steps;

    /// <summary>Steps back to the same slot, because its entry was removed and another may have moved there.</summary>
    public void StepBack() => _index--;

    /// <summary>Finds the next occupied slot while there are steps left.</summary>
    /// <returns>true if a slot was found; otherwise, false.</returns>
    public bool TryNext<TKey, TKeyCodec, TValue>(KeyGroupTable<TKey, TKeyCodec, TValue> table, out int partition, out int index)
        where TKeyCodec : struct, IKeyCodec<TKey>
    {
        while (_steps > 0)
        {
            _steps--;
            if (_partition >= table.PartitionCount)
                _partition = 0;
            ref var group = ref table.Partition(_partition);
            partition = _partition;
            index = _index++;
            if (index >= group.Capacity)
                (_partition, _index) = (_partition + 1, 0);
            else if (group.IsOccupied(index))
                return true;
        }

        _steps += StepsPerBatch;
        partition = index = 0;
        return false;
    }
}
