using System.Runtime.CompilerServices;
using StateGen.RocksDb.Native;

namespace StateGen.Benchmarks.RocksDb;

/// <summary>The binding of the RocksDB backend.</summary>
internal sealed class OwnBinding : IBinding
{
    private const int BufferLength = 512;

    private readonly BlockCache _cache = new(DatabaseShape.CacheBytes);
    private readonly Database _database;
    private readonly ColumnFamily _family;
    private readonly ReadOptions _scanning = new();
    private readonly IndexedWriteBatch _batch = new();

    public OwnBinding(string directory)
    {
        using var tables = new BlockTableOptions().CacheBlocksIn(_cache).FilterKeys(DatabaseShape.FilterBitsPerKey);
        using var options = new DatabaseOptions().CreateMissing().WriteBufferBytes(DatabaseShape.WriteBufferBytes).Tables(tables);
        _database = Database.Open(options, directory, DatabaseShape.Family);
        _family = _database.FindFamily(DatabaseShape.Family)!;
    }

    public string Name => "StateGen.RocksDb";

    [SkipLocalsInit]
    public int Get(ReadOnlySpan<byte> key)
    {
        using var value = _database.Get(_family, key, stackalloc byte[BufferLength]);
        return value.Bytes.Length;
    }

    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => _database.Put(_family, key, value);

    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => _batch.Put(_family, key, value);

    public void WriteBatch()
    {
        _database.Write(_batch);
        _batch.Clear();
    }

    public long Scan()
    {
        using var entries = new EntryIterator(_database, _scanning, _family);
        var bytes = 0L;
        for (var found = entries.SeekToFirst(); found; found = entries.MoveNext())
            bytes += entries.Key.Length + entries.Value.Length;
        return bytes;
    }

    public void Flush()
    {
        using var flushing = new FlushOptions();
        _database.Flush(flushing, _family);
    }

    public void Dispose()
    {
        _batch.Dispose();
        _scanning.Dispose();
        _database.Dispose();
        _cache.Dispose();
    }
}
