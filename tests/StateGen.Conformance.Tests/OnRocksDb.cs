using StateGen.Conformance.Tests.Oracle;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests;

public sealed class RocksDbValueStateTests() : ValueStateTests(new RocksDbUnderTest());

public sealed class RocksDbMapStateTests() : MapStateTests(new RocksDbUnderTest());

public sealed class RocksDbListStateTests() : ListStateTests(new RocksDbUnderTest());

public sealed class RocksDbTimerTests() : TimerTests(new RocksDbUnderTest());

public sealed class RocksDbTimeToLiveTests() : TimeToLiveTests(new RocksDbUnderTest());

public sealed class RocksDbAtomicityTests() : AtomicityTests(new RocksDbUnderTest());

public sealed class RocksDbSnapshotTests() : SnapshotTests(new RocksDbUnderTest());

public sealed class RocksDbKeyTests() : KeyTests(new RocksDbUnderTest());

public sealed class RocksDbCopyTests() : CopyTests(new RocksDbUnderTest());

public sealed class RocksDbOracleTests() : OracleTests(new RocksDbUnderTest(), histories: 15);
