using StateGen.Conformance.Tests.Damage;
using StateGen.Conformance.Tests.Hosts;
using StateGen.Conformance.Tests.Keyless;
using StateGen.Conformance.Tests.Oracle;
using StateGen.Conformance.Tests.SortedMaps;
using StateGen.Conformance.Tests.Windows;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests;

public sealed class MemoryValueStateTests() : ValueStateTests(new MemoryUnderTest());

public sealed class MemoryMapStateTests() : MapStateTests(new MemoryUnderTest());

public sealed class MemorySortedMapStateTests() : SortedMapStateTests(new MemoryUnderTest());

public sealed class MemorySortedMapChangeTests() : SortedMapChangeTests(new MemoryUnderTest());

public sealed class MemorySortedMapModelTests() : SortedMapModelTests(new MemoryUnderTest(), records: 3000);

public sealed class MemoryWindowStateTests() : WindowStateTests(new MemoryUnderTest());

public sealed class MemorySessionWindowStateTests() : SessionWindowStateTests(new MemoryUnderTest());

public sealed class MemoryWindowModelTests() : WindowModelTests(new MemoryUnderTest());

public sealed class MemoryWindowPipelineTests() : WindowPipelineTests(new MemoryUnderTest());

public sealed class MemoryListStateTests() : ListStateTests(new MemoryUnderTest());

public sealed class MemoryAccumulatorStateTests() : AccumulatorStateTests(new MemoryUnderTest());

public sealed class MemoryAccumulatorTtlTests() : AccumulatorTtlTests(new MemoryUnderTest());

public sealed class MemoryTimerTests() : TimerTests(new MemoryUnderTest());

public sealed class MemoryProcessingTimeTests() : ProcessingTimeTests(new MemoryUnderTest());

public sealed class MemoryCoOperatorTests() : CoOperatorTests(new MemoryUnderTest());

public sealed class MemoryBroadcastTests() : BroadcastTests(new MemoryUnderTest());

public sealed class MemoryVisitTests() : VisitTests(new MemoryUnderTest(), manyKeys: 1_000_000);

public sealed class MemoryVisitPipelineTests() : VisitPipelineTests(new MemoryUnderTest());

public sealed class MemoryOperatorStateTests() : OperatorStateTests(new MemoryUnderTest());

public sealed class MemoryOperatorStatePipelineTests() : OperatorStatePipelineTests(new MemoryUnderTest());

public sealed class MemoryBroadcastPipelineTests() : BroadcastPipelineTests(new MemoryUnderTest());

public sealed class MemoryTimeToLiveTests() : TimeToLiveTests(new MemoryUnderTest());

public sealed class MemoryTtlOptionTests() : TtlOptionTests(new MemoryUnderTest());

public sealed class MemoryAtomicityTests() : AtomicityTests(new MemoryUnderTest());

public sealed class MemorySnapshotTests() : SnapshotTests(new MemoryUnderTest());

public sealed class MemoryLimitTests() : LimitTests(new MemoryUnderTest());

public sealed class MemoryBatchFailureTests() : BatchFailureTests(new MemoryUnderTest());

public sealed class MemoryCallbackInspectionTests() : CallbackInspectionTests(new MemoryUnderTest());

public sealed class MemoryHostCheckpointTests() : HostCheckpointTests(new MemoryUnderTest());

public sealed class MemoryKeyTests() : KeyTests(new MemoryUnderTest());

public sealed class MemoryCodecFailureTests() : CodecFailureTests(new MemoryUnderTest());

public sealed class MemoryCopyTests() : CopyTests(new MemoryUnderTest());

public sealed class MemoryOracleTests() : OracleTests(new MemoryUnderTest());

public sealed class MemoryTimerKeyFailureTests() : TimerKeyFailureTests(new MemoryUnderTest());

public sealed class MemoryDamageTests() : DamageTests(new MemoryUnderTest());
