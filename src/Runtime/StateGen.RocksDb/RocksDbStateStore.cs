using StateGen.Backends;
using StateGen.RocksDb.Snapshots;
using StateGen.RocksDb.Storage;
using StateGen.RocksDb.Tables;

namespace StateGen.RocksDb;

/// <summary>The state of one operator subtask in its own RocksDB database, with one column family per table.</summary>
internal sealed class RocksDbStateStore(StateStoreOptions options, StoreDirectory directory, DatabaseTuning tuning) : StateStore(options)
{
    // The names of column families are part of the storage format.
    private const string RowsName = "rows";
    private const string TimersName = "timers";
    private const string MapKind = "map";
    private const string ListKind = "list";
    private const char NameSeparator = ':';

    private readonly List<TableFamily> _families = [];
    private readonly Dictionary<string, StoredExpiry> _expiries = new(StringComparer.Ordinal);
    private readonly List<StoredSweep> _sweeps = [];

    // Whether the collection of the current key has an entry that has not expired.
    private readonly Dictionary<TableFamily, Func<bool>> _liveness = [];
    private readonly WriteStalls _stalls = new(options);
    private StateDatabase? _database;
    private IWriteBackTable? _rows;
    private IRecordObserver? _timers;
    private TableFamily? _timerFamily;

    private StateDatabase Database =>
        _database ?? throw new InvalidOperationException($"The store of operator '{Options.OperatorId}' is not started. Call StartAsync first.");

    private string[] FamilyNames => [.. _families.Select(family => family.Name)];

    public override RowTable<TKey, TRow> OpenRows<TKey, TKeyCodec, TRow, TRowCodec>()
    {
        var family = AddFamily(RowsName, expiry: RowExpiry.Of<TRow, TRowCodec>(Options, Clock));
        var table = new RocksDbRowTable<TKey, TKeyCodec, TRow, TRowCodec>(family, this, tuning.RowCacheEntries);
        Attach(table);
        return table;
    }

    public override MapTable<TMapKey, TValue> OpenMap<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec>(
        StateDescriptor descriptor, CurrentKey<TKey> currentKey) =>
        OpenSortedMap<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec>(descriptor, currentKey);

