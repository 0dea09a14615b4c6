using StateGen.Keys;
using StateGen.Schemas.Migrations;
using StateGen.Serialization;

namespace StateGen.Backends;

/// <summary>
/// The state of one operator subtask in a backend. Life: opened; tables opened; started, empty or from snapshots; used; disposed.
/// A record is atomic: tables report their first change through <see cref="MarkUncommitted"/>, and the engine ends every record with
/// <see cref="CommitRecord"/> or <see cref="RollbackRecord"/>. Used by one thread at a time, except that a begun snapshot is written elsewhere.
/// </summary>
public abstract class StateStore : IDisposable
{
    private bool _uncommitted;

    /// <summary>Initialises the store.</summary>
    /// <param name="options">Which subtask, and how.</param>
    protected StateStore(StateStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
    }

    /// <summary>Which subtask this is.</summary>
    public StateStoreOptions Options { get; }

    /// <summary>The clock that times to live are counted in.</summary>
    public StateClock Clock => Options.Clock;

    /// <summary>The counter that the last appended list element got, 0 before the first. Checkpoints keep it; a restore continues after the maximum of its parts.</summary>
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
    /// Makes the opened tables usable: empty, or with what the snapshots hold for the key groups of this subtask. The snapshots may
    /// come from another parallelism: each contributes the key groups that both have.
    /// </summary>
    /// <param name="restored">The snapshots whose key groups overlap with this subtask's; empty for a fresh start.</param>
    /// <param name="cancellationToken">Cancels the start; the store is then only disposed.</param>
    public abstract Task StartAsync(IReadOnlyList<RestoredState> restored, CancellationToken cancellationToken);

    /// <summary>
    /// Freezes the state as it is, between records. The result is written in the background while processing goes on, and contains
    /// nothing that is changed after this call.
    /// </summary>
    public abstract StateSnapshot BeginSnapshot();

    /// <summary>Makes the record's changes permanent.</summary>
    public void CommitRecord()
    {
        if (!_uncommitted)
            return;
        _uncommitted = false;
        Commit();
    }

    /// <summary>Undoes the record's changes to collections and timers. Rows need nothing: they were not stored.</summary>
    public void RollbackRecord()
    {
        if (!_uncommitted)
            return;
        _uncommitted = false;
        Rollback();
    }

    /// <summary>Called after each batch of records: a good time to hand grouped writes on.</summary>
    public virtual void CompleteBatch()
    {
    }

    /// <summary>Called by tables before the first change of a record, and harmless after that.</summary>
    public void MarkUncommitted() => _uncommitted = true;

    /// <summary>Called by list tables for each appended element.</summary>
    /// <returns>The next counter, greater than any that was given before; it becomes <see cref="ListCounter"/>.</returns>
    public long NextListCounter() => ++ListCounter;

    /// <summary>Counts all stored entries: rows, map entries and list elements, for tests and tools. O(n).</summary>
    public abstract long CountEntries();

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
    /// <param name="disposing">True when called from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>What a backend must know to open the store of one operator subtask.</summary>
public sealed record StateStoreOptions
{
    /// <summary>The id of this use of the operator, unique within the job.</summary>
    public required string OperatorId { get; init; }

    /// <summary>The index of the subtask, from 0.</summary>
    public int Subtask { get; init; }

    /// <summary>The number of key groups of the job.</summary>
    public int MaxParallelism { get; init; } = Keys.KeyGroups.DefaultMaxParallelism;

    /// <summary>The key groups that the subtask owns.</summary>
    public required KeyGroupRange KeyGroups { get; init; }

    /// <summary>The chain of schemas that rows and entries may have been written in; unless set, everything is in schema 1.</summary>
    public StateMigrationTable Migrations { get; init; } = StateMigrationTable.Of(schemaNumber: 1);

    /// <summary>The number of the schema that rows and entries are written in, from 1.</summary>
    public int SchemaNumber => Migrations.SchemaNumber;

    /// <summary>The clock that times to live are counted in.</summary>
    public required StateClock Clock { get; init; }
}

/// <summary>What a backend must know of one collection state.</summary>
/// <param name="Name">The stable name of the state, unique within the operator.</param>
/// <param name="TimeToLive">Milliseconds that an entry lives after it was written, positive; null for ever.</param>
public sealed record StateDescriptor(string Name, long? TimeToLive = null);
