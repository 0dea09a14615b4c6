using FlightDelays.CommandLine;
using StateGen;
using StateGen.Backends;
using StateGen.RocksDb;

namespace FlightDelays.Jobs;

/// <summary>Creates the backends that the command line offers.</summary>
internal static class Backends
{
    private const string Memory = "memory";
    private const string RocksDb = "rocksdb";

    public static IReadOnlyList<string> Names { get; } = [Memory, RocksDb];

    public static IStateBackend Create(DelaysOptions options) =>
        options.Backend == RocksDb ? RocksDbBackend.At(Path.Combine(options.State, RocksDb)) : MemoryBackend.Default;
}
