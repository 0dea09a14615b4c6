namespace StateGen.Benchmarks.RocksDb;

/// <summary>What the databases of all bindings have in common: the options that the backend uses.</summary>
internal static class DatabaseShape
{
    public const string Family = "rows";
    public const double FilterBitsPerKey = 10;
    public const int CacheBytes = 128 << 20;
    public const int WriteBufferBytes = 64 << 20;
}
