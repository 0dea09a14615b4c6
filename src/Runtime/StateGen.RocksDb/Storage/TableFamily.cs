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
    public PrefixCursor OpenCursor(ReadOnlySpan<byte> prefix) => new(Database, Family, prefix, prefix);

    /// <summary>
    /// Opens a cursor over the entries whose key begins with <paramref name="prefix"/>, including the pending writes, starting at the first key that is not
    /// below <paramref name="from"/>.
    /// </summary>
    public PrefixCursor OpenCursor(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> from) => new(Database, Family, prefix, from);

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

/// <summary>
/// Enumerates the entries whose key begins with a prefix, in key order, including the pending writes. During the enumeration, the current entry, earlier
/// entries and entries with other prefixes may be changed.
/// </summary>
internal sealed class PrefixCursor : IDisposable
{
    private readonly StateDatabase _database;
    private readonly EntryIterator _iterator;
    private readonly int _prefixLength;
    private readonly bool _seesPending;
    private byte[] _key;
    private int _keyLength;
    private long _version;
    private bool _started;
    private bool _ended;

    public PrefixCursor(StateDatabase database, ColumnFamily family, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> from)
    {
        _database = database;
        _seesPending = database.HasPending;
        _version = database.Version;
        _prefixLength = prefix.Length;
        _key = from.ToArray();
        _keyLength = from.Length;
        _iterator = database.Iterate(family, EndOf(prefix));
    }

    /// <summary>Gets the key of the current entry. It is valid until the next move, even if entries are written in between.</summary>
    public ReadOnlySpan<byte> Key => _key.AsSpan(0, _keyLength);

    /// <summary>Gets the part of <see cref="Key"/> after the prefix.</summary>
    public ReadOnlySpan<byte> Suffix => Key[_prefixLength..];

    /// <summary>Gets the value of the current entry, in native memory. It is valid until the next move or write.</summary>
    public ReadOnlySpan<byte> Value => _iterator.Value;

    public bool MoveNext()
    {
        if (_ended)
            return false;
        var prefix = Key[.._prefixLength];
        var found = Advance() && _iterator.Key.StartsWith(prefix);
        if (found)
            KeepKey();
        _started = true;
        _ended = !found;
        return found;
    }

    public void Dispose() => _iterator.Dispose();

    private bool Advance()
    {
        if (!_started)
            return _iterator.Seek(Key);
        if (!_seesPending || _version == _database.Version)
            return _iterator.MoveNext();
        // A change of the batch makes a merged iterator invalid until the next seek.
        _version = _database.Version;
        var found = _iterator.Seek(Key);
        return found && _iterator.Key.SequenceEqual(Key) ? _iterator.MoveNext() : found;
    }

    private void KeepKey()
    {
        var key = _iterator.Key;
        if (_key.Length < key.Length)
            _key = GC.AllocateUninitializedArray<byte>(Math.Max(key.Length, _key.Length * 2));
        key.CopyTo(_key);
        _keyLength = key.Length;
    }

    /// <summary>Gets the first key above every key with the prefix; empty if there is none.</summary>
    public static byte[] EndOf(ReadOnlySpan<byte> prefix)
    {
        var length = prefix.TrimEnd(byte.MaxValue).Length;
        var end = prefix[..length].ToArray();
        if (length > 0)
            end[length - 1]++;
        return end;
    }
}
