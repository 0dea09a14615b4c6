using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using StateGen.Backends;
using StateGen.Keys;
using StateGen.RocksDb.Storage;
using StateGen.Serialization;

namespace StateGen.RocksDb.Tables;

/// <summary>
/// One map state in RocksDB, sorted or not, with one stored entry per map entry, in the order of the encoded map keys. <see cref="TryGet"/> and an enumeration
/// delete expired entries.
/// </summary>
internal sealed class RocksDbMapTable<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec>(
    TableFamily family, StateDescriptor descriptor, CurrentKey<TKey> currentKey, StateStore store)
    : SortedMapTable<TMapKey, TValue>(descriptor, currentKey)
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TMapKey : notnull
    where TMapKeyCodec : struct, IKeyCodec<TMapKey>
    where TValueCodec : struct, ICodec<TValue>
{
    private readonly EntryFormat<TValue, TValueCodec> _format = new(descriptor, store.Options, store.Clock);
    private readonly CurrentKeyEntries<TKey, TKeyCodec> _entries = new(family, currentKey, store.Options.MaxParallelism);
    private readonly MapBounds<TKey, TKeyCodec> _bounds = new(family);

    [SkipLocalsInit]
    public override bool TryGet(TMapKey key, [MaybeNullWhen(false)] out TValue value)
    {
        using var storedKey = EncodeKey(TMapKeyCodec.Normalize(key), stackalloc byte[StoredKey.StackLength], out _);
        return TryRead(storedKey.Written, out value);
    }

    [SkipLocalsInit]
    public override void Put(TMapKey key, TValue value)
    {
        using var storedKey = EncodeKey(TMapKeyCodec.Normalize(key), stackalloc byte[StoredKey.StackLength], out var prefixLength);
        using var entry = _format.Encode(TValueCodec.Normalize(value), stackalloc byte[EntryFormat<TValue, TValueCodec>.StackLength]);
        if (entry.Length > StateLimits.LargestValue)
            throw new StateSizeException(store.Options.OperatorId, Descriptor.Name, currentKey.Value, entry.Length, StateLimits.LargestValue);
        family.Put(storedKey.Written, entry.Written);
        _bounds.Include(in currentKey.Value, currentKey.Hash, storedKey.Written[prefixLength..]);
    }

    [SkipLocalsInit]
    public override bool Remove(TMapKey key)
    {
        using var storedKey = EncodeKey(TMapKeyCodec.Normalize(key), stackalloc byte[StoredKey.StackLength], out _);
        return Remove(storedKey.Written);
    }

    public override void Clear() => RemoveRange(default);

    public override long Count() => Count(default);

    public override bool IsEmpty(in MapKeyRange<TMapKey> range)
    {
        using var entries = Open(in range, isDescending: false);
        while (entries.MoveToStored())
        {
            if (_format.IsLive(entries.Stored))
                return false;
        }

        return true;
    }

    public override MapTableCursor<TMapKey, TValue> OpenCursor(in MapKeyRange<TMapKey> range, bool isDescending) => Open(in range, isDescending);

    public override long Count(in MapKeyRange<TMapKey> range)
    {
        using var entries = Open(in range, isDescending: false);
        var count = 0L;
        while (entries.MoveToStored())
            count += _format.IsLive(entries.Stored) ? 1 : 0;
        return count;
    }

    public override long RemoveRange(in MapKeyRange<TMapKey> range)
    {
        using var entries = Open(in range, isDescending: false);
        var removed = 0L;
        while (entries.MoveToStored())
        {
            removed += _format.IsLive(entries.Stored) ? 1 : 0;
            entries.RemoveCurrent();
        }

        entries.LearnThatNoneRemains();
        return removed;
    }

    [SkipLocalsInit]
    private bool TryRead(ReadOnlySpan<byte> storedKey, [MaybeNullWhen(false)] out TValue value)
    {
        using var stored = family.Get(storedKey, stackalloc byte[EntryFormat<TValue, TValueCodec>.StackLength]);
        value = default;
        if (!stored.Found)
            return false;
        var isReturned = _format.TryRead(stored.Bytes, out value, out var change);
        _format.Apply(change, family, storedKey, in value!);
        return isReturned;
    }

    [SkipLocalsInit]
    private bool Remove(ReadOnlySpan<byte> storedKey)
    {
        using var stored = family.Get(storedKey, stackalloc byte[EntryFormat<TValue, TValueCodec>.StackLength]);
        if (!stored.Found)
            return false;
        family.Delete(storedKey);
        return _format.IsLive(stored.Bytes);
    }

    private RocksDbMapCursor<TKey, TKeyCodec, TMapKey, TMapKeyCodec, TValue, TValueCodec> Open(in MapKeyRange<TMapKey> range, bool isDescending)
    {
        var from = EncodeFrom(in range, out var prefixLength);
        var to = EncodeTo(in range);
        return new(family, _format, _bounds, currentKey, new(prefixLength, from, to, isDescending));
    }

    [SkipLocalsInit]
    private byte[] EncodeFrom(in MapKeyRange<TMapKey> range, out int prefixLength)
    {
        if (range.LowerBound == MapKeyBound.None)
        {
            using var prefix = _entries.EncodePrefix(stackalloc byte[StoredKey.StackLength]);
            prefixLength = prefix.Length;
            return prefix.Written.ToArray();
        }

        return EncodeBound(range.Lower, isAfter: range.LowerBound == MapKeyBound.Exclusive, out prefixLength);
    }

    private byte[] EncodeTo(in MapKeyRange<TMapKey> range) =>
        range.UpperBound == MapKeyBound.None ? [] : EncodeBound(range.Upper, isAfter: range.UpperBound == MapKeyBound.Inclusive, out _);

    // Encoded keys delimit themselves: nothing is between one and its first continuation.
    [SkipLocalsInit]
    private byte[] EncodeBound(TMapKey mapKey, bool isAfter, out int prefixLength)
    {
        using var bound = EncodeKey(TMapKeyCodec.Normalize(mapKey), stackalloc byte[StoredKey.StackLength], out prefixLength);
        if (isAfter)
            bound.WriteByte(0);
        return bound.Written.ToArray();
    }

    private KeyWriter EncodeKey(in TMapKey key, Span<byte> buffer, out int prefixLength)
    {
        var writer = _entries.EncodePrefix(buffer);
        prefixLength = writer.Length;
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
