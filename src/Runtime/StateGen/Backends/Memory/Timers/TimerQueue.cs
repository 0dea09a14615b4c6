using StateGen.Backends.Memory.Snapshots;
using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Timers;

// The entries of the snapshot file, a BlockFile with the one section "timers":
//   kind (integer) ‖ timestamp (integer, milliseconds since the Unix epoch) ‖ encoded key (binary)

/// <summary>
/// The timers of one operator subtask in memory: a set of the registered timers, and a heap per kind that finds the earliest one.
/// Deleting is lazy: the heaps contain every timer of the set, and may contain timers that are no longer in it. Not thread-safe.
/// </summary>
/// <typeparam name="TKey">The operator's key type.</typeparam>
/// <typeparam name="TKeyCodec">The codec of the key.</typeparam>
internal sealed class TimerQueue<TKey, TKeyCodec> : TimerTable<TKey>, ITimerQueue, IBlockReceiver
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    private const int KindCount = byte.MaxValue + 1;
    private const int LeastStale = 1024;

    private readonly StateStore _store;
    private readonly TimerOrder<TKey, TKeyCodec> _order;
    private readonly HashSet<KeyedTimer<TKey>> _registered;
    private readonly TimerHeap<TKey>?[] _heaps = new TimerHeap<TKey>?[KindCount];
    private readonly List<TimerChange<TKey>> _changes = [];

    /// <summary>Creates a queue without timers.</summary>
    /// <param name="store">The store that the timers belong to.</param>
    public TimerQueue(StateStore store)
    {
        _store = store;
        _order = new(store.Options.MaxParallelism);
        _registered = new(_order);
    }

    /// <inheritdoc/>
    public override long Count => _registered.Count;

    /// <inheritdoc/>
    public override void Register(in KeyedTimer<TKey> timer)
    {
        if (!_registered.Add(timer))
            return;
        Push(timer);
        Record(new(timer, IsRegistration: true));
    }

    /// <inheritdoc/>
    public override void Delete(in KeyedTimer<TKey> timer)
    {
        if (_registered.Remove(timer))
            Record(new(timer, IsRegistration: false));
    }

    /// <inheritdoc/>
    public override bool Contains(in KeyedTimer<TKey> timer) => _registered.Contains(timer);

    /// <inheritdoc/>
    public override bool TryPeek(TimerKind kind, long upTo, out KeyedTimer<TKey> timer)
    {
        timer = default;
        if (_heaps[(byte)kind] is not { } heap)
            return false;
        while (heap.Count > 0 && !_registered.Contains(heap.Earliest))
            heap.RemoveEarliest();
        if (heap.Count == 0 || heap.Earliest.Timestamp > upTo)
            return false;
        timer = heap.Earliest;
        return true;
    }

    /// <inheritdoc/>
    public void Commit() => _changes.Clear();

    /// <inheritdoc/>
    public void Rollback()
    {
        for (var i = _changes.Count - 1; i >= 0; i--)
            Undo(_changes[i]);
        _changes.Clear();
    }

    /// <inheritdoc/>
    public TableSnapshot BeginSnapshot()
    {
        var timers = _registered.ToArray();
        var groups = Array.ConvertAll(timers, timer => KeyGroups.Of(timer.Hash, _store.Options.MaxParallelism));
        Array.Sort(groups, timers);
        var file = new BlockFile();
        for (int start = 0, end; start < timers.Length; start = end)
        {
            for (end = start; end < timers.Length && groups[end] == groups[start];)
                end++;
            Write(file, groups[start], timers.AsSpan(start, end - start));
        }

        return new WrittenTable(file);
    }

    /// <inheritdoc/>
    public Task RestoreAsync(RestoredState restored, CancellationToken cancellationToken) =>
        BlockFileReader.ReadAsync(restored.Files, ITimerQueue.Section, _store.Options, this, cancellationToken);

    private static void Write(BlockFile file, int keyGroup, ReadOnlySpan<KeyedTimer<TKey>> timers)
    {
        var block = new KeyedBlockWriter<TKey, TKeyCodec>(file, ITimerQueue.Section, keyGroup);
        foreach (ref readonly var timer in timers)
        {
            block.Entries.WriteInt64((byte)timer.Kind);
            block.Entries.WriteInt64(timer.Timestamp);
            block.WriteKey(timer.Key);
            block.EndEntry();
        }

        block.Flush();
        block.Dispose();
    }

    bool IBlockReceiver.Expect(string section, int keyGroup, int entryCount) => section == ITimerQueue.Section;

    void IBlockReceiver.Read(in BlockHeader header, ref MessagePackReader entries)
    {
        for (var i = 0; i < header.EntryCount; i++)
        {
            var kind = (TimerKind)entries.ReadByte();
            var timestamp = entries.ReadInt64();
            var key = KeyedBlock.ReadKey<TKey, TKeyCodec>(header, _store.Options.MaxParallelism, ref entries, out var hash);
            var timer = new KeyedTimer<TKey>(kind, timestamp, key, hash);
            if (_registered.Add(timer))
                Push(timer);
        }
    }

    private void Push(in KeyedTimer<TKey> timer)
    {
        var heap = _heaps[(byte)timer.Kind] ??= new(_order);
        heap.Add(timer);
        if (heap.Count > LeastStale + (2 * _registered.Count))
            Rebuild(timer.Kind, heap);
    }

    private void Record(in TimerChange<TKey> change)
    {
        _store.MarkUncommitted();
        _changes.Add(change);
    }

    private void Undo(in TimerChange<TKey> change)
    {
        if (change.IsRegistration)
            _registered.Remove(change.Timer);
        else if (_registered.Add(change.Timer))
            Push(change.Timer);
    }

    private void Rebuild(TimerKind kind, TimerHeap<TKey> heap)
    {
        heap.Clear();
        foreach (var timer in _registered)
        {
            if (timer.Kind == kind)
                heap.Add(timer);
        }
    }
}

