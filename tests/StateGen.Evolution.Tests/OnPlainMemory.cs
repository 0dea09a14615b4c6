using StateGen.TestKit.Backends;

namespace StateGen.Evolution.Tests;

public sealed class EvolutionOnPlainMemoryTests() : EvolutionTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class HostMergeOnPlainMemoryTests() : HostMergeTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PipelineEvolutionOnPlainMemoryTests() : PipelineEvolutionTests(new MemoryUnderTest(hasFastPaths: false), new RocksDbUnderTest());

public sealed class StateChangeOnPlainMemoryTests() : StateChangeTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class BroadcastChangeOnPlainMemoryTests() : BroadcastChangeTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class OperatorStateChangeOnPlainMemoryTests() : OperatorStateChangeTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class TimeToLiveChangeOnPlainMemoryTests() : TimeToLiveChangeTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class UnsetValueOnPlainMemoryTests() : UnsetValueTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class UpgradeOnPlainMemoryTests() : UpgradeTests(new MemoryUnderTest(hasFastPaths: false));
