using System.Runtime.CompilerServices;

namespace StateGen.RocksDb;

/// <summary>How much memory the RocksDB backend may use. Immutable. Every property throws <see cref="ArgumentOutOfRangeException"/> when it is set too low.</summary>
public sealed record RocksDbOptions
{
    private const int SmallestRowCache = 8;

    /// <summary>
    /// The number of decoded rows that each operator subtask keeps in memory, at least 8; rounded up to a power of two. A row found there costs
    /// neither serialisation nor a call into RocksDB; a changed row is written when it leaves the cache or at a checkpoint.
    /// </summary>
    public int RowCacheEntries { get; init => field = (int)AtLeast(SmallestRowCache, value); } = 65_536;

    /// <summary>The bytes of the cache of table blocks, which all stores of the backend share; positive.</summary>
    public long BlockCacheBytes { get; init => field = AtLeast(1, value); } = 128L << 20;

    /// <summary>The bytes of the write buffers of each operator subtask, over all its states; positive.</summary>
    public long WriteBufferBytes { get; init => field = AtLeast(1, value); } = 64L << 20;

    private static long AtLeast(long least, long value, [CallerMemberName] string option = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, option);
        return value;
    }
}