    public override SortedMapTable<TMapKey, TValue> OpenSortedMap<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec>(
        StateDescriptor descriptor, CurrentKey<TKey> currentKey)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        var family = AddFamily(MapKind, descriptor);
        var table = new RocksDbMapTable<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec>(family, descriptor, currentKey, this);
        _liveness.Add(family, () => !table.IsEmpty());
        return table;
    }

    public override ListTable<T> OpenList<TKey, TKeyCodec, T, TCodec>(StateDescriptor descriptor, CurrentKey<TKey> currentKey)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        var family = AddFamily(ListKind, descriptor);
        var table = new RocksDbListTable<TKey, TKeyCodec, T, TCodec>(family, descriptor, currentKey, this);
        _liveness.Add(family, () => !table.IsEmpty());
        return table;
    }

    public override TimerTable<TKey> OpenTimers<TKey, TKeyCodec>()
    {
        _timerFamily = AddFamily(TimersName, RocksDbTimerTable<TKey, TKeyCodec>.KeyGroupOffset);
        var table = new RocksDbTimerTable<TKey, TKeyCodec>(_timerFamily, Options);
        Observe(table);
        return table;
    }

    public override KeyCursor<TKey> OpenKeys<TKey, TKeyCodec>()
    {
        WriteBack();
        var rows = _rows as IExpiringRows<TKey>;
        TableFamily[] families = [.. _families.Where(family => family != _timerFamily)];
        TableFamily[] expiring = [.. families.Where(family => _expiries.ContainsKey(family.Name))];
        Func<bool>[] collections = [.. expiring.Select(_liveness.GetValueOrDefault).OfType<Func<bool>>()];
        return new RocksDbKeyCursor<TKey, TKeyCodec>(
            families, expiring, (key, hash) => rows?.IsLive(in key, hash) == true || Array.Exists(collections, static hasLive => hasLive()));
    }

    public override async Task StartAsync(IReadOnlyList<RestoredState> restored, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(restored);
        if (restored is [var only] && only.KeyGroups == Options.KeyGroups)
            await ContinueAsync(only, cancellationToken).ConfigureAwait(false);
        else
            await MergeAsync(restored, cancellationToken).ConfigureAwait(false);
        ListCounter = restored.Select(state => state.ListCounter).DefaultIfEmpty(0).Max();
    }

    public override StateSnapshot BeginSnapshot()
    {
        WriteBack();
        var checkpoint = directory.NewPath("snapshot");
        Database.WriteCheckpoint(checkpoint);
        return new RocksDbSnapshot(checkpoint, ListCounter);
    }

    public override bool CanExpire => _sweeps.Count > 0;

    public override void CompleteBatch()
    {
        Database.WritePending();
        if (CanExpire)
            Clock.Advance();
        foreach (var sweep in _sweeps)
            sweep.SweepForWrites();
    }

    public override bool RemoveExpired()
    {
        Database.WritePending();
        Clock.Advance();
        var isBehind = false;
        foreach (var sweep in _sweeps)
            isBehind |= sweep.SweepIdle();
        return isBehind;
    }

    public override long CountEntries()
    {
        WriteBack();
        return _families.Where(family => family != _timerFamily).Sum(family => family.CountStored());
    }

    public override StateStatistics ReadStatistics() => _database is null
        ? default
        : new()
        {
            Entries = _families.Where(family => family != _timerFamily).Sum(family => family.EstimateEntries()),
            SizeBytes = _families.Sum(family => family.ReadSize()),
            Timers = _timerFamily?.EstimateEntries(),
            CacheHits = _rows?.CacheHits,
            CacheMisses = _rows?.CacheMisses,
            WriteStalls = _stalls.Count,
        };

    protected override void Commit()
    {
        Database.CommitRecord();
        _timers?.RecordCommitted();
    }

    protected override void Rollback()
    {
        Database.RollbackRecord();
        _timers?.RecordRolledBack();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            try
            {
                _sweeps.ForEach(sweep => sweep.Dispose());
                _database?.Dispose();
                _database = null;
            }
            finally
            {
                directory.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private void Attach(IWriteBackTable rows) => _rows = rows;

    private void Observe(IRecordObserver timers) => _timers = timers;

    private TableFamily AddFamily(string kind, StateDescriptor descriptor) =>
        AddFamily(Options.Migrations.StorageNameOf(kind, NameSeparator, descriptor.Name), expiry: EntryExpiry.Of(descriptor, Options, Clock));

    private TableFamily AddFamily(string name, int keyGroupOffset = 0, StoredExpiry? expiry = null)
    {
        if (_database is not null)
            throw new InvalidOperationException($"Table '{name}' of operator '{Options.OperatorId}' must be opened before the store is started.");
        if (_families.Exists(existing => existing.Name == name))
            throw new InvalidOperationException($"Table '{name}' of operator '{Options.OperatorId}' was already opened. Open each table only once.");
        var family = new TableFamily(name, keyGroupOffset);
        _families.Add(family);
        if (expiry is not null)
        {
            _expiries.Add(name, expiry);
            _sweeps.Add(new(family, expiry, tuning.WriteBufferBytes));
        }

        return family;
    }

    private void WriteBack()
    {
        Database.WritePending();
        _rows?.WriteBack();
    }

    /// <summary>Restores a snapshot of exactly the owned key groups: the files of the snapshot become the working database.</summary>
    private async Task ContinueAsync(RestoredState restored, CancellationToken cancellationToken)
    {
        var path = directory.NewPath("database");
        await SnapshotCopy.CopyToAsync(path, restored.Files, cancellationToken).ConfigureAwait(false);
        Start(SnapshotOpening.Open(restored, () => Open(path)));
    }

    /// <summary>Restores snapshots of other key groups: the entries of the owned key groups are copied from the database of each snapshot.</summary>
    private async Task MergeAsync(IReadOnlyList<RestoredState> restored, CancellationToken cancellationToken)
    {
        Start(Open(directory.NewPath("database")));
        foreach (var state in restored)
        {
            var path = directory.NewPath("restored");
            await SnapshotCopy.CopyToAsync(path, state.Files, cancellationToken).ConfigureAwait(false);
            CopyFrom(path, state, cancellationToken);
        }
    }

    private void CopyFrom(string path, RestoredState state, CancellationToken cancellationToken)
    {
        using var source = SnapshotOpening.Open(state, () => StateDatabase.Open(path, tuning, FamilyNames, markUncommitted: static () => { }));
        using var copy = new KeyGroupCopy(source, Database, Options.KeyGroups);
        foreach (var family in _families)
            copy.Copy(family, cancellationToken);
    }

    private StateDatabase Open(string path) => StateDatabase.Open(path, tuning, FamilyNames, MarkUncommitted, _stalls, _expiries);

    private void Start(StateDatabase database)
    {
        _database = database;
        foreach (var family in _families)
            family.Attach(_database);
    }
}
