using StateGen.TestKit.Backends;

namespace StateGen.Evolution.Tests;

public sealed class EvolutionOnMemoryTests() : EvolutionTests(new MemoryUnderTest());

public sealed class HostMergeOnMemoryTests() : HostMergeTests(new MemoryUnderTest());

public sealed class PipelineEvolutionOnMemoryTests() : PipelineEvolutionTests(new MemoryUnderTest(), new RocksDbUnderTest());

public sealed class StateChangeOnMemoryTests() : StateChangeTests(new MemoryUnderTest());

public sealed class BroadcastChangeOnMemoryTests() : BroadcastChangeTests(new MemoryUnderTest());

public sealed class OperatorStateChangeOnMemoryTests() : OperatorStateChangeTests(new MemoryUnderTest());

public sealed class TimeToLiveChangeOnMemoryTests() : TimeToLiveChangeTests(new MemoryUnderTest());

public sealed class UnsetValueOnMemoryTests() : UnsetValueTests(new MemoryUnderTest());

public sealed class UpgradeOnMemoryTests() : UpgradeTests(new MemoryUnderTest());
