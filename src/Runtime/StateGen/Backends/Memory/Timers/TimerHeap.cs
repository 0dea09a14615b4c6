namespace StateGen.Backends.Memory.Timers;

/// <summary>A binary heap of timers of one kind, earliest first: a priority queue whose element is its own priority.</summary>
internal sealed class TimerHeap<TKey>(IComparer<KeyedTimer<TKey>> order)
    where TKey : notnull
{
    private readonly List<KeyedTimer<TKey>> _timers = [];

    public int Count => _timers.Count;

    /// <summary>The earliest timer; there must be one.</summary>
    public KeyedTimer<TKey> Earliest => _timers[0];

    public void Add(in KeyedTimer<TKey> timer)
    {
        _timers.Add(timer);
        var child = Count - 1;
        for (var parent = (child - 1) / 2; child > 0 && order.Compare(timer, _timers[parent]) < 0; parent = (child - 1) / 2)
        {
            _timers[child] = _timers[parent];
            child = parent;
        }

        _timers[child] = timer;
    }

    public void RemoveEarliest()
    {
        var last = _timers[^1];
        _timers.RemoveAt(Count - 1);
        if (Count > 0)
            SiftDown(last);
    }

    public void Clear() => _timers.Clear();

    private void SiftDown(KeyedTimer<TKey> timer)
    {
        var parent = 0;
        for (var child = 1; child < Count; child = (2 * parent) + 1)
        {
            if (child + 1 < Count && order.Compare(_timers[child + 1], _timers[child]) < 0)
                child++;
            if (order.Compare(timer, _timers[child]) <= 0)
                break;
            _timers[parent] = _timers[child];
            parent = child;
        }

        _timers[parent] = timer;
    }
}
