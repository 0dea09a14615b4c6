using StateGen.RocksDb.Native;
using StateGen.RocksDb.Tables;

namespace StateGen.RocksDb.Storage;

/// <summary>
/// The open database of a store. Writes of collections and timers are collected in an indexed batch, and reads include the batch. A save point before the
/// first write of a record makes the record atomic. The batch is written to the database for groups of records. Rows do not use the batch. Used by one
/// thread at a time.
/// </summary>
internal sealed class StateDatabase : IDisposable
{
    // Writing in groups saves the fixed cost of a write, but a larger batch makes every read that includes it slower.
    private const int GroupSize = 64;

    private readonly Database _database;
    private readonly ReadOptions _scanning = ReadOptions.Scan();
    private readonly IndexedWriteBatch _pending = new();
    private readonly Action _markUncommitted;
    private int _pendingCount;
    private bool _inRecord;

    private StateDatabase(Database database, Action markUncommitted)
    {
        _database = database;
        _markUncommitted = markUncommitted;
    }

    /// <summary>Gets a counter that increases with every change of the pending writes.</summary>
    public long Version { get; private set; }

    /// <summary>Gets the number of records with changes that were rolled back.</summary>
    public long Rollbacks { get; private set; }

    /// <summary>Gets a value indicating whether there are writes that are not in the database yet.</summary>
    public bool HasPending => _pendingCount > 0;

    /// <summary>Opens or creates the database at <paramref name="path"/> with exactly the given column families; others are dropped.</summary>
    /// <param name="path">The path of a directory with the files of a database, or of one that does not exist.</param>
    /// <param name="tuning">The options of the backend.</param>
    /// <param name="families">The names of the column families.</param>
    /// <param name="markUncommitted">A callback that is called before the first change of a record.</param>
    /// <param name="writes">The observer of write stalls; null if nothing is written to the database.</param>
    /// <param name="expiries">The expiry of the entries of families, by name; null if compactions keep everything.</param>
    public static StateDatabase Open(
        string path,
        DatabaseTuning tuning,
        IReadOnlyCollection<string> families,
        Action markUncommitted,
        IWriteConditionObserver? writes = null,
        IReadOnlyDictionary<string, StoredExpiry>? expiries = null)
    {
        using var options = tuning.CreateOptions();
        if (writes is not null)
            options.ObserveWrites(writes);
        var existing = Directory.Exists(path) ? Database.ListFamilies(options, path) : [];
        using var filtered = new FilteredFamilies(tuning, writes, expiries);
        var opened = existing.Union(families, StringComparer.Ordinal).Select(name => new FamilyOptions(name, filtered.OptionsOf(name) ?? options));
        var database = new StateDatabase(Database.Open(options, path, [.. opened], filtered.Filters), markUncommitted);
        database.DropFamilies(existing.Except([.. families, Database.DefaultFamily], StringComparer.Ordinal));
        return database;
    }

    public ColumnFamily Family(string name) =>
        _database.FindFamily(name) ?? throw new InvalidOperationException($"The column family '{name}' is not open.");

    /// <summary>Reads a value, including the pending writes. A small one may be read into <paramref name="buffer"/>.</summary>
    public NativeValue Get(ColumnFamily family, ReadOnlySpan<byte> key, Span<byte> buffer) =>
        HasPending ? _database.Get(_pending, family, key) : GetStored(family, key, buffer);

    /// <summary>Reads a value without the pending writes. A small one is read into <paramref name="buffer"/>.</summary>
    public NativeValue GetStored(ColumnFamily family, ReadOnlySpan<byte> key, Span<byte> buffer) => _database.Get(family, key, buffer);

    /// <summary>Writes an entry as part of the record.</summary>
    public void Put(ColumnFamily family, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        BeginChange();
        _pending.Put(family, key, value);
    }

    /// <summary>Deletes an entry as part of the record.</summary>
    public void Delete(ColumnFamily family, ReadOnlySpan<byte> key)
    {
        BeginChange();
        _pending.Delete(family, key);
    }

