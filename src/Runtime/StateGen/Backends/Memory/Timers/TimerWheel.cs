using System.Numerics;
using StateGen.Keys;

namespace StateGen.Backends.Memory.Timers;

// A radix heap (Ahuja, Mehlhorn, Orlin, Tarjan 1990) with the buckets of a hierarchical timing wheel (Varghese, Lauck 1987). The position of a timer is the
// number timestamp ‖ key group + 1, of 64 + 16 bits, in digits of 8 bits. The wheel has a position too. The level of a timer is the highest digit in which its
// position differs from the wheel's, and on that level it lies in the bucket of its digit. So the first bucket of the lowest level that has any contains
// the earliest timers. Opening it moves the wheel's position into the bucket. Its timers go to lower levels, or in their order to the front if they are few or
// have one position. Therefore a timer moves at most once per level, in practice two or three times, and always from array to array. Timers at or before
// the wheel's position, which it has passed, go to the front at once.

/// <summary>The timers of one kind in the order of timestamp, then key group, then encoded key. A timer may be in it more than once. Not thread-safe.</summary>
internal sealed class TimerWheel<TKey, TKeyCodec>(StateStoreOptions options)
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    private const int DigitBits = 8;
    private const int DigitMask = BucketsPerLevel - 1;
    private const int BucketsPerLevel = 1 << DigitBits;
    private const int GroupLevels = 2;
    private const int Levels = GroupLevels + (64 / DigitBits);
    private const int BitsPerWord = 64;
    private const int WordsPerLevel = BucketsPerLevel / BitsPerWord;

    // The timers of a bucket of this level differ in the last digit of their times.
    private const int LastSorted = GroupLevels + 1;

    // Sorting this many timers costs no more than distributing them.
    private const int Few = 32;

    private readonly TimerFront<TKey, TKeyCodec> _front = new(options);
    private readonly TimerChunks<TKey> _chunks = new();
    private readonly TimerBucket[] _buckets = new TimerBucket[Levels * BucketsPerLevel];
    private readonly ulong[] _occupied = new ulong[Levels * WordsPerLevel];
    private readonly int _maxParallelism = options.MaxParallelism;
    private uint _occupiedLevels;
    private long _bucketed;
    private ulong _time;
    private int _group;

    public long Count => _bucketed + _front.Count;

    /// <summary>Gets the earliest timer. <see cref="TryAdvance"/> must have returned true since the last one was removed.</summary>
    public ref readonly OrderedTimer<TKey> Earliest => ref _front.Earliest;

    /// <summary>Gets the time of the earliest timer, in milliseconds since the Unix epoch; <see cref="long.MaxValue"/> if there is none.</summary>
    public long EarliestTime
    {
        get
        {
            if (_front.Count > 0)
                return _front.Earliest.Timestamp;
            if (_occupiedLevels == 0)
                return long.MaxValue;
            var level = BitOperations.TrailingZeroCount(_occupiedLevels);
            return (long)OrderedTimer<TKey>.TimeOf((long)_buckets[(level * BucketsPerLevel) + FirstDigit(level)].Earliest);
        }
    }

    public void Add(in OrderedTimer<TKey> timer)
    {
        if (timer.Time <= _time)
        {
            AddNear(in timer);
            return;
        }

        var digit = (63 - BitOperations.LeadingZeroCount(timer.Time ^ _time)) / DigitBits;
        AddTo(GroupLevels + digit, (int)(timer.Time >> (digit * DigitBits)) & DigitMask, in timer);
    }

    /// <summary>Brings the earliest timer to the front if its time is not later than a limit.</summary>
    /// <returns>true if there is such a timer; otherwise, false.</returns>
    public bool TryAdvance(ulong upTo)
    {
        if (_front.Count == 0)
            FillFront(upTo);
        return _front.Count > 0 && _front.Earliest.Time <= upTo;
    }

    public void RemoveEarliest() => _front.RemoveEarliest();

    /// <summary>Takes the next timers that will be the earliest ones, for a prefetch; empty if they were taken before.</summary>
    public ReadOnlySpan<OrderedTimer<TKey>> TakeUpcoming() => _front.TakeUpcoming();

    public void Clear()
    {
        for (var level = 0; level < Levels; level++)
        {
            for (var digit = FirstDigit(level); digit >= 0; digit = FirstDigit(level))
                _chunks.Free(Take(level, digit));
        }

        _front.Clear();
        _time = 0;
        _group = 0;
    }

    private void AddNear(in OrderedTimer<TKey> timer)
    {
        var group = GroupOf(in timer);
        if (timer.Time < _time || group < _group || (group == _group && !IsOccupied(level: 0, group & DigitMask)))
            _front.AddLate(in timer);
        else if ((group ^ _group) > DigitMask)
            AddTo(1, group >> DigitBits, in timer);
        else
            AddTo(0, group & DigitMask, in timer);
    }

    private void AddTo(int level, int digit, in OrderedTimer<TKey> timer)
    {
        ref var bucket = ref _buckets[(level * BucketsPerLevel) + digit];
        if (bucket.Count == 0)
        {
            _occupied[(level * WordsPerLevel) + (digit / BitsPerWord)] |= 1UL << (digit % BitsPerWord);
            _occupiedLevels |= 1u << level;
            bucket.Earliest = timer.Time;
        }

        bucket.Earliest = Math.Min(bucket.Earliest, timer.Time);
        _chunks.Append(ref bucket, in timer);
        _bucketed++;
    }

    private void FillFront(ulong upTo)
    {
        while (_occupiedLevels != 0 && _front.Count < Few)
        {
            var level = BitOperations.TrailingZeroCount(_occupiedLevels);
            var digit = FirstDigit(level);
            ref readonly var bucket = ref _buckets[(level * BucketsPerLevel) + digit];
            if (bucket.Earliest > upTo)
                return;
            if (level == 0)
                OpenPosition(digit);
            else if (bucket.Count <= Few && LatestOf(level, bucket.Earliest) <= upTo)
                OpenFew(level, digit);
            else if (level == LastSorted && LatestOf(level, bucket.Earliest) <= upTo && TryOpenSorted(digit))
                continue;
            else
                Distribute(level, digit);
        }
    }

    private void OpenPosition(int digit)
    {
        MoveTo(_front.AppendSamePosition(_chunks, _buckets[digit]));
        _chunks.Free(Take(level: 0, digit));
    }

    private void OpenFew(int level, int digit)
    {
        MoveTo(_front.AppendFew(_chunks, _buckets[(level * BucketsPerLevel) + digit]));
        _chunks.Free(Take(level, digit));
    }

    // Without this, hundreds of buckets of one or two timers would be filled, each with a chunk of its own, only to be opened at once.
    private bool TryOpenSorted(int digit)
    {
        if (!_front.TryAppendByLastDigit(_chunks, _buckets[(LastSorted * BucketsPerLevel) + digit]))
            return false;
        MoveTo(in _front.Last);
        _chunks.Free(Take(LastSorted, digit));
        return true;
    }

    private void MoveTo(in OrderedTimer<TKey> last)
    {
        _time = last.Time;
        _group = GroupOf(in last);
    }

    private void Distribute(int level, int digit)
    {
        var bucket = Take(level, digit);
        _time = bucket.Earliest;
        _group = level == 1 ? digit << DigitBits : 0;
        for (var chunk = bucket.First; bucket.Count > 0; chunk = _chunks.FreeFirst(ref bucket))
        {
            foreach (ref readonly var timer in _chunks.TimersOf(chunk, bucket.Count))
                AddBelow(level, in timer);
        }
    }

    // None goes to the front, where its order could need a key that cannot be encoded, and the rest of the bucket would be lost.
    private void AddBelow(int level, in OrderedTimer<TKey> timer)
    {
        if (level == 1)
            AddTo(0, GroupOf(in timer) & DigitMask, in timer);
        else
            Add(in timer);
    }

    private bool IsOccupied(int level, int digit) => _buckets[(level * BucketsPerLevel) + digit].Count > 0;

    private TimerBucket Take(int level, int digit)
    {
        ref var place = ref _buckets[(level * BucketsPerLevel) + digit];
        var bucket = place;
        place = default;
        _bucketed -= bucket.Count;
        _occupied[(level * WordsPerLevel) + (digit / BitsPerWord)] &= ~(1UL << (digit % BitsPerWord));
        if (FirstDigit(level) < 0)
            _occupiedLevels &= ~(1u << level);
        return bucket;
    }

    /// <summary>Finds the first bucket of a level that has timers; -1 if there is none.</summary>
    private int FirstDigit(int level)
    {
        var words = _occupied.AsSpan(level * WordsPerLevel, WordsPerLevel);
        for (var word = 0; word < words.Length; word++)
        {
            if (words[word] != 0)
                return (word * BitsPerWord) + BitOperations.TrailingZeroCount(words[word]);
        }

        return -1;
    }

    /// <summary>Computes the latest time that a bucket can contain, from any time that it contains.</summary>
    private static ulong LatestOf(int level, ulong time) =>
        level < GroupLevels ? time : time | ((1UL << ((level - GroupLevels) * DigitBits)) - 1);

    private int GroupOf(in OrderedTimer<TKey> timer) => KeyGroups.Of(timer.Hash, _maxParallelism) + 1;
}

/// <summary>A timer of one kind.</summary>
/// <param name="timestamp">The time, in milliseconds since the Unix epoch.</param>
/// <param name="key">The key.</param>
/// <param name="hash">The hash of the key.</param>
internal readonly struct OrderedTimer<TKey>(long timestamp, TKey key, ulong hash)
    where TKey : notnull
{
    public readonly ulong Time = TimeOf(timestamp);
    public readonly TKey Key = key;
    public readonly ulong Hash = hash;

    /// <summary>Converts a timestamp to an unsigned number of the same order.</summary>
    public static ulong TimeOf(long timestamp) => (ulong)timestamp ^ (1UL << 63);

    public long Timestamp => (long)TimeOf((long)Time);

    public KeyedTimer<TKey> ToTimer(TimerKind kind) => new(kind, Timestamp, Key, Hash);
}
