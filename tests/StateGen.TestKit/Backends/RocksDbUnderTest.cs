using System.Globalization;
using StateGen.Backends;
using StateGen.RocksDb;

namespace StateGen.TestKit.Backends;

/// <summary>RocksDB with so small a cache of rows that most tests evict from it, in a directory that goes with the test, in memory if there is room.</summary>
public sealed class RocksDbUnderTest : BackendUnderTest
{
    private static readonly RocksDbOptions SmallCache = new() { RowCacheEntries = 8, BlockCacheBytes = 4 << 20, WriteBufferBytes = 4 << 20 };

    private static readonly RocksDbOptions LargeCache = SmallCache with { RowCacheEntries = 4096 };

    private readonly string _directory = Directory.CreateTempSubdirectory("stategen-conformance-").FullName;
    private int _created;

    public override IStateBackend Create() => Create(SmallCache);

    public override IStateBackend CreateOther() => Create(LargeCache);

    private RocksDbBackend Create(RocksDbOptions options) =>
        RocksDbBackend.At(Path.Combine(_directory, (_created++).ToString(CultureInfo.InvariantCulture)), options);

    protected override void Dispose(bool disposing)
    {
        Directory.Delete(_directory, recursive: true);
        base.Dispose(disposing);
    }
}
