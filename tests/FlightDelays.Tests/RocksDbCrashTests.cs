namespace FlightDelays.Tests;

public sealed class RocksDbCrashTests() : CrashTests("rocksdb");
