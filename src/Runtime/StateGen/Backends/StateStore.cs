using System.ComponentModel;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StateGen.Backends.Memory.OperatorStates;
using StateGen.Keys;
using StateGen.Schemas.Migrations;
using StateGen.Serialization;

namespace StateGen.Backends;

/// <summary>
/// The state of one operator subtask in a backend. Lifecycle: the store is opened, its tables are opened, the store is started (empty or from snapshots), used
/// and disposed. A record is atomic: tables report their first change through <see cref="MarkUncommitted"/>, and the engine ends every record with
/// <see cref="CommitRecord"/> or <see cref="RollbackRecord"/>. A store is used by one thread at a time, but a snapshot may be written on another thread.
/// </summary>
public abstract class StateStore : IDisposable
{
    private bool _uncommitted;

    /// <summary>Initializes the store.</summary>
    /// <param name="options">The options of the store.</param>
    protected StateStore(StateStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        Clock = new(options.Clock);
    }

    /// <summary>Gets the options, which identify the subtask.</summary>
    public StateStoreOptions Options { get; }

    /// <summary>Gets the times by which state expires. They stand still while a record is processed.</summary>
    public SubtaskClock Clock { get; }

    /// <summary>
    /// Gets or sets the counter of the last appended list element, 0 before the first. Checkpoints store it. After a restore, it continues after the maximum
    /// counter of the restored parts.
    /// </summary>
    public long ListCounter { get; protected set; }

    /// <summary>Opens the table of rows. At most once, before <see cref="StartAsync"/>.</summary>
    public abstract RowTable<TKey, TRow> OpenRows<TKey, TKeyCodec, TRow, TRowCodec>()
        where TKey : notnull
        where TKeyCodec : struct, IKeyCodec<TKey>
        where TRow : struct
        where TRowCodec : struct, IRowCodec<TRow>;

    /// <summary>Opens the table of one map state, before <see cref="StartAsync"/>.</summary>
    public abstract MapTable<TMapKey, TValue> OpenMap<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec>(
        StateDescriptor descriptor, CurrentKey<TKey> currentKey)
        where TKey : notnull
        where TKeyCodec : struct, IKeyCodec<TKey>
        where TMapKey : notnull
        where TMapKeyCodec : struct, IKeyCodec<TMapKey>
        where TValueCodec : struct, ICodec<TValue>;

    /// <summary>
    /// Opens the table of one sorted map state, before <see cref="StartAsync"/>. It reads what <see cref="OpenMap"/> has stored for a state of the same name,
    /// and the other way round.
    /// </summary>
    public abstract SortedMapTable<TMapKey, TValue> OpenSortedMap<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec>(
        StateDescriptor descriptor, CurrentKey<TKey> currentKey)
        where TKey : notnull
        where TKeyCodec : struct, IKeyCodec<TKey>
        where TMapKey : notnull
        where TMapKeyCodec : struct, IKeyCodec<TMapKey>
        where TValueCodec : struct, ICodec<TValue>;

    /// <summary>Opens the table of one list state, before <see cref="StartAsync"/>.</summary>
    public abstract ListTable<T> OpenList<TKey, TKeyCodec, T, TCodec>(StateDescriptor descriptor, CurrentKey<TKey> currentKey)
        where TKey : notnull
        where TKeyCodec : struct, IKeyCodec<TKey>
        where TCodec : struct, ICodec<T>;

    /// <summary>Opens the timers. At most once, before <see cref="StartAsync"/>.</summary>
    public abstract TimerTable<TKey> OpenTimers<TKey, TKeyCodec>()
        where TKey : notnull
        where TKeyCodec : struct, IKeyCodec<TKey>;

    /// <summary>
    /// Opens a cursor over the keys that have state, between records. Meanwhile, only the state of the cursor's current key may change.
    /// </summary>
    public abstract KeyCursor<TKey> OpenKeys<TKey, TKeyCodec>()
        where TKey : notnull
        where TKeyCodec : struct, IKeyCodec<TKey>;

    /// <summary>Generated code: opens one operator state, before the store is started. It is in memory, whatever the backend is.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <typeparam name="TCodec">The codec of the elements.</typeparam>
    /// <param name="stateName">The stable name of the state.</param>
    /// <param name="redistribution">The subtasks that get the elements of a checkpoint.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public OperatorListState<T> OpenOperatorList<T, TCodec>(string stateName, OperatorStateRedistribution redistribution)
        where TCodec : struct, ICodec<T> =>
        new((OperatorStates ??= new(this)).Open<T, TCodec>(stateName, redistribution));

