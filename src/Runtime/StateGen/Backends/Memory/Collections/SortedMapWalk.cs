using System.Runtime.CompilerServices;
using StateGen.Formats.Keys;
using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Collections;

/// <summary>
/// Visits the live entries of a range of the current key's sorted map. Expired entries are skipped but not removed, because another enumeration of the same map
/// may be in progress; the expiry sweep removes them.
/// </summary>
/// <param name="maps">The maps.</param>
/// <param name="range">The range, with keys in normal form.</param>
/// <param name="isDescending">true to visit entries from the highest key to the lowest; otherwise, false.</param>
internal struct SortedMapWalk<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec>(
    KeySortedMaps<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec> maps, MapKeyRange<TMapKey> range, bool isDescending)
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TMapKey : notnull
    where TMapKeyCodec : struct, IKeyCodec<TMapKey>
    where TValueCodec : struct, ICodec<TValue>
{
    private SortedRun<TMapKey, TValue> _run;
    private SortedPosition _position;
    private TMapKey? _removed;
    private bool _hasBegun;
    private bool _isRemoved;

    /// <summary>Gets the entry as user code receives it.</summary>
    public readonly KeyValuePair<TMapKey, TValue> Current
    {
        get
        {
            ref var entry = ref _run[_position.Index];
            return new(entry.Key, TValueCodec.HandOut(entry.Value));
        }
    }

    /// <summary>Gets a value indicating whether the entry has not expired.</summary>
    public readonly bool IsLive => !maps.IsTimed || !maps.IsExpired(_run.WrittenAt(_position.Index));

    /// <summary>Advances to the next entry that is returned, and reads it.</summary>
    public bool MoveNext()
    {
        while (MoveToStored())
        {
            if (!maps.IsTimed)
                return true;
            if (!maps.TryRead(ref maps.Find(), _position))
                continue;
            // The read may have changed the entry, and thereby moved the run.
            _run = maps.Blocks.Run(in maps.Find(), _position.Run);
            return true;
        }

        return false;
    }

    /// <summary>Advances to the next entry that has not expired.</summary>
    public bool MoveToLive()
    {
        while (MoveToStored())
        {
            if (IsLive)
                return true;
        }

        return false;
    }

    /// <summary>Advances to the next entry that has not expired, after which the expired ones between are not returned any more.</summary>
    public bool MoveToRemoved()
    {
        while (MoveToStored())
        {
            if (!maps.IsTimed || !maps.ForgetExpired(ref maps.Find(), _position))
                return true;
            // That may have moved the run.
            _run = maps.Blocks.Run(in maps.Find(), _position.Run);
        }

        return false;
    }

    /// <summary>Advances to the next entry, expired or not.</summary>
    public bool MoveToStored()
    {
        ref var head = ref maps.Find();
        if (Unsafe.IsNullRef(ref head))
            return false;
        Step(in head);
        return Enter(in head) && IsInRange();
    }

    public void RemoveCurrent()
    {
        _removed = _run[_position.Index].Key;
        _isRemoved = true;
        maps.RemoveAt(_position);
    }

    /// <summary>Counts the live entries of an ascending range.</summary>
    public long Count()
    {
        if (!maps.IsTimed)
            return CountStored();
        var count = 0L;
        while (MoveToLive())
            count++;
        return count;
    }

    /// <summary>Finds the entries of an ascending range in the only run of a map.</summary>
    public readonly MapEntries<TMapKey, TValue> ReadRun(in SortedRun<TMapKey, TValue> run)
    {
        ref var head = ref maps.Find();
        var (first, end) = (FindStart(in head).Index, FindEnd(in head).Index);
        return new(run.Items, run.Start + first, Math.Max(0, end - first));
    }

    private readonly long CountStored()
    {
        ref var head = ref maps.Find();
        if (Unsafe.IsNullRef(ref head))
            return 0;
        var (start, end) = (FindStart(in head), FindEnd(in head));
        var count = (long)end.Index - start.Index;
        for (var run = start.Run; run < end.Run; run++)
            count += maps.Blocks.Run(in head, run).Count;
        return Math.Max(0, count);
    }

    // Moves to the next position, which need not be in a run.
    private void Step(in MapHead head)
    {
        if (!_hasBegun || _isRemoved)
        {
            _position = _isRemoved ? FindRemoved(in head) : isDescending ? FindEnd(in head) : FindStart(in head);
            _position.Index -= isDescending ? 1 : 0;
            _run = _position.Run < maps.Blocks.RunCount(in head) ? maps.Blocks.Run(in head, _position.Run) : default;
            (_hasBegun, _isRemoved) = (true, false);
            return;
        }

        _position.Index += isDescending ? -1 : 1;
    }

    // Enters the neighbouring run where the position has left its own.
    private bool Enter(in MapHead head)
    {
        while (isDescending ? _position.Index < 0 : _position.Index >= _run.Count)
        {
            _position.Run += isDescending ? -1 : 1;
            if (_position.Run < 0 || _position.Run >= maps.Blocks.RunCount(in head))
                return false;
            _run = maps.Blocks.Run(in head, _position.Run);
            _position.Index = isDescending ? _run.Count - 1 : 0;
        }

        return true;
    }

    private readonly bool IsInRange()
    {
        ref readonly var key = ref _run[_position.Index].Key;
        var (bound, limit) = isDescending ? (range.LowerBound, range.Lower) : (range.UpperBound, range.Upper);
        if (bound == MapKeyBound.None)
            return true;
        var order = KeyOrder<TMapKey, TMapKeyCodec>.Compare(in key, in limit);
        return order == 0 ? bound == MapKeyBound.Inclusive : isDescending ? order > 0 : order < 0;
    }

    private readonly SortedPosition FindRemoved(in MapHead head)
    {
        var removed = _removed!;
        maps.Blocks.Find(in head, in removed, out var position);
        return position;
    }

    // The position of the first entry of the range.
    private readonly SortedPosition FindStart(in MapHead head)
    {
        if (range.LowerBound == MapKeyBound.None)
            return new(0, 0);
        var lower = range.Lower;
        var isFound = maps.Blocks.Find(in head, in lower, out var position);
        return isFound && range.LowerBound == MapKeyBound.Exclusive ? new(position.Run, position.Index + 1) : position;
    }

    // The position behind the last entry of the range.
    private readonly SortedPosition FindEnd(in MapHead head)
    {
        if (range.UpperBound == MapKeyBound.None)
        {
            var last = Math.Max(0, maps.Blocks.RunCount(in head) - 1);
            return new(last, maps.Blocks.RunCount(in head) == 0 ? 0 : maps.Blocks.Run(in head, last).Count);
        }

        var upper = range.Upper;
        var isFound = maps.Blocks.Find(in head, in upper, out var position);
        return isFound && range.UpperBound == MapKeyBound.Inclusive ? new(position.Run, position.Index + 1) : position;
    }
}
