using StateGen.TestKit.Backends;

namespace StateGen.Evolution.Tests;

public sealed class EvolutionOnRocksDbTests() : EvolutionTests(new RocksDbUnderTest());

public sealed class HostMergeOnRocksDbTests() : HostMergeTests(new RocksDbUnderTest());

public sealed class PipelineEvolutionOnRocksDbTests() : PipelineEvolutionTests(new RocksDbUnderTest(), new MemoryUnderTest());

public sealed class StateChangeOnRocksDbTests() : StateChangeTests(new RocksDbUnderTest());

public sealed class BroadcastChangeOnRocksDbTests() : BroadcastChangeTests(new RocksDbUnderTest());

public sealed class OperatorStateChangeOnRocksDbTests() : OperatorStateChangeTests(new RocksDbUnderTest());

public sealed class TimeToLiveChangeOnRocksDbTests() : TimeToLiveChangeTests(new RocksDbUnderTest());

public sealed class UnsetValueOnRocksDbTests() : UnsetValueTests(new RocksDbUnderTest());

public sealed class UpgradeOnRocksDbTests() : UpgradeTests(new RocksDbUnderTest());