    /// <summary>
    /// Starts the store and its opened tables, either empty or with the restored state of this subtask's key groups. The snapshots may
    /// have been taken with another parallelism. The subtask reads from each snapshot only the key groups that it owns.
    /// </summary>
    /// <param name="restored">The snapshots whose key groups overlap with this subtask's; empty for a fresh start.</param>
    /// <param name="cancellationToken">Cancels the start; the store can then only be disposed.</param>
    public abstract Task StartAsync(IReadOnlyList<RestoredState> restored, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a snapshot of the current state. Called between records. The snapshot is written in the background while processing continues, and does not
    /// contain later changes.
    /// </summary>
    public abstract StateSnapshot BeginSnapshot();

    /// <summary>Gets the operator states; null if the operator has none.</summary>
    internal OperatorStateStore? OperatorStates { get; private set; }

    /// <summary>Gets a number that no two records with changes have in common, so that tables can tell whether the current one has changed them.</summary>
    internal long RecordNumber { get; private set; }

    /// <summary>Makes the record's changes permanent.</summary>
    public void CommitRecord()
    {
        if (!_uncommitted)
            return;
        _uncommitted = false;
        Commit();
        OperatorStates?.Commit();
        RecordNumber++;
    }

    /// <summary>Undoes the record's changes to collections, timers and operator state. Rows need no action, because they were not stored.</summary>
    public void RollbackRecord()
    {
        if (!_uncommitted)
            return;
        _uncommitted = false;
        Rollback();
        OperatorStates?.Rollback();
        RecordNumber++;
    }

    /// <summary>Prefetches the collections of the keys of the next records into the processor's cache.</summary>
    /// <param name="hashes">The stable hashes of the keys of the records.</param>
    /// <param name="position">The position of the first of these records in its batch.</param>
    internal virtual void Prefetch(ReadOnlySpan<ulong> hashes, int position)
    {
    }

    /// <summary>Called after each batch of records. A backend can use it to flush grouped writes or to remove expired entries.</summary>
    public virtual void CompleteBatch()
    {
    }

    /// <summary>Gets a value indicating whether <see cref="RemoveExpired"/> has anything to do, because a state has a time to live.</summary>
    public virtual bool CanExpire => false;

    /// <summary>
    /// Removes a part of the expired state, for at most a few milliseconds. Called between records while the subtask waits for input. By default, there is
    /// nothing to do.
    /// </summary>
    /// <returns>true if more is left, so that the caller calls again when it has nothing else to do; false if the next call can wait.</returns>
    public virtual bool RemoveExpired() => false;

    /// <summary>Marks the record as having changes. Tables call it before the first change of a record; further calls have no effect.</summary>
    public void MarkUncommitted() => _uncommitted = true;

    /// <summary>Increments <see cref="ListCounter"/>. List tables call it for each appended element.</summary>
    /// <returns>The new counter, which is greater than every earlier one.</returns>
    public long NextListCounter() => ++ListCounter;

    /// <summary>Counts all stored entries: rows, map entries and list elements, for tests and tools. O(n).</summary>
    public abstract long CountEntries();

    /// <summary>
    /// Reads statistics for metrics, in constant time. Called on any thread while the store is in use, but not after it was disposed, so the numbers are
    /// approximate.
    /// </summary>
    /// <returns>The statistics; by default, without any number.</returns>
    public virtual StateStatistics ReadStatistics() => default;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes the changes since the last commit permanent.</summary>
    protected abstract void Commit();

    /// <summary>Undoes the changes since the last commit.</summary>
    protected abstract void Rollback();

    /// <summary>Releases files and handles.</summary>
    /// <param name="disposing">true if called from <see cref="Dispose()"/>; otherwise, false.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>The options that a backend needs to open the store of one operator subtask.</summary>
public sealed record StateStoreOptions
{
    /// <summary>Gets the id of this use of the operator, unique within the job.</summary>
    public required string OperatorId { get; init; }

    /// <summary>Gets the index of the subtask, from 0.</summary>
    public int Subtask { get; init; }

    /// <summary>Gets the number of key groups of the job.</summary>
    public int MaxParallelism { get; init; } = Keys.KeyGroups.DefaultMaxParallelism;

    /// <summary>Gets the key groups that the subtask owns.</summary>
    public required KeyGroupRange KeyGroups { get; init; }

    /// <summary>
    /// Gets the migrations from every schema that rows and entries may have been written with. By default, everything is written with schema 1.
    /// </summary>
    public StateMigrationTable Migrations { get; init; } = StateMigrationTable.Of(schemaNumber: 1);

    /// <summary>Gets the number of the schema that rows and entries are written with, from 1.</summary>
    public int SchemaNumber => Migrations.SchemaNumber;

    /// <summary>Gets the clock for times to live.</summary>
    public required StateClock Clock { get; init; }

    /// <summary>Gets the logger for events of the backend, such as stalled writes; a logger that discards everything by default.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}

/// <summary>Statistics of a store for metrics. Null for a number that the backend does not measure.</summary>
public readonly record struct StateStatistics
{
    /// <summary>Gets the number of rows, map entries and list elements; an estimate on disk.</summary>
    public long? Entries { get; init; }

    /// <summary>Gets the size in bytes: of the tables in memory, without the objects that values refer to, or of the files and write buffers on disk.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>Gets the number of registered timers; an estimate on disk.</summary>
    public long? Timers { get; init; }

    /// <summary>Gets the number of row reads since the store was opened that a cache of decoded rows answered.</summary>
    public long? CacheHits { get; init; }

    /// <summary>Gets the number of row reads since the store was opened that the cache of decoded rows did not answer.</summary>
    public long? CacheMisses { get; init; }

    /// <summary>Gets the number of times since the store was opened that the backend started to slow down or stop writes.</summary>
    public long? WriteStalls { get; init; }
}

/// <summary>Describes one collection state to a backend.</summary>
/// <param name="Name">The stable name of the state, unique within the operator.</param>
/// <param name="TimeToLive">The time to live of an entry in milliseconds, positive; null if entries do not expire.</param>
public sealed record StateDescriptor(string Name, long? TimeToLive = null)
{
    /// <summary>Gets what starts a time to live again.</summary>
    public TtlRefresh Refresh { get; init; }

    /// <summary>Gets whether entries that have expired, but were not removed yet, can still be read.</summary>
    public TtlVisibility Visibility { get; init; }

    /// <summary>Gets the clock by which entries expire.</summary>
    public TtlClock Clock { get; init; }
}
