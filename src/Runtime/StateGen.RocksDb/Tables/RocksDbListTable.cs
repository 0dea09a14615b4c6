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
    private readonly EntryFormat<T, TCodec> _format = new(descriptor, store.Options);
    private readonly CurrentKeyEntries<TKey, TKeyCodec> _elements = new(family, currentKey, store.Options.MaxParallelism);

    public override T Normalize(T element) => TCodec.Normalize(element);

    [SkipLocalsInit]
    public override void Append(T element)
    {
        using var entry = _format.Encode(TCodec.Normalize(element), stackalloc byte[EntryFormat<T, TCodec>.StackLength]);
        using var key = _elements.EncodePrefix(stackalloc byte[StoredKey.StackLength]);
        key.WriteUInt64((ulong)store.NextListCounter());
        _elements.Family.Put(key.Written, entry.Written);
    }

    public override void Clear() => _elements.Clear();

    public override bool IsEmpty()
    {
        using var elements = Enumerate();
        return !elements.MoveNext();
    }

    public override IEnumerator<T> Enumerate() => Enumerate(_elements.Open());

    private IEnumerator<T> Enumerate(PrefixCursor elements)
    {
        using (elements)
        {
            while (elements.MoveNext())
            {
                if (_format.TryRead(elements.Value, out var element))
                    yield return element;
                else
                    _elements.Family.Delete(elements.Key);
            }
        }
    }
}