    /// <summary>Writes an entry immediately, outside of any record.</summary>
    public void PutStored(ColumnFamily family, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        _database.Put(family, key, value);

    /// <summary>Deletes an entry immediately, outside of any record.</summary>
    public void DeleteStored(ColumnFamily family, ReadOnlySpan<byte> key) => _database.Delete(family, key);

    /// <summary>Writes a batch immediately, outside of any record.</summary>
    public void WriteStored(WriteBatch batch) => _database.Write(batch);

    /// <summary>
    /// Creates an iterator over the keys from <paramref name="lowerBound"/> to below <paramref name="upperBound"/>, including the pending writes. An empty
    /// bound does not limit it. The bounds do not apply to pending writes.
    /// </summary>
    public EntryIterator Iterate(ColumnFamily family, ReadOnlySpan<byte> lowerBound, ReadOnlySpan<byte> upperBound)
    {
        using var options = ReadOptions.Between(lowerBound, upperBound);
        return HasPending ? new(_database, _pending, options, family) : new(_database, options, family);
    }

    /// <summary>Creates an iterator over all stored entries, without the pending writes, which does not fill the block cache.</summary>
    public EntryIterator ScanStored(ColumnFamily family) => new(_database, _scanning, family);

    /// <summary>Estimates the number of entries of a column family, O(1). Thread-safe.</summary>
    public long EstimateEntries(ColumnFamily family) => (long)(_database.ReadIntProperty(family, "rocksdb.estimate-num-keys") ?? 0);

    /// <summary>Reads the size in bytes of the live files and the write buffers of a column family. Thread-safe.</summary>
    public long ReadSize(ColumnFamily family) =>
        (long)((_database.ReadIntProperty(family, "rocksdb.live-sst-files-size") ?? 0)
            + (_database.ReadIntProperty(family, "rocksdb.cur-size-all-mem-tables") ?? 0));

    /// <summary>Ends the record and keeps its writes.</summary>
    public void CommitRecord()
    {
        _inRecord = false;
        if (_pendingCount >= GroupSize)
            WritePending();
    }

    /// <summary>Ends the record and drops its writes.</summary>
    public void RollbackRecord()
    {
        if (!_inRecord)
            return;
        _inRecord = false;
        Rollbacks++;
        _pending.RollbackToSavePoint();
        _pendingCount = _pending.Count;
        Version++;
    }

    /// <summary>Writes the pending writes of completed records to the database.</summary>
    /// <exception cref="InvalidOperationException">A record has neither been committed nor rolled back.</exception>
    public void WritePending()
    {
        // Clearing the batch drops the save point, without which the record could not be rolled back.
        if (_inRecord)
            throw new InvalidOperationException("The pending writes contain those of a record that has not ended. Commit it or roll it back first.");
        if (!HasPending)
            return;
        _database.Write(_pending);
        _pending.Clear();
        _pendingCount = 0;
        Version++;
    }

    /// <summary>Writes a consistent copy of the database, including its write buffers, into a new directory.</summary>
    public void WriteCheckpoint(string directory)
    {
        using var checkpoint = new DatabaseCheckpoint(_database);
        checkpoint.WriteTo(directory);
    }

    /// <summary>Closes the database and deletes its directory.</summary>
    public void Dispose()
    {
        // A cursor that user code did not dispose may keep the native database open. Without background work, its files can be deleted nevertheless.
        _database.StopBackgroundWork();
        _database.Dispose();
        _pending.Dispose();
        _scanning.Dispose();
        Directory.Delete(_database.Path, recursive: true);
    }

    private void DropFamilies(IEnumerable<string> families)
    {
        foreach (var family in families)
            _database.DropFamily(family);
    }

    private void BeginChange()
    {
        if (!_inRecord)
        {
            _markUncommitted();
            _pending.SetSavePoint();
            _inRecord = true;
        }

        _pendingCount++;
        Version++;
    }
}

/// <summary>The options of families whose entries expire, while a database is opened. The database then holds the filters.</summary>
internal sealed class FilteredFamilies(
    DatabaseTuning tuning, IWriteConditionObserver? writes, IReadOnlyDictionary<string, StoredExpiry>? expiries) : IDisposable
{
    private const long LeastPeriodSeconds = 60;

    private readonly List<DatabaseOptions> _options = [];
    private readonly List<CompactionFilter> _filters = [];

    public IEnumerable<NativeHandle> Filters => _filters;

    /// <summary>Creates the options of a family; null if its entries do not expire.</summary>
    public DatabaseOptions? OptionsOf(string family)
    {
        if (expiries?.GetValueOrDefault(family) is not { } expiry)
            return null;
        var filter = new CompactionFilter(expiry);
        _filters.Add(filter);
        var options = tuning.CreateOptions().FilterCompactions(filter);
        _options.Add(options);
        if (writes is not null)
            options.ObserveWrites(writes);
        if (expiry.TurnoverMilliseconds is { } turnover)
            options.CompactPeriodically(Math.Max(LeastPeriodSeconds, turnover / 1000));
        return options;
    }

    public void Dispose()
    {
        _options.ForEach(options => options.Dispose());
        _filters.ForEach(filter => filter.Dispose());
    }
}

/// <summary>Converts the backend's options to RocksDB options. All databases of the backend share one block cache. Thread-safe.</summary>
internal sealed class DatabaseTuning(RocksDbOptions options)
{
    // 10 bits per key give about 1 % false positives. This is the size that RocksDB recommends.
    private const double FilterBitsPerKey = 10;

    private readonly Lazy<BlockCache> _blockCache = new(() => new(options.BlockCacheBytes));

    public int RowCacheEntries => options.RowCacheEntries;

    public long WriteBufferBytes => options.WriteBufferBytes;

    /// <summary>Creates the options of one database, which the database copies when it opens.</summary>
    public DatabaseOptions CreateOptions()
    {
        using var tables = new BlockTableOptions().CacheBlocksIn(_blockCache.Value).FilterKeys(FilterBitsPerKey);
        return new DatabaseOptions()
            .CreateMissing()
            .WriteBufferBytes(options.WriteBufferBytes)
            .TotalWriteBufferBytes(options.WriteBufferBytes)
            .Tables(tables);
    }
}
