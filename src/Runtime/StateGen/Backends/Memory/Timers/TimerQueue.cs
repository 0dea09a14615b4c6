using StateGen.Backends.Memory.Snapshots;
using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Timers;

// The entries of the snapshot file, a BlockFile with the one section "timers":
//   kind (integer) ‖ timestamp (integer, milliseconds since the Unix epoch) ‖ encoded key (binary)

/// <summary>
/// The timers of one operator subtask, held in memory: a set that says what is registered, and a heap per kind that says what comes first.
/// Deleting is lazy: a heap may hold timers that are no longer in the set, and holds every one that is. Not thread-safe.
/// </summary>
/// <typeparam name="TKey">The operator's key type.</typeparam>
/// <typeparam name="TKeyCodec">The codec of the key.</typeparam>
internal sealed class TimerQueue<TKey, TKeyCodec> : TimerTable<TKey>, ITimerQueue
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    private const string FileName = "timers";
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
    public BlockFile Freeze()
    {
        var timers = _registered.ToArray();
        var groups = Array.ConvertAll(timers, timer => KeyGroups.Of(timer.Hash, _store.Options.MaxParallelism));
        Array.Sort(groups, timers);
        var file = new BlockFile(FileName);
        for (int start = 0, end; start < timers.Length; start = end)
        {
            for (end = start; end < timers.Length && groups[end] == groups[start];)
                end++;
            Write(file, groups[start], timers.AsSpan(start, end - start));
        }

        return file;
    }

    /// <inheritdoc/>
    public Task RestoreAsync(RestoredState restored, CancellationToken cancellationToken) =>
        BlockFileReader.ReadAsync(restored.Files, FileName, _store.Options, Read, cancellationToken);

    private static void Write(BlockFile file, int keyGroup, ReadOnlySpan<KeyedTimer<TKey>> timers)
    {
        var block = new KeyedBlockWriter<TKey, TKeyCodec>(file, FileName, keyGroup);
        foreach (ref readonly var timer in timers)
        {
            block.Entries.WriteInt64((byte)timer.Kind);
            block.Entries.WriteInt64(timer.Timestamp);
            block.WriteKey(timer.Key);
            block.EndEntry();
        }

        block.Dispose();
    }

    private bool Read(in BlockHeader header, ref MessagePackReader entries)
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

        return true;
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
