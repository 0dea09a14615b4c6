using StateGen.Conformance.Tests.Backends;

namespace StateGen.Evolution.Tests;

public sealed class EvolutionOnMemoryTests() : EvolutionTests(new MemoryUnderTest());

public sealed class StateChangeOnMemoryTests() : StateChangeTests(new MemoryUnderTest());

public sealed class TimeToLiveChangeOnMemoryTests() : TimeToLiveChangeTests(new MemoryUnderTest());

public sealed class UnsetValueOnMemoryTests() : UnsetValueTests(new MemoryUnderTest());

public sealed class UpgradeOnMemoryTests() : UpgradeTests(new MemoryUnderTest());
