using StateGen.Keys;
using StateGen.RocksDb.Storage;

namespace StateGen.RocksDb.Tables;

/// <summary>
/// Remembers for some keys where their list begins. Before its first element, a list may have the marks of many deleted ones, which a cursor would visit one
/// by one until a compaction removes them. A key that is not known costs that time once. Not thread-safe.
/// </summary>
internal sealed class FirstElements<TKey, TKeyCodec>(TableFamily family)
    where TKey : notnull
    where TKeyCodec : struct, IKeyCodec<TKey>
{
    /// <summary>The number of keys that are known, a power of 2. The latest one of those that share a place.</summary>
    public const int Capacity = 4096;

    private TKey[] _keys = [];
    private long[] _firsts = [];
    private long _rollbacks;

    /// <summary>Finds a counter below which the list of a key has no element; 0 if none is known.</summary>
    public long Find(in TKey key, ulong hash)
    {
        if (_rollbacks != family.Rollbacks)
            Forget();
        var index = IndexOf(hash);
        return _firsts.Length > 0 && _firsts[index] > 0 && TKeyCodec.Equals(in _keys[index], in key) ? _firsts[index] : 0;
    }

    /// <summary>Remembers that the list of a key has no element below a counter.</summary>
    public void Set(in TKey key, ulong hash, long first)
    {
        if (_rollbacks != family.Rollbacks)
            Forget();
        if (_firsts.Length == 0)
            (_keys, _firsts) = (new TKey[Capacity], new long[Capacity]);
        var index = IndexOf(hash);
        (_keys[index], _firsts[index]) = (key, first);
    }

    // A record that was rolled back may have deleted elements that are back now. Records rarely fail.
    private void Forget()
    {
        _rollbacks = family.Rollbacks;
        Array.Clear(_firsts);
    }

    // Lower bits of a hash determine the key group.
    private static int IndexOf(ulong hash) => (int)(hash >> 32) & (Capacity - 1);
}
