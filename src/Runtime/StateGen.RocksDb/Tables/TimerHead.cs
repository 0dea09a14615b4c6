using System.Diagnostics;
using StateGen.Backends;

namespace StateGen.RocksDb.Tables;

// Invariant: the head has exactly the registered timers whose stored keys are not above UpTo. So a timer at or below UpTo is looked for in the head only, and
// one above it in the database only. An iterator fills an empty head with the next timers, which moves UpTo up, past the entries of the timers that have
// fired, over which the next iterator does not go. A head that has become too large drops its last timers, which moves UpTo down. A head that has all timers
// is complete: UpTo is then above every key.
//
// The changes of a record are in a journal. A rollback undoes them, last first. If the record has moved UpTo, the head begins again, empty, at a position
// below which no timer was registered when the record began.

/// <summary>
/// The earliest timers of one kind in memory: firing a timer needs no read, and one iterator serves hundreds of them. Bounded in number and bytes, and
/// restored by nothing but the database. Not thread-safe.
/// </summary>
internal sealed class TimerHead<TKey>
    where TKey : notnull
{
    /// <summary>The number of timers that an iterator brings; a head that grows may have twice as many.</summary>
    public const int FillCount = 1024;

    // Keys may have 64 KiB.
    private const int FillBytes = 1 << 20;

    private readonly List<HeadChange<TKey>> _journal = [];
    private HeadTimer<TKey>[] _timers = new HeadTimer<TKey>[16];
    private int _first;
    private int _end;
    private long _bytes;
    private bool _isComplete;
    private bool _hasMoved;
    private byte[]? _firstBefore;
    private byte[] _upToBefore;

    /// <param name="kind">The first byte of every stored key.</param>
    public TimerHead(byte kind) => UpTo = _upToBefore = [kind];

    /// <summary>Gets the position up to which the head has every timer.</summary>
    public byte[] UpTo { get; private set; }

    /// <summary>Gets a value indicating whether the head has no timer although there may be some.</summary>
    public bool MustFill => _first == _end && !_isComplete;

    /// <summary>Determines whether the head has a timer if it is registered.</summary>
    public bool Covers(ReadOnlySpan<byte> storedKey) => _isComplete || storedKey.SequenceCompareTo(UpTo) <= 0;

    /// <summary>Gets the earliest timer if there is one up to a timestamp. Not if <see cref="MustFill"/> is true.</summary>
    public bool TryPeek(long upTo, out KeyedTimer<TKey> timer)
    {
        if (_first == _end)
        {
            timer = default;
            return false;
        }

        timer = _timers[_first].Timer;
        return timer.Timestamp <= upTo;
    }

    public bool Contains(ReadOnlySpan<byte> storedKey) => Find(storedKey) >= 0;

    /// <summary>Adds a timer that the head covers.</summary>
    /// <returns>true if it was added; false if the head has it.</returns>
    public bool Add(ReadOnlySpan<byte> storedKey, in KeyedTimer<TKey> timer)
    {
        var index = Find(storedKey);
        if (index >= 0)
            return false;
        var added = new HeadTimer<TKey>(storedKey.ToArray(), timer);
        _journal.Add(new(added, IsAddition: true));
        Insert(~index, in added);
        if (_end - _first > 2 * FillCount || (_bytes > 2 * FillBytes && _end - _first > 1))
            DropLast();
        return true;
    }

    /// <summary>Removes a timer that the head covers.</summary>
    /// <returns>true if it was removed; false if the head does not have it.</returns>
    public bool Remove(ReadOnlySpan<byte> storedKey)
    {
        var index = Find(storedKey);
        if (index < 0)
            return false;
        _journal.Add(new(_timers[index], IsAddition: false));
        RemoveAt(index);
        return true;
    }

    /// <summary>Begins to fill the empty head with the timers from <see cref="UpTo"/> on.</summary>
    /// <param name="isInRecord">true if a record has changed timers, some of which may be appended.</param>
    public void BeginFill(bool isInRecord)
    {
        Debug.Assert(_first == _end, "The timers of the head sort below those that are appended.");
        _first = _end = 0;
        _hasMoved = isInRecord;
    }

    /// <summary>Appends the next timer of the database, unless the head has enough.</summary>
    /// <returns>true if it was appended; otherwise, false.</returns>
    public bool TryAppend(ReadOnlySpan<byte> storedKey, in KeyedTimer<TKey> timer)
    {
        if (_end - _first >= FillCount || (_bytes >= FillBytes && _end > _first))
            return false;
        Insert(_end, new(storedKey.ToArray(), timer));
        UpTo = _timers[_end - 1].StoredKey;
        return true;
    }

    /// <summary>Ends a fill after the last timer of the database.</summary>
    public void CompleteFill() => _isComplete = true;

    /// <summary>Begins a record that changes timers.</summary>
    public void BeginRecord() => (_firstBefore, _upToBefore) = (_first < _end ? _timers[_first].StoredKey : null, UpTo);

    public void Commit()
    {
        _journal.Clear();
        _hasMoved = false;
    }

    public void Rollback()
    {
        if (_hasMoved)
        {
            Reset();
            return;
        }

        for (var i = _journal.Count - 1; i >= 0; i--)
        {
            var (timer, isAddition) = _journal[i];
            var index = Find(timer.StoredKey);
            if (isAddition)
                RemoveAt(index);
            else
                Insert(~index, in timer);
        }

        _journal.Clear();
    }

    private void Reset()
    {
        Array.Clear(_timers, _first, _end - _first);
        _first = _end = 0;
        _bytes = 0;
        _isComplete = _hasMoved = false;
        _journal.Clear();
        // A part of the key of the first timer is below it, and no timer is between them.
        UpTo = _firstBefore is null ? _upToBefore : _firstBefore[..^1];
    }

    // Moves the shorter side if there is room. Neither firing the first timer nor undoing that moves anything.
    private void Insert(int index, in HeadTimer<TKey> timer)
    {
        _bytes += timer.StoredKey.Length;
        if (_first > 0 && index - _first < _end - index)
        {
            Array.Copy(_timers, _first, _timers, _first - 1, index - _first);
            _first--;
            _timers[index - 1] = timer;
            return;
        }

        if (_end == _timers.Length)
            index -= MakeRoom();
        Array.Copy(_timers, index, _timers, index + 1, _end - index);
        _timers[index] = timer;
        _end++;
    }

    private int MakeRoom()
    {
        var moved = _first;
        var count = _end - _first;
        var target = count > _timers.Length / 2 ? new HeadTimer<TKey>[2 * _timers.Length] : _timers;
        Array.Copy(_timers, _first, target, 0, count);
        if (target == _timers)
            Array.Clear(_timers, count, _end - count);
        (_timers, _first, _end) = (target, 0, count);
        return moved;
    }

    private void RemoveAt(int index)
    {
        _bytes -= _timers[index].StoredKey.Length;
        if (index == _first)
        {
            _timers[_first++] = default;
            return;
        }

        Array.Copy(_timers, index + 1, _timers, index, _end - index - 1);
        _timers[--_end] = default;
    }

    private void DropLast()
    {
        var keep = _first + ((_end - _first) / 2);
        for (var index = keep; index < _end; index++)
            _bytes -= _timers[index].StoredKey.Length;
        Array.Clear(_timers, keep, _end - keep);
        _end = keep;
        UpTo = _timers[_end - 1].StoredKey;
        _isComplete = false;
        _hasMoved = true;
    }

    /// <summary>Finds the index of a timer; the complement of the index at which it belongs if the head does not have it.</summary>
    private int Find(ReadOnlySpan<byte> storedKey)
    {
        // What fires is the first, and what is registered is mostly late.
        if (_first < _end && storedKey.SequenceEqual(_timers[_first].StoredKey))
            return _first;
        if (_first == _end || storedKey.SequenceCompareTo(_timers[_end - 1].StoredKey) > 0)
            return ~_end;
        var (low, high) = (_first, _end - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = storedKey.SequenceCompareTo(_timers[middle].StoredKey);
            if (order == 0)
                return middle;
            if (order > 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }
}

/// <summary>A timer in the head.</summary>
/// <param name="StoredKey">Its key in the database, which never changes.</param>
/// <param name="Timer">The timer.</param>
internal readonly record struct HeadTimer<TKey>(byte[] StoredKey, KeyedTimer<TKey> Timer)
    where TKey : notnull;

/// <summary>A change that the current record has made to a head.</summary>
internal readonly record struct HeadChange<TKey>(HeadTimer<TKey> Timer, bool IsAddition)
    where TKey : notnull;
