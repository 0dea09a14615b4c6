namespace StateGen.RocksDb.Native;

/// <summary>
/// A cursor over the entries of a column family in key order, as they were when the cursor was created. Used by one thread at a time.
/// </summary>
/// <remarks>
/// The spans of an entry are valid until the next move or the disposal. The database and the options are held once, for the life of the iterator, and its calls
/// use the native pointer: a move costs no atomic operation and allocates nothing. After a write to the batch that an iterator is merged with,
/// the iterator must be positioned again with a seek.
/// </remarks>
internal sealed unsafe class EntryIterator : NativeHandle
{
    private readonly string _path;

    /// <summary>Creates an iterator over the entries in the database.</summary>
    public EntryIterator(Database database, ReadOptions options, ColumnFamily family)
        : base(() => NativeMethods.rocksdb_create_iterator_cf(database, options, family), database, options, family) =>
        _path = database.Path;

    /// <summary>
    /// Creates an iterator over the entries in the database merged with those of <paramref name="batch"/>. The upper bound of
    /// <paramref name="options"/> does not apply to entries of the batch.
    /// </summary>
    public EntryIterator(Database database, IndexedWriteBatch batch, ReadOptions options, ColumnFamily family)
        : base(() => CreateMerged(database, batch, options, family), database, batch, options, family) =>
        _path = database.Path;

    /// <summary>Gets a value indicating whether the iterator has a current entry.</summary>
    public bool IsOnEntry { get; private set; }

    public ReadOnlySpan<byte> Key
    {
        get
        {
            ThrowIfNotOnEntry();
            var key = NativeMethods.rocksdb_iter_key(handle, out var length);
            GC.KeepAlive(this);
            return new ReadOnlySpan<byte>((void*)key, checked((int)length));
        }
    }

    public ReadOnlySpan<byte> Value
    {
        get
        {
            ThrowIfNotOnEntry();
            var value = NativeMethods.rocksdb_iter_value(handle, out var length);
            GC.KeepAlive(this);
            return new ReadOnlySpan<byte>((void*)value, checked((int)length));
        }
    }

    public bool SeekToFirst()
    {
        NativeMethods.rocksdb_iter_seek_to_first(Pointer);
        return Arrive();
    }

    public bool SeekToLast()
    {
        NativeMethods.rocksdb_iter_seek_to_last(Pointer);
        return Arrive();
    }

    /// <summary>Moves to the first entry at or after <paramref name="key"/>.</summary>
    public bool Seek(ReadOnlySpan<byte> key)
    {
        NativeMethods.rocksdb_iter_seek(Pointer, key, (nuint)key.Length);
        return Arrive();
    }

    /// <summary>Moves to the last entry at or before <paramref name="key"/>.</summary>
    public bool SeekAtOrBefore(ReadOnlySpan<byte> key)
    {
        NativeMethods.rocksdb_iter_seek_for_prev(Pointer, key, (nuint)key.Length);
        return Arrive();
    }

    public bool MoveNext()
    {
        ThrowIfNotOnEntry();
        NativeMethods.rocksdb_iter_next(handle);
        return Arrive();
    }

    public bool MovePrevious()
    {
        ThrowIfNotOnEntry();
        NativeMethods.rocksdb_iter_prev(handle);
        return Arrive();
    }

    protected override void Destroy(nint native) => NativeMethods.rocksdb_iter_destroy(native);

    private static nint CreateMerged(Database database, IndexedWriteBatch batch, ReadOptions options, ColumnFamily family)
    {
        var stored = NativeMethods.rocksdb_create_iterator_cf(database, options, family);
        return NativeMethods.rocksdb_writebatch_wi_create_iterator_with_base_cf(batch, stored, family);
    }

    // An iterator becomes invalid both at the end and at an error. Only an error has a message.
    private bool Arrive()
    {
        IsOnEntry = NativeMethods.rocksdb_iter_valid(handle) != 0;
        if (IsOnEntry)
            return true;
        nint error = 0;
        NativeMethods.rocksdb_iter_get_error(handle, ref error);
        NativeError.ThrowIfSet(error, "iterate over", _path);
        return false;
    }

    private void ThrowIfNotOnEntry()
    {
        ThrowIfDisposed();
        if (!IsOnEntry)
            throw new InvalidOperationException("The iterator has no current entry. Move it to an entry first.");
    }
}
