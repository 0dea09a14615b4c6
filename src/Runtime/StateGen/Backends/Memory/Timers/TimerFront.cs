using System.Runtime.CompilerServices;
using StateGen.Keys;

namespace StateGen.Backends.Memory.Timers;

/// <summary>
/// The earliest timers of one kind: a sorted run that the wheel appends to, and a heap of those that came when the wheel had passed them. Not thread-safe.
/// </summary>
internal sealed class TimerFront<TKey, TKeyCodec>(StateStoreOptions options)
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    // Enough to overlap the cache misses of a group; the first one is not evicted before it is used.
    private const int PrefetchLength = 16;

    private readonly TimerOrder<TKey, TKeyCodec> _order = new(options.MaxParallelism, options.OperatorId);
    private readonly TimerHeap<TKey, TKeyCodec> _late = new(new(options.MaxParallelism, options.OperatorId));
    private OrderedTimer<TKey>[] _run = [];
    private readonly EncodedKeySort<TKey, TKeyCodec> _sort = new(options.OperatorId);
    private int _next;
    private int _end;
    private int _taken;

    public int Count => _end - _next + _late.Count;

    /// <summary>Gets the earliest timer. The front must not be empty.</summary>
    public ref readonly OrderedTimer<TKey> Earliest => ref IsLateFirst ? ref _late.Earliest : ref _run[_next];

    private bool IsLateFirst => _late.Count > 0 && (_next == _end || _order.Compare(in _late.Earliest, in _run[_next]) < 0);

    public void AddLate(in OrderedTimer<TKey> timer) => _late.Add(in timer);

    public void RemoveEarliest()
    {
        if (IsLateFirst)
            _late.RemoveEarliest();
        else if (++_next == _end)
            ClearRun();
    }

    /// <summary>Takes the next timers of the run; empty if the last ones taken are not all removed yet.</summary>
    public ReadOnlySpan<OrderedTimer<TKey>> TakeUpcoming()
    {
        if (_next < _taken || _next == _end)
            return [];
        _taken = Math.Min(_next + PrefetchLength, _end);
        return _run.AsSpan(_next.._taken);
    }

    /// <summary>Appends a bucket of timers that have one time and key group.</summary>
    /// <returns>The last timer.</returns>
    public ref readonly OrderedTimer<TKey> AppendSamePosition(TimerChunks<TKey> chunks, TimerBucket bucket)
    {
        var timers = Append(chunks, bucket);
        _sort.Sort(timers);
        return ref timers[^1];
    }

    /// <summary>Appends a bucket with few timers.</summary>
    /// <returns>The last timer.</returns>
    public ref readonly OrderedTimer<TKey> AppendFew(TimerChunks<TKey> chunks, TimerBucket bucket)
    {
        var timers = Append(chunks, bucket);
        for (var sorted = 1; sorted < timers.Length; sorted++)
        {
            var timer = timers[sorted];
            var index = sorted;
            for (; index > 0 && _order.Compare(in timer, in timers[index - 1]) < 0; index--)
                timers[index] = timers[index - 1];
            timers[index] = timer;
        }

        return ref timers[^1];
    }

    public void Clear()
    {
        ClearRun();
        _late.Clear();
    }

    private Span<OrderedTimer<TKey>> Append(TimerChunks<TKey> chunks, TimerBucket bucket)
    {
        var start = _end;
        _end += bucket.Count;
        if (_run.Length < _end)
            Array.Resize(ref _run, Math.Max(_end, 2 * _run.Length));
        var timers = _run.AsSpan(start, bucket.Count);
        chunks.CopyTo(bucket, timers);
        return timers;
    }

    private void ClearRun()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TKey>())
            Array.Clear(_run, 0, _end);
        _next = _end = _taken = 0;
    }
}

/// <summary>
/// The order of timers: by time, then by key group, then by encoded key. Timers of one time therefore fire in the same order on every backend and
/// after every restore. Thread-safe.
/// </summary>
internal readonly struct TimerOrder<TKey, TKeyCodec>(int maxParallelism, string operatorId)
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    public int Compare(in OrderedTimer<TKey> left, in OrderedTimer<TKey> right) =>
        left.Time != right.Time ? left.Time.CompareTo(right.Time) : CompareSameTime(in left, in right);

    private int CompareSameTime(in OrderedTimer<TKey> left, in OrderedTimer<TKey> right)
    {
        var byKeyGroup = KeyGroups.Of(left.Hash, maxParallelism).CompareTo(KeyGroups.Of(right.Hash, maxParallelism));
        return byKeyGroup != 0 || TKeyCodec.Equals(in left.Key, in right.Key)
            ? byKeyGroup
            : EncodedKeySort<TKey, TKeyCodec>.Compare(in left.Key, in right.Key, operatorId);
    }
}

/// <summary>A binary heap of timers, earliest first.</summary>
internal sealed class TimerHeap<TKey, TKeyCodec>(TimerOrder<TKey, TKeyCodec> order)
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    private OrderedTimer<TKey>[] _timers = [];

    public int Count { get; private set; }

    /// <summary>Gets the earliest timer. The heap must not be empty.</summary>
    public ref readonly OrderedTimer<TKey> Earliest => ref _timers[0];

    public void Add(in OrderedTimer<TKey> timer)
    {
        if (Count == _timers.Length)
            Array.Resize(ref _timers, Math.Max(4, 2 * Count));
        var child = Count++;
        for (var parent = (child - 1) / 2; child > 0 && order.Compare(in timer, in _timers[parent]) < 0; parent = (child - 1) / 2)
        {
            _timers[child] = _timers[parent];
            child = parent;
        }

        _timers[child] = timer;
    }

    public void RemoveEarliest()
    {
        var last = _timers[--Count];
        if (Count > 0)
            SiftDown(in last);
        _timers[Count] = default;
    }

    public void Clear()
    {
        Array.Clear(_timers, 0, Count);
        Count = 0;
    }

    private void SiftDown(in OrderedTimer<TKey> timer)
    {
        var parent = 0;
        for (var child = 1; child < Count; child = (2 * parent) + 1)
        {
            if (child + 1 < Count && order.Compare(in _timers[child + 1], in _timers[child]) < 0)
                child++;
            if (order.Compare(in timer, in _timers[child]) <= 0)
                break;
            _timers[parent] = _timers[child];
            parent = child;
        }

        _timers[parent] = timer;
    }
}
