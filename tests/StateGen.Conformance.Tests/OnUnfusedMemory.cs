using StateGen.Conformance.Tests.Oracle;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests;

public sealed class UnfusedMemoryValueStateTests() : ValueStateTests(new MemoryUnderTest(isFused: false));

public sealed class UnfusedMemoryMapStateTests() : MapStateTests(new MemoryUnderTest(isFused: false));

public sealed class UnfusedMemoryListStateTests() : ListStateTests(new MemoryUnderTest(isFused: false));

public sealed class UnfusedMemoryTimerTests() : TimerTests(new MemoryUnderTest(isFused: false));

public sealed class UnfusedMemoryTimeToLiveTests() : TimeToLiveTests(new MemoryUnderTest(isFused: false));

public sealed class UnfusedMemoryAtomicityTests() : AtomicityTests(new MemoryUnderTest(isFused: false));

public sealed class UnfusedMemorySnapshotTests() : SnapshotTests(new MemoryUnderTest(isFused: false));

public sealed class UnfusedMemoryKeyTests() : KeyTests(new MemoryUnderTest(isFused: false));

public sealed class UnfusedMemoryCopyTests() : CopyTests(new MemoryUnderTest(isFused: false));

public sealed class UnfusedMemoryOracleTests() : OracleTests(new MemoryUnderTest(isFused: false), histories: 300);
