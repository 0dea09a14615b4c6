using System.Runtime.CompilerServices;
using StateGen.Backends.Memory.Snapshots;
using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Timers;

// The entries of the snapshot file, a BlockFile with the one section "timers":
//   kind (integer) ‖ timestamp (integer, milliseconds since the Unix epoch) ‖ encoded key (binary)

/// <summary>
/// The timers of one operator subtask in memory: a set of the registered timers, and a wheel per kind that finds the earliest one.
/// Deleting is lazy: the wheels contain every timer of the set, and may contain timers that are no longer in it. The last changes are pending until
/// somebody could see them, so that their cache misses overlap; to apply them again changes nothing. Allocates only when it grows. Not thread-safe.
/// </summary>
/// <typeparam name="TKey">The operator's key type.</typeparam>
/// <typeparam name="TKeyCodec">The codec of the key.</typeparam>
internal sealed class TimerQueue<TKey, TKeyCodec>(MemoryStore store) : TimerTable<TKey>, ITimerQueue, IBlockReceiver
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    private const int KindCount = byte.MaxValue + 1;
    private const int LeastStale = 1024;

    // Enough to overlap cache misses; the first one is not evicted before it is used.
    private const int PendingLength = 32;

    private readonly TimerSet<TKey, TKeyCodec> _registered = new(store.Options);
    private readonly TimerWheel<TKey, TKeyCodec>?[] _wheels = new TimerWheel<TKey, TKeyCodec>?[KindCount];
    private TimerChange<TKey>[] _changes = new TimerChange<TKey>[4];
    private int _changeCount;
    private readonly TimerChange<TKey>[] _pending = new TimerChange<TKey>[PendingLength];
    private readonly bool _prefetches = store.FastPaths.Prefetch;
    private int _pendingCount;
    private int _committedCount;
    private long _earliestPending = long.MaxValue;
    private TimerLocation _peeked;
    private TimerWheel<TKey, TKeyCodec>? _spare;

    // Whether a rollback has added a timer to the set that the wheel could not order.
    private bool _mustRebuild;

    /// <inheritdoc/>
    public override long Count
    {
        get
        {
            ApplyPending();
            return _registered.Count;
        }
    }

    /// <inheritdoc/>
    public long ApproximateCount => _registered.Count + _pendingCount;

    /// <inheritdoc/>
    public override void Register(in KeyedTimer<TKey> timer) => Defer(in timer, isRegistration: true);

    /// <inheritdoc/>
    public override void Delete(in KeyedTimer<TKey> timer)
    {
        ApplyPendingUpTo(timer.Timestamp);
        if (!IsPeeked(in timer))
        {
            Defer(in timer, isRegistration: false);
            return;
        }

        RemovePeeked(in timer);
        store.MarkUncommitted();
        Log(in timer, isRegistration: false);
    }

    /// <inheritdoc/>
    public override bool Contains(in KeyedTimer<TKey> timer)
    {
        ApplyPendingUpTo(timer.Timestamp);
        return _registered.Find(in timer) >= 0;
    }

    /// <inheritdoc/>
    public override bool TryPeek(TimerKind kind, long upTo, out KeyedTimer<TKey> timer)
    {
        ApplyPendingUpTo(upTo);
        if (_mustRebuild)
            RebuildAll();
        if (_wheels[(byte)kind] is { } wheel)
        {
            for (var limit = OrderedTimer<TKey>.TimeOf(upTo); wheel.TryAdvance(limit); wheel.RemoveEarliest())
            {
                if (_prefetches)
                    _registered.Prefetch(kind, wheel.TakeUpcoming());
                timer = wheel.Earliest.ToTimer(kind);
                _peeked = new(kind, _registered.Find(in timer), _registered.Version);
                if (_peeked.Index >= 0)
                    return true;
            }
        }

        timer = default;
        return false;
    }

    /// <inheritdoc/>
    /// <remarks>Unlike reading the earliest timer, it does not move the wheel on, which would make registrations of earlier timers slower.</remarks>
    public override long EarliestTime(TimerKind kind)
    {
        ApplyPending();
        if (_mustRebuild)
            RebuildAll();
        return _wheels[(byte)kind]?.EarliestTime ?? long.MaxValue;
    }

    /// <inheritdoc/>
    public void Commit()
    {
        if (_changeCount > 0)
            ForgetChanges();
        _committedCount = _pendingCount;
    }

    /// <inheritdoc/>
    public void Rollback()
    {
        _pendingCount = _committedCount;
        for (var i = _changeCount - 1; i >= 0; i--)
            Undo(in _changes[i]);
        ForgetChanges();
    }

    /// <inheritdoc/>
    public TableSnapshot BeginSnapshot()
    {
        ApplyPending();
        return _registered.BeginSnapshot();
    }

    /// <inheritdoc/>
    public Task RestoreAsync(RestoredState restored, CancellationToken cancellationToken) =>
        BlockFileReader.ReadAsync(restored.Files, ITimerQueue.Section, store.Options, this, cancellationToken);

    bool IBlockReceiver.Expect(string section, int keyGroup, int entryCount)
    {
        if (section != ITimerQueue.Section)
            return false;
        _registered.Reserve(keyGroup, entryCount);
        return true;
    }

    void IBlockReceiver.Read(in BlockHeader header, ref MessagePackReader entries)
    {
        for (var i = 0; i < header.EntryCount; i++)
        {
            var kind = (TimerKind)entries.ReadByte();
            var timestamp = entries.ReadInt64();
            var key = KeyedBlock.ReadKey<TKey, TKeyCodec>(header, store.Options.MaxParallelism, ref entries, out var hash);
            Add(new(kind, timestamp, key, hash));
        }
    }

    private void Defer(in KeyedTimer<TKey> timer, bool isRegistration)
    {
        if (_pendingCount == PendingLength)
            ApplyPending();
        store.MarkUncommitted();
        if (_prefetches)
            _registered.PrefetchChange(in timer);
        _pending[_pendingCount++].Set(in timer, isRegistration);
        _earliestPending = Math.Min(_earliestPending, timer.Timestamp);
        if (!_prefetches)
            ApplyPending();
    }

    /// <summary>Applies the pending changes if one of them can be of a timer up to a time.</summary>
    private void ApplyPendingUpTo(long time)
    {
        if (time >= _earliestPending)
            ApplyPending();
    }

    private void ApplyPending()
    {
        var pending = _pending.AsSpan(0, _pendingCount);
        foreach (ref readonly var change in pending)
        {
            if (_prefetches && !change.IsRegistration)
                _registered.PrefetchEntry(in change.Timer);
        }

        for (var i = 0; i < pending.Length; i++)
        {
            if (Apply(in pending[i]) && i >= _committedCount)
                Log(in pending[i].Timer, pending[i].IsRegistration);
        }

        if (RuntimeHelpers.IsReferenceOrContainsReferences<TKey>())
            pending.Clear();
        _pendingCount = _committedCount = 0;
        _earliestPending = long.MaxValue;
    }

    private bool Apply(in TimerChange<TKey> change) => change.IsRegistration ? Add(in change.Timer) : Remove(in change.Timer);

    private bool Add(in KeyedTimer<TKey> timer)
    {
        if (!_registered.Add(in timer))
            return false;
        try
        {
            Push(in timer);
            return true;
        }
        catch
        {
            // The order may need a key that cannot be encoded. A timer of the set that is not in the wheel would never fire.
            _registered.RemoveAt(timer.Hash, _registered.Find(in timer));
            throw;
        }
    }

    private bool Remove(in KeyedTimer<TKey> timer)
    {
        var index = _registered.Find(in timer);
        if (index < 0)
            return false;
        if (IsPeeked(in timer))
            RemovePeeked(in timer);
        else
            _registered.RemoveAt(timer.Hash, index);
        return true;
    }

    /// <summary>Removes the timer that was read last from the set and from its wheel, as when it fires.</summary>
    private void RemovePeeked(in KeyedTimer<TKey> timer)
    {
        _wheels[(byte)timer.Kind]!.RemoveEarliest();
        _registered.RemoveAt(timer.Hash, _peeked.Index);
    }

    private void Log(in KeyedTimer<TKey> timer, bool isRegistration)
    {
        if (_changeCount == _changes.Length)
            Array.Resize(ref _changes, 2 * _changeCount);
        _changes[_changeCount++].Set(in timer, isRegistration);
    }

    private void ForgetChanges()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TKey>())
            Array.Clear(_changes, 0, _changeCount);
        _changeCount = 0;
    }

    private bool IsPeeked(in KeyedTimer<TKey> timer)
    {
        if (_peeked.Version != _registered.Version || _peeked.Index < 0 || timer.Kind != _peeked.Kind)
            return false;
        ref readonly var earliest = ref _wheels[(byte)timer.Kind]!.Earliest;
        return earliest.Time == OrderedTimer<TKey>.TimeOf(timer.Timestamp) && earliest.Hash == timer.Hash && TKeyCodec.Equals(in earliest.Key, timer.Key);
    }

    private void Push(in KeyedTimer<TKey> timer)
    {
        var wheel = _wheels[(byte)timer.Kind] ??= new(store.Options);
        wheel.Add(new(timer.Timestamp, timer.Key, timer.Hash));
        if (wheel.Count > LeastStale + (2 * _registered.Count))
            Rebuild(timer.Kind);
    }

    private void Undo(in TimerChange<TKey> change)
    {
        if (change.IsRegistration)
            Remove(in change.Timer);
        else if (_registered.Add(in change.Timer))
            PushOrRebuildLater(in change.Timer);
    }

    private void PushOrRebuildLater(in KeyedTimer<TKey> timer)
    {
        try
        {
            Push(in timer);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Other changes must be undone, too. A codec that refuses a key, the only cause, is reported when the timer is looked for.
            _mustRebuild = true;
        }
    }

    private void RebuildAll()
    {
        for (var kind = 0; kind < KindCount; kind++)
        {
            if (_wheels[kind] is not null)
                Rebuild((TimerKind)kind);
        }

        _mustRebuild = false;
    }

    // In the spare wheel, because the codec may refuse to hash a key, and then the present one must still have all timers.
    private void Rebuild(TimerKind kind)
    {
        var rebuilt = _spare ??= new(store.Options);
        rebuilt.Clear();
        _registered.CopyTo(rebuilt, kind);
        ref var wheel = ref _wheels[(byte)kind];
        (wheel, _spare) = (rebuilt, wheel!);
        _spare.Clear();
    }
}

/// <summary>Represents the timers of a store independently of the key type.</summary>
internal interface ITimerQueue
{
    /// <summary>The name of the file, and of its only section.</summary>
    const string Section = "timers";

    /// <summary>Gets about the number of registered timers, on any thread: the last few changes are not counted exactly.</summary>
    long ApproximateCount { get; }

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
