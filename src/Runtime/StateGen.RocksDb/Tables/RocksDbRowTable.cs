using System.Runtime.CompilerServices;
using StateGen.Backends;
using StateGen.Keys;
using StateGen.RocksDb.Storage;
using StateGen.Serialization;

namespace StateGen.RocksDb.Tables;

/// <summary>
/// The rows of an operator in RocksDB with a write-back cache. A cache hit needs no serialization and no native call. A changed row is written when it leaves
/// the cache and before a snapshot. A row of an older schema is migrated when it is loaded; its stored form does not change unless the row is changed. Rows
/// are stored after their record has succeeded, so they need no other part in its atomicity. Allocates nothing per record.
/// </summary>
internal sealed class RocksDbRowTable<TKey, TKeyCodec, TRow, TRowCodec>(TableFamily family, StateStore store, int cacheEntries)
    : RowTable<TKey, TRow>, IWriteBackTable, IExpiringRows<TKey>
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TRow : struct
    where TRowCodec : struct, IRowCodec<TRow>
{
    private const int StackLength = 512;

    private readonly RowCache<TKey, TKeyCodec, TRow> _cache = new(cacheEntries);
    private long _reads;
    private long _misses;

    public long CacheHits => _reads - _misses;

    public long CacheMisses => _misses;

    public override long Count
    {
        get
        {
            WriteBack();
            return family.CountStored();
        }
    }

    public override RowSlot Load(in TKey key, ulong hash, out TRow row)
    {
        _reads++;
        var index = _cache.Find(in key, hash);
        if (index < 0)
            index = Fetch(in key, hash);
        row = _cache.Row(index);
        return new(index, Version: 0);
    }

    public override void Store(RowSlot slot, in TKey key, ulong hash, in TRow row) =>
        TRowCodec.Copy(in row, ref Change(slot, in key, hash, CachedRow.Present | CachedRow.Changed));

    public override void Remove(RowSlot slot, in TKey key, ulong hash) => Change(slot, in key, hash, CachedRow.Changed) = default;

    public bool IsLive(in TKey key, ulong hash)
    {
        Load(in key, hash, out var row);
        return !IsExpired(in row);
    }

    public void WriteBack()
    {
        for (var index = 0; index < _cache.Capacity; index++)
            WriteBack(index);
    }

    /// <summary>Sets the state of a key's entry, and returns its row, which the caller replaces.</summary>
    private ref TRow Change(RowSlot slot, in TKey key, ulong hash, CachedRow state)
    {
        // The slot of this record's load is still valid unless another key was loaded since.
        var index = _cache.Holds(slot.Index, in key, hash) ? slot.Index : _cache.Find(in key, hash);
        if (index >= 0)
        {
            _cache.State(index) = state | CachedRow.Occupied;
        }
        else
        {
            index = Evict(hash);
            _cache.Place(index, in key, hash, default, state);
        }

        return ref _cache.Row(index);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Fetch(in TKey key, ulong hash)
    {
        _misses++;
        var state = Read(in key, hash, out var row) ? CachedRow.Present : CachedRow.Free;
        if (!TRowCodec.ReturnsExpired && state == CachedRow.Present && IsExpired(in row))
            (row, state) = (default, CachedRow.Changed);
        var index = Evict(hash);
        _cache.Place(index, in key, hash, in row, state);
        return index;
    }

    // Empty rows are not stored, so a stored row can be empty only because all of its states have expired.
    private bool IsExpired(in TRow row) => TRowCodec.IsEmpty(in row, store.Clock);

    private int Evict(ulong hash)
    {
        var index = _cache.FindVictim(hash);
        WriteBack(index);
        return index;
    }

    [SkipLocalsInit]
    private bool Read(in TKey key, ulong hash, out TRow row)
    {
        using var storedKey = StoredKey.EncodePrefix<TKey, TKeyCodec>(in key, hash, store.Options.MaxParallelism, stackalloc byte[StoredKey.StackLength]);
        using var stored = family.GetStored(storedKey.Written, stackalloc byte[StackLength]);
        row = stored.Found ? Decode(stored.Bytes) : default;
        return stored.Found;
    }

    private TRow Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        return store.Options.Migrations.ReadRow<TRow, TRowCodec>(ref reader);
    }

    private void WriteBack(int index)
    {
        ref var state = ref _cache.State(index);
        if ((state & CachedRow.Changed) == CachedRow.Free)
            return;
        ref readonly var row = ref _cache.Row(index);
        WriteBack(in _cache.Key(index), _cache.Hash(index), in row, (state & CachedRow.Present) != CachedRow.Free && !IsExpired(in row));
        state &= ~CachedRow.Changed;
    }

    [SkipLocalsInit]
    private void WriteBack(in TKey key, ulong hash, in TRow row, bool present)
    {
        using var storedKey = StoredKey.EncodePrefix<TKey, TKeyCodec>(in key, hash, store.Options.MaxParallelism, stackalloc byte[StoredKey.StackLength]);
        if (!present)
        {
            family.DeleteStored(storedKey.Written);
            return;
        }

        using var entry = Encode(in key, in row, stackalloc byte[StackLength]);
        family.PutStored(storedKey.Written, entry.Written);
    }

    private MessagePackWriter Encode(in TKey key, in TRow row, Span<byte> buffer)
    {
        var writer = new MessagePackWriter(buffer);
        EntryHeader.WriteSchemaNumber(ref writer, store.Options.SchemaNumber);
        try
        {
            TRowCodec.Write(ref writer, in row);
            return writer.Length <= StateLimits.LargestValue ? writer : throw new StateSizeException(writer.Length, StateLimits.LargestValue);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever the codec throws: the row belongs to another record than the one that needs its place. The pooled array of a long row would be lost.
            writer.Dispose();
            throw new StateWriteException(store.Options.OperatorId, key, exception);
        }
    }
}

/// <summary>The rows of keys, independently of the type of the rows.</summary>
internal interface IExpiringRows<TKey>
{
    /// <summary>Determines whether a key has a row that has not expired.</summary>
    bool IsLive(in TKey key, ulong hash);
}

/// <summary>Represents a table that caches changes before it writes them to the database.</summary>
internal interface IWriteBackTable
{
    /// <summary>Gets the number of reads that the cache answered.</summary>
    long CacheHits { get; }

    /// <summary>Gets the number of reads that the cache did not answer.</summary>
    long CacheMisses { get; }

    /// <summary>Writes all cached changes to the database.</summary>
    void WriteBack();
}
