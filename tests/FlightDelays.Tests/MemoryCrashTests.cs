namespace FlightDelays.Tests;

public sealed class MemoryCrashTests() : CrashTests("memory");
