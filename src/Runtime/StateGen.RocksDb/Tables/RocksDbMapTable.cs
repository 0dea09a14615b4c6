using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using StateGen.Backends;
using StateGen.Keys;
using StateGen.RocksDb.Storage;
using StateGen.Serialization;

namespace StateGen.RocksDb.Tables;

/// <summary>
/// One map state in RocksDB, with one stored entry per map entry, in the order of the encoded map keys. <see cref="TryGet"/> and an enumeration delete expired
/// entries.
/// </summary>
internal sealed class RocksDbMapTable<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec>(
    TableFamily family, StateDescriptor descriptor, CurrentKey<TKey> currentKey, StateStore store)
    : MapTable<TMapKey, TValue>(descriptor, currentKey)
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TMapKey : notnull
    where TMapKeyCodec : struct, IKeyCodec<TMapKey>
    where TValueCodec : struct, ICodec<TValue>
{
    private readonly EntryFormat<TValue, TValueCodec> _format = new(descriptor, store.Options, store.Clock);
    private readonly CurrentKeyEntries<TKey, TKeyCodec> _entries = new(family, currentKey, store.Options.MaxParallelism);

    [SkipLocalsInit]
    public override bool TryGet(TMapKey key, [MaybeNullWhen(false)] out TValue value)
    {
        using var storedKey = EncodeKey(TMapKeyCodec.Normalize(key), stackalloc byte[StoredKey.StackLength]);
        return TryRead(storedKey.Written, out value);
    }

    [SkipLocalsInit]
    public override void Put(TMapKey key, TValue value)
    {
        using var storedKey = EncodeKey(TMapKeyCodec.Normalize(key), stackalloc byte[StoredKey.StackLength]);
        using var entry = _format.Encode(TValueCodec.Normalize(value), stackalloc byte[EntryFormat<TValue, TValueCodec>.StackLength]);
        if (entry.Length > StateLimits.LargestValue)
            throw new StateSizeException(store.Options.OperatorId, Descriptor.Name, currentKey.Value, entry.Length, StateLimits.LargestValue);
        _entries.Family.Put(storedKey.Written, entry.Written);
    }

    [SkipLocalsInit]
    public override bool Remove(TMapKey key)
    {
        using var storedKey = EncodeKey(TMapKeyCodec.Normalize(key), stackalloc byte[StoredKey.StackLength]);
        return Remove(storedKey.Written);
    }

    public override void Clear() => _entries.Clear();

    public override long Count()
    {
        using var cursor = _entries.Open();
        var count = 0L;
        while (cursor.MoveNext())
            count += _format.IsLive(cursor.Value) ? 1 : 0;
        return count;
    }

    public override bool IsEmpty()
    {
        using var cursor = _entries.Open();
        while (cursor.MoveNext())
        {
            if (_format.IsLive(cursor.Value))
                return false;
        }

        return true;
    }

    public override MapTableCursor<TMapKey, TValue> OpenCursor() =>
        new RocksDbMapCursor<TMapKey, TMapKeyCodec, TValue, TValueCodec>(_entries.Family, _entries.Open(), _format);

    [SkipLocalsInit]
    private bool TryRead(ReadOnlySpan<byte> storedKey, [MaybeNullWhen(false)] out TValue value)
    {
        using var stored = _entries.Family.Get(storedKey, stackalloc byte[EntryFormat<TValue, TValueCodec>.StackLength]);
        value = default;
        if (!stored.Found)
            return false;
        var isReturned = _format.TryRead(stored.Bytes, out value, out var change);
        _format.Apply(change, _entries.Family, storedKey, in value!);
        return isReturned;
    }

    [SkipLocalsInit]
    private bool Remove(ReadOnlySpan<byte> storedKey)
    {
        using var stored = _entries.Family.Get(storedKey, stackalloc byte[EntryFormat<TValue, TValueCodec>.StackLength]);
        if (!stored.Found)
            return false;
        _entries.Family.Delete(storedKey);
        return _format.IsLive(stored.Bytes);
    }

    private KeyWriter EncodeKey(in TMapKey key, Span<byte> buffer)
    {
        var writer = _entries.EncodePrefix(buffer);
        try
        {
            TMapKeyCodec.Write(ref writer, in key);
            return writer;
        }
        catch
        {
            // The pooled array of a long key would be lost to the pool.
            writer.Dispose();
            throw;
        }
    }
}

/// <summary>Enumerates the live entries of one map in the order of the encoded map keys.</summary>
internal sealed class RocksDbMapCursor<TMapKey, TMapKeyCodec, TValue, TValueCodec>(
    TableFamily family, PrefixCursor entries, EntryFormat<TValue, TValueCodec> format)
    : MapTableCursor<TMapKey, TValue>
    where TMapKey : notnull
    where TMapKeyCodec : struct, IKeyCodec<TMapKey>
    where TValueCodec : struct, ICodec<TValue>
{
    private KeyValuePair<TMapKey, TValue> _current;

    public override KeyValuePair<TMapKey, TValue> Current => _current;

    public override bool MoveNext()
    {
        while (entries.MoveNext())
        {
            var isReturned = format.TryRead(entries.Value, out var value, out var change);
            format.Apply(change, family, entries.Key, in value!);
            if (!isReturned)
                continue;

            var reader = new KeyReader(entries.Suffix);
            _current = new(TMapKeyCodec.Read(ref reader), value!);
            return true;
        }

        return false;
    }

    public override void RemoveCurrent() => family.Delete(entries.Key);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            entries.Dispose();
        base.Dispose(disposing);
    }
}
