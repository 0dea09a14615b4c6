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
    private const int DigitMask = byte.MaxValue;
    private const int MostSorted = 512;
    private const int MostOfOneTime = 32;

    // Enough to overlap the cache misses of a group; the first one is not evicted before it is used.
    private const int PrefetchLength = 16;

    private readonly TimerOrder<TKey, TKeyCodec> _order = new(options.MaxParallelism, options.OperatorId);
    private readonly TimerHeap<TKey, TKeyCodec> _late = new(new(options.MaxParallelism, options.OperatorId));
    private OrderedTimer<TKey>[] _run = [];
    private readonly EncodedKeySort<TKey, TKeyCodec> _sort = new(options.OperatorId);
    private OrderedTimer<TKey>[]? _unsorted;
    private int _next;
    private int _end;
    private int _taken;

    public int Count => _end - _next + _late.Count;

    /// <summary>Gets the earliest timer. The front must not be empty.</summary>
    public ref readonly OrderedTimer<TKey> Earliest => ref IsLateFirst ? ref _late.Earliest : ref _run[_next];

    private bool IsLateFirst => _late.Count > 0 && (_next == _end || _order.Compare(in _late.Earliest, in _run[_next]) < 0);

    /// <summary>Gets the last timer of the run, which must not be empty.</summary>
    public ref readonly OrderedTimer<TKey> Last => ref _run[_end - 1];

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
        var timers = CopyBehind(chunks, bucket);
        _sort.Sort(timers);
        _end += timers.Length;
        return ref timers[^1];
    }

    /// <summary>Appends a bucket with few timers.</summary>
    /// <returns>The last timer.</returns>
    public ref readonly OrderedTimer<TKey> AppendFew(TimerChunks<TKey> chunks, TimerBucket bucket)
    {
        var timers = CopyBehind(chunks, bucket);
        SortNearlySorted(timers);
        _end += timers.Length;
        return ref timers[^1];
    }

    /// <summary>Appends a bucket whose timers differ in the last byte of their times, unless it has too many timers, or too many of one time.</summary>
    /// <returns>true if it was appended; otherwise, false.</returns>
    [SkipLocalsInit]
    public bool TryAppendByLastDigit(TimerChunks<TKey> chunks, TimerBucket bucket)
    {
        if (bucket.Count > MostSorted)
            return false;
        _unsorted ??= new OrderedTimer<TKey>[MostSorted];
        var unsorted = _unsorted.AsSpan(0, bucket.Count);
        chunks.CopyTo(bucket, unsorted);
        Span<ushort> positions = stackalloc ushort[DigitMask + 1];
        var isAppended = TryFindPositions(unsorted, positions);
        if (isAppended)
        {
            var timers = MakeRoomBehind(bucket.Count);
            foreach (ref readonly var timer in unsorted)
                timers[positions[(int)timer.Time & DigitMask]++] = timer;
            SortNearlySorted(timers);
            _end += timers.Length;
        }

        if (RuntimeHelpers.IsReferenceOrContainsReferences<TKey>())
            unsorted.Clear();
        return isAppended;
    }

    public void Clear()
    {
        ClearRun();
        _late.Clear();
    }

    private static bool TryFindPositions(ReadOnlySpan<OrderedTimer<TKey>> timers, Span<ushort> positions)
    {
        positions.Clear();
        foreach (ref readonly var timer in timers)
            positions[(int)timer.Time & DigitMask]++;
        var (next, most) = (0, 0);
        foreach (ref var position in positions)
        {
            var count = position;
            position = (ushort)next;
            next += count;
            most = Math.Max(most, count);
        }

        return most <= MostOfOneTime;
    }

    // By insertion.
    private void SortNearlySorted(Span<OrderedTimer<TKey>> timers)
    {
        for (var sorted = 1; sorted < timers.Length; sorted++)
        {
            if (_order.Compare(in timers[sorted], in timers[sorted - 1]) >= 0)
                continue;
            var timer = timers[sorted];
            var index = sorted;
            for (; index > 0 && _order.Compare(in timer, in timers[index - 1]) < 0; index--)
                timers[index] = timers[index - 1];
            timers[index] = timer;
        }
    }

    // The timers belong to the run only when they are sorted: the order may need a key that cannot be encoded, and then they stay in their bucket.
    private Span<OrderedTimer<TKey>> CopyBehind(TimerChunks<TKey> chunks, TimerBucket bucket)
    {
        var timers = MakeRoomBehind(bucket.Count);
        chunks.CopyTo(bucket, timers);
        return timers;
    }

    private Span<OrderedTimer<TKey>> MakeRoomBehind(int count)
    {
        if (_run.Length < _end + count)
            Array.Resize(ref _run, Math.Max(_end + count, 2 * _run.Length));
        return _run.AsSpan(_end, count);
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

/// <summary>
/// A binary heap of timers, earliest first. The order may need a key that cannot be encoded, so a change compares first, and then moves: one that fails changes
/// nothing.
/// </summary>
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
        var place = FindPlaceAbove(Count, in timer);
        for (var child = Count; child != place; child = ParentOf(child))
            _timers[child] = _timers[ParentOf(child)];
        _timers[place] = timer;
        Count++;
    }

    public void RemoveEarliest()
    {
        var last = _timers[Count - 1];
        var place = FindPlaceBelow(Count - 1, in last);
        _timers[--Count] = default;
        if (Count > 0)
            PlaceAndMoveUp(last, place);
    }

    public void Clear()
    {
        Array.Clear(_timers, 0, Count);
        Count = 0;
    }

    /// <summary>Finds where a timer belongs on the way from a place to the top.</summary>
    private int FindPlaceAbove(int child, in OrderedTimer<TKey> timer)
    {
        while (child > 0 && order.Compare(in timer, in _timers[ParentOf(child)]) < 0)
            child = ParentOf(child);
        return child;
    }

    /// <summary>Finds where a timer belongs on the way from the top along the earlier ones, of the first so many timers.</summary>
    private int FindPlaceBelow(int count, in OrderedTimer<TKey> timer)
    {
        var place = 0;
        for (var child = 1; child < count; child = (2 * place) + 1)
        {
            if (child + 1 < count && order.Compare(in _timers[child + 1], in _timers[child]) < 0)
                child++;
            if (order.Compare(in timer, in _timers[child]) <= 0)
                break;
            place = child;
        }

        return place;
    }

    // Every timer on the way to the top takes the place of the one above it.
    private void PlaceAndMoveUp(OrderedTimer<TKey> timer, int place)
    {
        for (; place > 0; place = ParentOf(place))
            (timer, _timers[place]) = (_timers[place], timer);
        _timers[0] = timer;
    }

    private static int ParentOf(int child) => (child - 1) / 2;
}
