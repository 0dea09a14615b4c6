namespace FlightDelays.Tests;

public sealed class MemoryCrashTests() : SampleCrashTests("memory");
