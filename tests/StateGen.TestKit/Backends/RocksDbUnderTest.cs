using System.Globalization;
using StateGen.Backends;
using StateGen.RocksDb;

namespace StateGen.TestKit.Backends;

/// <summary>RocksDB with so small a cache of rows that most tests evict from it, in a directory that goes with the test, in memory if there is room.</summary>
public sealed class RocksDbUnderTest : BackendUnderTest
{
    // The file system in memory that most Linux systems have.
    private const string MemoryDirectory = "/dev/shm";
    private const long LeastMemory = 2L << 30;

    private static readonly RocksDbOptions SmallCache = new() { RowCacheEntries = 8, BlockCacheBytes = 4 << 20, WriteBufferBytes = 4 << 20 };

    private readonly string _directory = CreateDirectory();
    private int _created;

    public override IStateBackend Create() =>
        RocksDbBackend.At(Path.Combine(_directory, (_created++).ToString(CultureInfo.InvariantCulture)), SmallCache);

    // RocksDB flushes files to the disk, for which these tests need not wait.
    private static string CreateDirectory() => Directory.Exists(MemoryDirectory) && new DriveInfo(MemoryDirectory).AvailableFreeSpace > LeastMemory
        ? Directory.CreateDirectory(Path.Combine(MemoryDirectory, $"stategen-conformance-{Guid.NewGuid():N}")).FullName
        : Directory.CreateTempSubdirectory("stategen-conformance-").FullName;

    protected override void Dispose(bool disposing)
    {
        Directory.Delete(_directory, recursive: true);
        base.Dispose(disposing);
    }
}
