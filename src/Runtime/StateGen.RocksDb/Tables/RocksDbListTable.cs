using System.Runtime.CompilerServices;
using StateGen.Backends;
using StateGen.Keys;
using StateGen.RocksDb.Storage;
using StateGen.Serialization;

namespace StateGen.RocksDb.Tables;

/// <summary>One list state in RocksDB: one entry per element under the counter of the subtask, so that appending reads nothing.</summary>
internal sealed class RocksDbListTable<TKey, TKeyCodec, T, TCodec>(
    TableFamily family, StateDescriptor descriptor, CurrentKey<TKey> currentKey, StateStore store)
    : ListTable<T>(descriptor, currentKey)
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
    where TCodec : struct, ICodec<T>
{
    private readonly EntryFormat<T, TCodec> _format = new(descriptor, store.Options);

    [SkipLocalsInit]
    public override T Normalize(T element) => TCodec.Normalize(element);

    public override void Append(T element)
    {
        var keyWriter = new KeyWriter(stackalloc byte[StoredKey.StackLength]);
        var valueWriter = new MessagePackWriter(stackalloc byte[EntryFormat<T, TCodec>.StackLength]);
        try
        {
            _format.Write(ref valueWriter, TCodec.Normalize(element));
            WritePrefix(ref keyWriter);
            keyWriter.WriteUInt64((ulong)store.NextListCounter());
            family.Put(keyWriter.Written, valueWriter.Written);
        }
        finally
        {
            valueWriter.Dispose();
            keyWriter.Dispose();
        }
    }

    public override void Clear()
    {
        using var elements = OpenElements();
        while (elements.MoveNext())
            family.Delete(elements.Key);
    }

    public override bool IsEmpty()
    {
        using var elements = Enumerate();
        return !elements.MoveNext();
    }

    public override IEnumerator<T> Enumerate() => Enumerate(OpenElements());

    private IEnumerator<T> Enumerate(PrefixCursor elements)
    {
        using (elements)
        {
            while (elements.MoveNext())
            {
                if (_format.TryRead(elements.Value, out var element))
                    yield return element;
            }
        }
    }

    [SkipLocalsInit]
    private PrefixCursor OpenElements()
    {
        var writer = new KeyWriter(stackalloc byte[StoredKey.StackLength]);
        try
        {
            WritePrefix(ref writer);
            return family.OpenCursor(writer.Written);
        }
        finally
        {
            writer.Dispose();
        }
    }

    private void WritePrefix(ref KeyWriter writer) =>
        StoredKey.WritePrefix<TKey, TKeyCodec>(ref writer, in currentKey.Value, currentKey.Hash, store.Options.MaxParallelism);
}
