using StateGen.RocksDb.Native;

namespace StateGen.RocksDb.Storage;

/// <summary>
/// The open database of a store. Writes of collections and timers are held in an indexed batch, which reads see through: a save point before the first write
/// of a record makes the record atomic, and the batch enters the database in groups of records. Rows pass it by. For one thread at a time.
/// </summary>
internal sealed class StateDatabase : IDisposable
{
    // Writing in groups saves the fixed cost of a write; a larger batch makes every read through it dearer.
    private const int GroupSize = 64;

    private readonly Database _database;
    private readonly ReadOptions _reading = new();
    private readonly ReadOptions _scanning = ReadOptions.Scan();
    private readonly WriteOptions _writing = new();
    private readonly IndexedWriteBatch _pending = new();
    private readonly Action _markUncommitted;
    private int _pendingCount;
    private bool _inRecord;

    private StateDatabase(Database database, Action markUncommitted)
    {
        _database = database;
        _markUncommitted = markUncommitted;
    }

    /// <summary>Rises with every change of the pending writes.</summary>
    public long Version { get; private set; }

    /// <summary>Whether there are writes that the database does not have yet.</summary>
    public bool HasPending => _pendingCount > 0;

    /// <summary>Opens or creates the database at <paramref name="path"/> with exactly <paramref name="families"/>; others are dropped.</summary>
    /// <param name="path">A directory with the files of a database, or one that does not exist.</param>
    /// <param name="tuning">The options of the backend.</param>
    /// <param name="families">The names of the column families.</param>
    /// <param name="markUncommitted">Called before the first change of a record.</param>
    public static StateDatabase Open(string path, DatabaseTuning tuning, IReadOnlyCollection<string> families, Action markUncommitted)
    {
        using var options = tuning.CreateOptions();
        var existing = Directory.Exists(path) ? Database.ListFamilies(options, path) : [];
        var database = new StateDatabase(Database.Open(options, path, existing.Union(families, StringComparer.Ordinal)), markUncommitted);
        database.DropFamilies(existing.Except([.. families, Database.DefaultFamily], StringComparer.Ordinal));
        return database;
    }

    public ColumnFamily Family(string name) =>
        _database.FindFamily(name) ?? throw new InvalidOperationException($"The column family '{name}' is not open.");

    /// <summary>Reads through the pending writes.</summary>
    public NativeValue Get(ColumnFamily family, ReadOnlySpan<byte> key) =>
        HasPending ? _pending.Get(_database, _reading, family, key) : GetStored(family, key);

    /// <summary>Reads past the pending writes.</summary>
    public NativeValue GetStored(ColumnFamily family, ReadOnlySpan<byte> key) => _database.Get(_reading, family, key);

    /// <summary>Writes as part of the record.</summary>
    public void Put(ColumnFamily family, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        BeginChange();
        _pending.Put(family, key, value);
    }

    /// <summary>Deletes as part of the record.</summary>
    public void Delete(ColumnFamily family, ReadOnlySpan<byte> key)
    {
        BeginChange();
        _pending.Delete(family, key);
    }

    /// <summary>Writes at once, outside of any record.</summary>
    public void PutStored(ColumnFamily family, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        _database.Put(_writing, family, key, value);

    /// <summary>Deletes at once, outside of any record.</summary>
    public void DeleteStored(ColumnFamily family, ReadOnlySpan<byte> key) => _database.Delete(_writing, family, key);

    /// <summary>Writes a batch at once, outside of any record.</summary>
    public void WriteStored(WriteBatch batch) => _database.Write(_writing, batch);

    /// <summary>Iterates through the pending writes over the keys below <paramref name="upperBound"/>; the bound does not bind the pending ones.</summary>
    public EntryIterator Iterate(ColumnFamily family, ReadOnlySpan<byte> upperBound)
    {
        using var options = upperBound.IsEmpty ? new ReadOptions() : ReadOptions.Below(upperBound);
        return HasPending ? new(_database, _pending, options, family) : new(_database, options, family);
    }

    /// <summary>Iterates past the pending writes and the block cache over everything.</summary>
    public EntryIterator ScanStored(ColumnFamily family) => new(_database, _scanning, family);

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
        _pending.RollbackToSavePoint();
        _pendingCount = _pending.Count;
        Version++;
    }

    /// <summary>Moves the writes of finished records into the database.</summary>
    public void WritePending()
    {
        if (!HasPending)
            return;
        _database.Write(_writing, _pending);
        _pending.Clear();
        _pendingCount = 0;
        Version++;
    }

    /// <summary>Writes a consistent copy of the database, write buffers included, into a new directory.</summary>
    public void WriteCheckpoint(string directory)
    {
        using var checkpoint = new DatabaseCheckpoint(_database);
        checkpoint.WriteTo(directory);
    }

    /// <summary>Closes the database and deletes its directory.</summary>
    public void Dispose()
    {
        // A cursor that user code forgot may keep the database from closing, but not from letting go of its files.
        _database.StopBackgroundWork();
        _database.Dispose();
        _pending.Dispose();
        _reading.Dispose();
        _scanning.Dispose();
        _writing.Dispose();
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

/// <summary>Turns the backend's options into RocksDB's. The block cache is one for all databases of the backend. Thread-safe.</summary>
internal sealed class DatabaseTuning(RocksDbOptions options)
{
    // One wrong answer in a hundred: the size at which RocksDB's own advice stops.
    private const double FilterBitsPerKey = 10;

    private readonly Lazy<BlockCache> _blockCache = new(() => new(options.BlockCacheBytes));

    public int RowCacheEntries => options.RowCacheEntries;

    /// <summary>Creates the options of one database; a database copies them when it opens.</summary>
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
