using StateGen.Keys;

namespace StateGen.Backends.Memory.Rows;

/// <summary>
/// Walks round and round through the slots of a table, as many steps as there were writes since the last walk, and a few more: so the
/// clean-up keeps up with what is written, costs each write a constant, and makes no pause.
/// </summary>
internal struct ExpirySweep
{
    private const int StepsPerBatch = 8;

    private int _steps;
    private int _partition;
    private int _index;

    /// <summary>Earns a step.</summary>
    public void CountWrite() => _steps++;

    /// <summary>Pays for work that a step has caused beyond its slot; the next walks are shorter for it.</summary>
    public void Charge(int steps) => _steps -= steps;

    /// <summary>Looks at the same slot again, because its entry was removed and another may have moved there.</summary>
    public void StepBack() => _index--;

    /// <summary>The next occupied slot, while steps are left.</summary>
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
