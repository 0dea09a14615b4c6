using StateGen.Backends.Memory.Rows;
using StateGen.Keys;

namespace StateGen.Backends.Memory.Collections;

// A snapshot of the table of maps does not begin one of every large map. That would not take constant time. The large map begins its own later: when the
// owner is about to change it, or when the reader comes to it, whichever is first. Until then it still is as it was when the snapshot of the table began.

/// <summary>
/// The entries of a map with more than <see cref="MapSize.MostInBlock"/> of them, in a hash table of its own. Used by one thread, while another may read
/// snapshots.
/// </summary>
/// <param name="options">The options of a table with one partition.</param>
/// <param name="alignsSlots">true to align slots to cache lines where their size allows it.</param>
/// <param name="number">The number of the snapshot that began last. It does not contain the map.</param>
internal sealed class LargeMap<TMapKey, TMapKeyCodec, TValue>(StateStoreOptions options, bool alignsSlots, int number)
    where TMapKeyCodec : struct, IKeyCodec<TMapKey>
{
    private readonly Lock _snapshots = new();
    private readonly KeyGroupTable<TMapKey, TMapKeyCodec, TimedValue<TValue>> _entries = new(options, alignsSlots);
    private readonly Dictionary<int, EntryCopies<TMapKey, TValue>> _copies = [];
    private KeyGroupSnapshot<TMapKey, TMapKeyCodec, TimedValue<TValue>>? _kept;
    private int _keptFor = number;
    private bool _isRead;

    public int Count => (int)_entries.Count;

    public long SizeBytes => _entries.SizeBytes;

    /// <summary>Gets the number of positions.</summary>
    public int Capacity => Partition.Capacity;

    /// <summary>Gets a position that holds no entry.</summary>
    public int FreePosition
    {
        get
        {
            var position = 0;
            while (Partition.IsOccupied(position))
                position++;
            return position;
        }
    }

    private ref KeyGroupPartition<TMapKey, TMapKeyCodec, TimedValue<TValue>> Partition => ref _entries.Partition(0);

    /// <summary>Gets the entry at a position. <see cref="BeginChange"/> precedes a change.</summary>
    public ref KeyGroupSlot<TMapKey, TimedValue<TValue>> this[int position] => ref Partition.Slot(position);

    /// <summary>Finds the position of a key; -1 if it has no entry.</summary>
    public int Find(in TMapKey key) => Partition.Find(in key, TMapKeyCodec.Hash(in key));

    /// <summary>Finds the entry before a position, cyclically.</summary>
    /// <param name="position">The position.</param>
    /// <param name="end">The free position at which the enumeration began.</param>
    /// <returns>The position of the entry; -1 if the enumeration has ended.</returns>
    /// <remarks>
    /// Removing an entry moves entries from behind it back, up to the next free position. An enumeration that began at a free position has
    /// visited all of them.
    /// </remarks>
    public int Previous(int position, int end)
    {
        do
            position = position == 0 ? Partition.Capacity - 1 : position - 1;
        while (position != end && !Partition.IsOccupied(position));
        return position == end ? -1 : position;
    }

    public bool IsOccupied(int position) => Partition.IsOccupied(position);

    public void BeginChange(int position) => _entries.BeginChange(ref Partition, position);

    public void Add(in TMapKey key, TValue value, long writtenAt) =>
        _entries.Add(in key, TMapKeyCodec.Hash(in key), new() { Value = value, WrittenAt = writtenAt });

    public void RemoveAt(int position) => _entries.RemoveAt(ref Partition, position);

    /// <inheritdoc cref="KeyGroupPartition{TKey, TKeyCodec, TValue}.IsSparse"/>
    public bool IsSparse(int firstCount) => Partition.IsSparse(firstCount);

    /// <summary>Gives memory back. Entries then move, so that like a change, it comes after <see cref="Keep"/>.</summary>
    public void Shrink() => _entries.Shrink(ref Partition);

    /// <summary>Keeps the entries for a snapshot of the table. The owner calls it before it changes any while the snapshot is in progress.</summary>
    public void Keep(int snapshot)
    {
        if (Volatile.Read(ref _keptFor) == snapshot)
            return;
        lock (_snapshots)
            BeginKeeping(snapshot);
    }

    /// <summary>Reads the entries as they were when a snapshot of the table began. Once per snapshot, on any thread.</summary>
    public void Read<TReader>(int snapshot, scoped ref TReader reader)
        where TReader : struct, IEntryReader<TMapKey, TimedValue<TValue>>, allows ref struct
    {
        lock (_snapshots)
        {
            if (_copies.Remove(snapshot, out var copies))
                copies.CopyTo(ref reader);
            else
                ReadKept(snapshot, ref reader);
        }
    }

    /// <summary>Copies the entries for a snapshot that has not ended while the next one begins, unless they were read. Called by the owner.</summary>
    public void CopyFor(int snapshot)
    {
        lock (_snapshots)
        {
            if ((_keptFor == snapshot && (_kept is null || _isRead)) || _copies.ContainsKey(snapshot))
                return;
            var copies = new EntryCopies<TMapKey, TValue>();
            ReadKept(snapshot, ref copies);
            _copies.Add(snapshot, copies);
        }
    }

    /// <summary>Ends a snapshot of the table, read or not. On any thread.</summary>
    public void End(int snapshot)
    {
        lock (_snapshots)
        {
            _copies.Remove(snapshot);
            if (_keptFor == snapshot)
                _kept?.End();
        }
    }

    private void ReadKept<TReader>(int snapshot, scoped ref TReader reader)
        where TReader : struct, IEntryReader<TMapKey, TimedValue<TValue>>, allows ref struct
    {
        BeginKeeping(snapshot);
        _kept!.Read(0, ref reader);
        _isRead = true;
    }

    private void BeginKeeping(int snapshot)
    {
        if (_keptFor == snapshot)
            return;
        _kept?.End();
        _kept = _entries.BeginSnapshot();
        _isRead = false;
        Volatile.Write(ref _keptFor, snapshot);
    }
}

/// <summary>A value with its last-write timestamp.</summary>
internal struct TimedValue<TValue>
{
    public TValue Value;
    public long WrittenAt;
}

/// <summary>Copies of the entries of a large map.</summary>
internal readonly struct EntryCopies<TMapKey, TValue>() : IEntryReader<TMapKey, TimedValue<TValue>>
{
    private readonly List<KeyGroupSlot<TMapKey, TimedValue<TValue>>> _entries = [];

    public void Read(in TMapKey key, in TimedValue<TValue> value, bool isChanged) => _entries.Add(new() { Key = key, Value = value });

    public void CopyTo<TReader>(scoped ref TReader reader)
        where TReader : struct, IEntryReader<TMapKey, TimedValue<TValue>>, allows ref struct
    {
        foreach (ref readonly var entry in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_entries))
            reader.Read(in entry.Key, in entry.Value, isChanged: true);
    }
}