/// <summary>Represents the timers of a store independently of the key type.</summary>
internal interface ITimerQueue
{
    /// <summary>The name of the file, and of its only section.</summary>
    const string Section = "timers";

    /// <summary>Gets the number of registered timers.</summary>
    long Count { get; }

    /// <summary>Makes the record's changes permanent.</summary>
    void Commit();

    /// <summary>Undoes the record's changes.</summary>
    void Rollback();

    /// <summary>Begins a snapshot of the registered timers.</summary>
    TableSnapshot BeginSnapshot();

    /// <summary>Adds those timers of a snapshot whose keys belong to the key groups of the store.</summary>
    /// <param name="restored">The snapshot.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="Checkpoints.CheckpointDamagedException">The file of the timers is missing or damaged.</exception>
    Task RestoreAsync(RestoredState restored, CancellationToken cancellationToken);
}

/// <summary>A change to the timers that the current record has made, for a rollback.</summary>
internal readonly record struct TimerChange<TKey>(KeyedTimer<TKey> Timer, bool IsRegistration);

/// <summary>
/// Defines the equality and order of timers: by timestamp, then by key group, then by encoded key. Timers of one timestamp therefore fire in the same order
/// on every backend and after every restore. Thread-safe.
/// </summary>
internal sealed class TimerOrder<TKey, TKeyCodec>(int maxParallelism) : IComparer<KeyedTimer<TKey>>, IEqualityComparer<KeyedTimer<TKey>>
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    private const int StackLength = 128;

    public int Compare(KeyedTimer<TKey> x, KeyedTimer<TKey> y)
    {
        var byTime = x.Timestamp.CompareTo(y.Timestamp);
        if (byTime != 0)
            return byTime;
        var byKeyGroup = KeyGroups.Of(x.Hash, maxParallelism).CompareTo(KeyGroups.Of(y.Hash, maxParallelism));
        return byKeyGroup != 0 || TKeyCodec.Equals(x.Key, y.Key) ? byKeyGroup : CompareEncoded(x.Key, y.Key);
    }

    public bool Equals(KeyedTimer<TKey> x, KeyedTimer<TKey> y) =>
        x.Hash == y.Hash && x.Timestamp == y.Timestamp && x.Kind == y.Kind && TKeyCodec.Equals(x.Key, y.Key);

    public int GetHashCode(KeyedTimer<TKey> obj)
    {
        var mixed = (obj.Hash ^ (ulong)obj.Timestamp ^ ((ulong)obj.Kind << 56)) * 0x9E3779B97F4A7C15;
        return (int)(mixed >> 32);
    }

    private static int CompareEncoded(in TKey left, in TKey right)
    {
        var leftWriter = new KeyWriter(stackalloc byte[StackLength]);
        var rightWriter = new KeyWriter(stackalloc byte[StackLength]);
        TKeyCodec.Write(ref leftWriter, in left);
        TKeyCodec.Write(ref rightWriter, in right);
        var order = leftWriter.Written.SequenceCompareTo(rightWriter.Written);
        leftWriter.Dispose();
        rightWriter.Dispose();
        return order;
    }
}

/// <summary>A binary heap of the timers of one kind, earliest first.</summary>
internal sealed class TimerHeap<TKey>(IComparer<KeyedTimer<TKey>> order)
    where TKey : notnull
{
    private readonly List<KeyedTimer<TKey>> _timers = [];

    public int Count => _timers.Count;

    /// <summary>Gets the earliest timer. The heap must not be empty.</summary>
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
