using System.Runtime.CompilerServices;

namespace StateGen.RocksDb;

/// <summary>
/// The options of the RocksDB backend, which limit its use of memory. Immutable. Every property throws <see cref="ArgumentOutOfRangeException"/> if it is set
/// too low.
/// </summary>
public sealed record RocksDbOptions
{
    private const int SmallestRowCache = 8;

    /// <summary>
    /// Gets the number of decoded rows that each operator subtask keeps in memory, at least 8; rounded up to a power of two. Access to a cached row needs
    /// no serialization and no call into RocksDB. A changed row is written when it leaves the cache or at a checkpoint.
    /// </summary>
    public int RowCacheEntries { get; init => field = (int)AtLeast(SmallestRowCache, value); } = 65_536;

    /// <summary>Gets the size in bytes of the cache of table blocks, which all stores of the backend share; positive.</summary>
    public long BlockCacheBytes { get; init => field = AtLeast(1, value); } = 128L << 20;

    /// <summary>Gets the total size in bytes of the write buffers of each operator subtask, over all its states; positive.</summary>
    public long WriteBufferBytes { get; init => field = AtLeast(1, value); } = 64L << 20;

    private static long AtLeast(long least, long value, [CallerMemberName] string option = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, option);
        return value;
    }
}
