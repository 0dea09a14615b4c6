using StateGen.RocksDb.Native;

namespace StateGen.RocksDb.Storage;

/// <summary>
/// The column family of one table. It exists by name from the opening of the table and is attached to the database when the store starts.
/// </summary>
/// <param name="name">The name of the column family, part of the storage format.</param>
/// <param name="keyGroupOffset">Where in a stored key the two bytes of the key group are.</param>
internal sealed class TableFamily(string name, int keyGroupOffset)
{
    private ColumnFamily? _family;
    private StateDatabase? _database;

    public string Name => name;

    public int KeyGroupOffset => keyGroupOffset;

    public bool IsOrderedByKeyGroup => keyGroupOffset == 0;

    private ColumnFamily Family => _family ?? throw NotStarted();

    private StateDatabase Database => _database ?? throw NotStarted();

    public void Attach(StateDatabase database)
    {
        _family = database.Family(name);
        _database = database;
    }

    /// <inheritdoc cref="StateDatabase.Get"/>
    public NativeValue Get(ReadOnlySpan<byte> key) => Database.Get(Family, key);

    /// <inheritdoc cref="StateDatabase.GetStored"/>
    public NativeValue GetStored(ReadOnlySpan<byte> key) => Database.GetStored(Family, key);

    /// <inheritdoc cref="StateDatabase.Put"/>
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Database.Put(Family, key, value);

    /// <inheritdoc cref="StateDatabase.Delete"/>
    public void Delete(ReadOnlySpan<byte> key) => Database.Delete(Family, key);

    /// <inheritdoc cref="StateDatabase.PutStored"/>
    public void PutStored(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Database.PutStored(Family, key, value);

    /// <inheritdoc cref="StateDatabase.DeleteStored"/>
    public void DeleteStored(ReadOnlySpan<byte> key) => Database.DeleteStored(Family, key);

    /// <summary>Walks, through the pending writes, the entries whose key begins with <paramref name="prefix"/>.</summary>
    public PrefixCursor OpenCursor(ReadOnlySpan<byte> prefix) => new(Database, Family, prefix, prefix);

    /// <summary>The same, beginning at the first key that is not below <paramref name="from"/>.</summary>
    public PrefixCursor OpenCursor(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> from) => new(Database, Family, prefix, from);

    /// <summary>Counts the entries in the database, O(n); the pending writes must have entered it.</summary>
    public long CountStored()
    {
        using var iterator = Database.ScanStored(Family);
        var count = 0L;
        for (var found = iterator.SeekToFirst(); found; found = iterator.MoveNext())
            count++;
        return count;
    }

    private InvalidOperationException NotStarted() => new($"The store of table '{name}' is not started.");
}
