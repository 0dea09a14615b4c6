using StateGen.RocksDb.Native;

namespace StateGen.RocksDb.Storage;

/// <summary>
/// The column family of one table. It is created with only a name when the table is opened, and is attached to the database when the store starts.
/// </summary>
/// <param name="name">The name of the column family, part of the storage format.</param>
/// <param name="keyGroupOffset">The offset of the two bytes of the key group in a stored key.</param>
internal sealed class TableFamily(string name, int keyGroupOffset)
{
    private ColumnFamily? _family;
    private StateDatabase? _database;
    private long _writes;

    public string Name => name;

    public int KeyGroupOffset => keyGroupOffset;

    public bool IsOrderedByKeyGroup => keyGroupOffset == 0;

    /// <summary>Gets the column family, for a batch.</summary>
    public ColumnFamily Native => Family;

    private ColumnFamily Family => _family ?? throw NotStarted();

    private StateDatabase Database => _database ?? throw NotStarted();

    public void Attach(StateDatabase database)
    {
        _family = database.Family(name);
        _database = database;
    }

    /// <inheritdoc cref="StateDatabase.Get"/>
    public NativeValue Get(ReadOnlySpan<byte> key, Span<byte> buffer) => Database.Get(Family, key, buffer);

    /// <inheritdoc cref="StateDatabase.GetStored"/>
    public NativeValue GetStored(ReadOnlySpan<byte> key, Span<byte> buffer) => Database.GetStored(Family, key, buffer);

    /// <inheritdoc cref="StateDatabase.Put"/>
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        _writes++;
        Database.Put(Family, key, value);
    }

    /// <inheritdoc cref="StateDatabase.Delete"/>
    public void Delete(ReadOnlySpan<byte> key) => Database.Delete(Family, key);

    /// <inheritdoc cref="StateDatabase.PutStored"/>
    public void PutStored(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        _writes++;
        Database.PutStored(Family, key, value);
    }

    /// <inheritdoc cref="StateDatabase.Rollbacks"/>
    public long Rollbacks => Database.Rollbacks;

    /// <summary>Takes the number of entries that were written since the last call.</summary>
    public long TakeWrites()
    {
        var writes = _writes;
        _writes = 0;
        return writes;
    }

    /// <inheritdoc cref="StateDatabase.WriteStored"/>
    public void WriteStored(WriteBatch batch) => Database.WriteStored(batch);

    /// <inheritdoc cref="StateDatabase.ScanStored"/>
    public EntryIterator ScanStored() => Database.ScanStored(Family);

    /// <inheritdoc cref="StateDatabase.DeleteStored"/>
    public void DeleteStored(ReadOnlySpan<byte> key) => Database.DeleteStored(Family, key);

    /// <summary>Opens a cursor over the entries whose key begins with <paramref name="prefix"/>, including the pending writes.</summary>
    public PrefixCursor OpenCursor(ReadOnlySpan<byte> prefix) => OpenCursor(prefix, prefix);

    /// <summary>
    /// Opens a cursor over the entries whose key begins with <paramref name="prefix"/>, including the pending writes, starting at the first key that is not
    /// below <paramref name="from"/>.
    /// </summary>
    public PrefixCursor OpenCursor(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> from) =>
        new(Database, Family, prefix.Length, from.ToArray(), PrefixCursor.EndOf(prefix), isDescending: false);

    /// <summary>Opens a cursor over the entries of a range of keys with a common prefix, including the pending writes.</summary>
    /// <param name="prefixLength">The length of the prefix.</param>
    /// <param name="from">The lowest key of the range, which begins with the prefix.</param>
    /// <param name="to">The lowest key above the range; empty if there is none.</param>
    /// <param name="isDescending">true to enumerate from the highest key to the lowest; otherwise, false.</param>
    public PrefixCursor OpenCursor(int prefixLength, byte[] from, byte[] to, bool isDescending) =>
        new(Database, Family, prefixLength, from, to, isDescending);

    /// <inheritdoc cref="StateDatabase.EstimateEntries"/>
    public long EstimateEntries() => Database.EstimateEntries(Family);

    /// <inheritdoc cref="StateDatabase.ReadSize"/>
    public long ReadSize() => Database.ReadSize(Family);

    /// <summary>Counts the entries in the database, O(n). Pending writes are not counted.</summary>
    public long CountStored()
    {
        using var iterator = Database.ScanStored(Family);
        var count = 0L;
        for (var found = iterator.SeekToFirst(); found; found = iterator.MoveNext())
            count++;
        return count;
    }

    private InvalidOperationException NotStarted() => new($"The store of table '{name}' is not started. Call StartAsync first.");
}
