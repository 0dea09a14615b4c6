using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using StateGen.Backends;
using StateGen.Keys;
using StateGen.RocksDb.Storage;
using StateGen.Serialization;

namespace StateGen.RocksDb.Tables;

/// <summary>
/// One list state in RocksDB. Each element is an entry, and its key contains the list counter of the subtask, so that an append does not read the list. An
/// enumeration deletes expired elements.
/// </summary>
internal sealed class RocksDbListTable<TKey, TKeyCodec, T, TCodec>(
    TableFamily family, StateDescriptor descriptor, CurrentKey<TKey> currentKey, StateStore store)
    : ListTable<T>(descriptor, currentKey)
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TCodec : struct, ICodec<T>
{
    private readonly EntryFormat<T, TCodec> _format = new(descriptor, store.Options, store.Clock);
    private readonly CurrentKeyEntries<TKey, TKeyCodec> _elements = new(family, currentKey, store.Options.MaxParallelism);
    private readonly FirstElements<TKey, TKeyCodec> _firsts = new(family);

    public override T Normalize(T element) => TCodec.Normalize(element);

    [SkipLocalsInit]
    public override void Append(T element)
    {
        using var entry = _format.Encode(TCodec.Normalize(element), stackalloc byte[EntryFormat<T, TCodec>.StackLength]);
        using var key = _elements.EncodePrefix(stackalloc byte[StoredKey.StackLength]);
        if (entry.Length > StateLimits.LargestValue)
            throw new StateSizeException(store.Options.OperatorId, Descriptor.Name, currentKey.Value, entry.Length, StateLimits.LargestValue);
        key.WriteUInt64((ulong)store.NextListCounter());
        _elements.Family.Put(key.Written, entry.Written);
    }

    public override void Clear()
    {
        using var elements = Open();
        while (elements.MoveNext())
            _elements.Family.Delete(elements.Key);
        _firsts.Set(in currentKey.Value, currentKey.Hash, store.ListCounter + 1);
    }

    public override bool IsEmpty()
    {
        using var elements = Open();
        while (elements.MoveNext())
        {
            if (_format.IsLive(elements.Value))
                return false;
            if (!_format.ReturnsExpired)
                _elements.Family.Delete(elements.Key);
        }

        return true;
    }

    public override IEnumerator<T> Enumerate() => Enumerate(currentKey.Value, currentKey.Hash);

    // The cursor is opened when the enumeration begins: an enumerator that is disposed before would not dispose it.
    private IEnumerator<T> Enumerate(TKey key, ulong hash)
    {
        using (var elements = Open())
        {
            var isFirst = true;
            while (elements.MoveNext())
            {
                var isReturned = _format.TryRead(elements.Value, out var element, out var change);
                isReturned &= _format.ApplyAtCursor(change, _elements.Family, elements.Key, in element!);
                if (!isReturned)
                    continue;
                if (isFirst)
                    _firsts.Set(in key, hash, (long)BinaryPrimitives.ReadUInt64BigEndian(elements.Suffix));
                isFirst = false;
                yield return element!;
            }

            if (isFirst)
                _firsts.Set(in key, hash, store.ListCounter + 1);
        }
    }

    [SkipLocalsInit]
    private PrefixCursor Open()
    {
        using var from = _elements.EncodePrefix(stackalloc byte[StoredKey.StackLength]);
        var prefixLength = from.Written.Length;
        from.WriteUInt64((ulong)_firsts.Find(in currentKey.Value, currentKey.Hash));
        return _elements.Family.OpenCursor(from.Written[..prefixLength], from.Written);
    }
}
