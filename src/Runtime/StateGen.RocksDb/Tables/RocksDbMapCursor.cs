using StateGen.Backends;
using StateGen.Keys;
using StateGen.RocksDb.Storage;
using StateGen.Serialization;

namespace StateGen.RocksDb.Tables;

/// <summary>Walks the live entries of one map in the order of the encoded map keys.</summary>
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
            if (!format.TryRead(entries.Value, out var value))
                continue;
            var reader = new KeyReader(entries.Suffix);
            _current = new(TMapKeyCodec.Read(ref reader), value);
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
