namespace FlightDelays.Tests;

public sealed class RocksDbCrashTests() : SampleCrashTests("rocksdb");
