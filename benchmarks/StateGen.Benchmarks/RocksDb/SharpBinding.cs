using RocksDbSharp;
using Database = RocksDbSharp.RocksDb;

namespace StateGen.Benchmarks.RocksDb;

/// <summary>RocksDbSharp, the managed half of the RocksDB package, by those of its calls that allocate least.</summary>
internal sealed class SharpBinding : IBinding, ISpanDeserializer<int>
{
    private readonly Database _database;
    private readonly ColumnFamilyHandle _family;
    private readonly WriteOptions _writing = new WriteOptions().DisableWal(1);
    private readonly WriteBatchWithIndex _batch = new();

    public SharpBinding(string directory)
    {
        var tables = new BlockBasedTableOptions()
            .SetBlockCache(Cache.CreateLru(DatabaseShape.CacheBytes)).SetCacheIndexAndFilterBlocks(true)
            .SetFilterPolicy(BloomFilterPolicy.Create((int)DatabaseShape.FilterBitsPerKey, false));
        var familyOptions = new ColumnFamilyOptions().SetWriteBufferSize(DatabaseShape.WriteBufferBytes).SetBlockBasedTableFactory(tables);
        _database = Database.Open(
            new DbOptions().SetCreateIfMissing(true).SetCreateMissingColumnFamilies(true), directory, new ColumnFamilies { { DatabaseShape.Family, familyOptions } });
        _family = _database.GetColumnFamily(DatabaseShape.Family);
    }

    public string Name => "RocksDbSharp";

    public int Get(ReadOnlySpan<byte> key) => _database.Get(key, this, _family);

    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => _database.Put(key, value, _family, _writing);

    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => _batch.Put(key, value, _family);

    public void WriteBatch()
    {
        _database.Write(_batch, _writing);
        _batch.Clear();
    }

    public long Scan()
    {
        using var entries = _database.NewIterator(_family);
        var bytes = 0L;
        for (entries.SeekToFirst(); entries.Valid(); entries.Next())
            bytes += entries.GetKeySpan().Length + entries.GetValueSpan().Length;
        return bytes;
    }

    public int Deserialize(ReadOnlySpan<byte> buffer) => buffer.Length;

    public void Dispose()
    {
        _batch.Dispose();
        _database.Dispose();
    }
}
