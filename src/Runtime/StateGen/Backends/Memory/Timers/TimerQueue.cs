using System.Runtime.CompilerServices;
using StateGen.Backends.Memory.Snapshots;
using StateGen.Keys;
using StateGen.Serialization;

namespace StateGen.Backends.Memory.Timers;

// The entries of the snapshot file, a BlockFile with the one section "timers":
//   kind (integer) ‖ timestamp (integer, milliseconds since the Unix epoch) ‖ encoded key (binary)

/// <summary>
/// The timers of one operator subtask in memory: a set of the registered timers, and a wheel per kind that finds the earliest one.
/// Deleting is lazy: the wheels contain every timer of the set, and may contain timers that are no longer in it. The last registrations are pending until
/// somebody could see them, so that the cache misses of several ones overlap. Allocates only when it grows. Not thread-safe.
/// </summary>
/// <typeparam name="TKey">The operator's key type.</typeparam>
/// <typeparam name="TKeyCodec">The codec of the key.</typeparam>
internal sealed class TimerQueue<TKey, TKeyCodec>(StateStore store) : TimerTable<TKey>, ITimerQueue
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    private const int KindCount = byte.MaxValue + 1;
    private const int LeastStale = 1024;

    // Enough to overlap cache misses; the first one is not evicted before it is used.
    private const int PendingLength = 32;

    private readonly TimerSet<TKey, TKeyCodec> _registered = new(store.Options);
    private readonly TimerWheel<TKey, TKeyCodec>?[] _wheels = new TimerWheel<TKey, TKeyCodec>?[KindCount];
    private readonly List<TimerChange<TKey>> _changes = [];
    private readonly KeyedTimer<TKey>[] _pending = new KeyedTimer<TKey>[PendingLength];
    private int _pendingCount;
    private int _committedCount;
    private long _earliestPending = long.MaxValue;
    private TimerLocation _peeked;

    /// <inheritdoc/>
    public override long Count
    {
        get
        {
            AddPending();
            return _registered.Count;
        }
    }

    /// <inheritdoc/>
    public long ApproximateCount => _registered.Count + _pendingCount;

    /// <inheritdoc/>
    public override void Register(in KeyedTimer<TKey> timer)
    {
        if (_pendingCount == PendingLength)
            AddPending();
        store.MarkUncommitted();
        _registered.PrefetchAddition(in timer);
        _pending[_pendingCount++] = timer;
        _earliestPending = Math.Min(_earliestPending, timer.Timestamp);
    }

    /// <inheritdoc/>
    public override void Delete(in KeyedTimer<TKey> timer)
    {
        AddPendingUpTo(timer.Timestamp);
        if (!Remove(in timer))
            return;
        store.MarkUncommitted();
        _changes.Add(new(timer, IsRegistration: false));
    }

    /// <inheritdoc/>
    public override bool Contains(in KeyedTimer<TKey> timer)
    {
        AddPendingUpTo(timer.Timestamp);
        return _registered.Find(in timer) >= 0;
    }

    /// <inheritdoc/>
    public override bool TryPeek(TimerKind kind, long upTo, out KeyedTimer<TKey> timer)
    {
        AddPendingUpTo(upTo);
        if (_wheels[(byte)kind] is { } wheel)
        {
            for (var limit = OrderedTimer<TKey>.TimeOf(upTo); wheel.TryAdvance(limit); wheel.RemoveEarliest())
            {
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
    public void Commit()
    {
        _changes.Clear();
        _committedCount = _pendingCount;
    }

    /// <inheritdoc/>
    public void Rollback()
    {
        _pendingCount = _committedCount;
        for (var i = _changes.Count - 1; i >= 0; i--)
            Undo(_changes[i]);
        _changes.Clear();
    }

    /// <inheritdoc/>
    public TableSnapshot BeginSnapshot()
    {
        AddPending();
        return _registered.BeginSnapshot();
    }

    /// <inheritdoc/>
    public Task RestoreAsync(RestoredState restored, CancellationToken cancellationToken) =>
        BlockFileReader.ReadAsync(restored.Files, ITimerQueue.Section, store.Options, Read, cancellationToken);

    private bool Read(in BlockHeader header, ref MessagePackReader entries)
    {
        _registered.Reserve(header.KeyGroup, entries.CapacityFor<RegisteredTimer<TKey>>(header.EntryCount));
        for (var i = 0; i < header.EntryCount; i++)
        {
            var kind = (TimerKind)entries.ReadByte();
            var timestamp = entries.ReadInt64();
            var key = KeyedBlock.ReadKey<TKey, TKeyCodec>(header, store.Options.MaxParallelism, ref entries, out var hash);
            var timer = new KeyedTimer<TKey>(kind, timestamp, key, hash);
            if (_registered.Add(in timer))
                Push(in timer);
        }

        return true;
    }

    /// <summary>Adds the pending registrations if a timer up to a time can be among them.</summary>
    private void AddPendingUpTo(long time)
    {
        if (time >= _earliestPending)
            AddPending();
    }

    private void AddPending()
    {
        for (var i = 0; i < _pendingCount; i++)
        {
            ref readonly var timer = ref _pending[i];
            if (!_registered.Add(in timer))
                continue;
            Push(in timer);
            if (i >= _committedCount)
                _changes.Add(new(timer, IsRegistration: true));
        }

        if (RuntimeHelpers.IsReferenceOrContainsReferences<TKey>())
            Array.Clear(_pending);
        _pendingCount = _committedCount = 0;
        _earliestPending = long.MaxValue;
    }

    /// <summary>Removes a timer from the set, and from its wheel if it is the one that was peeked, as it is when it fires.</summary>
    private bool Remove(in KeyedTimer<TKey> timer)
    {
        if (_peeked.Version == _registered.Version && _peeked.Index >= 0 && IsPeeked(in timer))
        {
            _registered.RemoveAt(timer.Hash, _peeked.Index);
            _wheels[(byte)timer.Kind]!.RemoveEarliest();
            return true;
        }

        var index = _registered.Find(in timer);
        if (index < 0)
            return false;
        _registered.RemoveAt(timer.Hash, index);
        return true;
    }

    private bool IsPeeked(in KeyedTimer<TKey> timer)
    {
        if (timer.Kind != _peeked.Kind)
            return false;
        ref readonly var earliest = ref _wheels[(byte)timer.Kind]!.Earliest;
        return earliest.Time == OrderedTimer<TKey>.TimeOf(timer.Timestamp) && earliest.Hash == timer.Hash && TKeyCodec.Equals(in earliest.Key, timer.Key);
    }

    private void Push(in KeyedTimer<TKey> timer)
    {
        var wheel = _wheels[(byte)timer.Kind] ??= new(store.Options.MaxParallelism);
        wheel.Add(new(timer.Timestamp, timer.Key, timer.Hash));
        if (wheel.Count > LeastStale + (2 * _registered.Count))
            Rebuild(timer.Kind, wheel);
    }

    private void Undo(in TimerChange<TKey> change)
    {
        if (change.IsRegistration)
            Remove(change.Timer);
        else if (_registered.Add(change.Timer))
            Push(change.Timer);
    }

    private void Rebuild(TimerKind kind, TimerWheel<TKey, TKeyCodec> wheel)
    {
        wheel.Clear();
        _registered.CopyTo(wheel, kind);
    }
}

/// <summary>Where in the set the timer is that was peeked last; -1 as the index if there was none.</summary>
internal readonly record struct TimerLocation(TimerKind Kind, int Index, int Version);

/// <summary>Represents the timers of a store independently of the key type.</summary>
internal interface ITimerQueue
{
    /// <summary>The name of the file, and of its only section.</summary>
    const string Section = "timers";

    /// <summary>Gets about the number of registered timers, on any thread: a few that were registered twice may be counted twice.</summary>
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

/// <summary>A change to the timers that the current record has made, for a rollback.</summary>
internal readonly record struct TimerChange<TKey>(KeyedTimer<TKey> Timer, bool IsRegistration);
