using StateGen.Conformance.Tests.Hosts;
using StateGen.Conformance.Tests.Keyless;
using StateGen.Conformance.Tests.Oracle;
using StateGen.Conformance.Tests.SortedMaps;
using StateGen.Conformance.Tests.Windows;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests;

public sealed class PlainMemoryValueStateTests() : ValueStateTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemoryMapStateTests() : MapStateTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemorySortedMapStateTests() : SortedMapStateTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemorySortedMapChangeTests() : SortedMapChangeTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemorySortedMapModelTests() : SortedMapModelTests(new MemoryUnderTest(hasFastPaths: false), records: 1000);

public sealed class PlainMemoryWindowStateTests() : WindowStateTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemorySessionWindowStateTests() : SessionWindowStateTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemoryWindowModelTests() : WindowModelTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemoryWindowPipelineTests() : WindowPipelineTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemoryListStateTests() : ListStateTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemoryAccumulatorStateTests() : AccumulatorStateTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemoryAccumulatorTtlTests() : AccumulatorTtlTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemoryTimerTests() : TimerTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemoryProcessingTimeTests() : ProcessingTimeTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemoryCoOperatorTests() : CoOperatorTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemoryBroadcastTests() : BroadcastTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemoryVisitTests() : VisitTests(new MemoryUnderTest(hasFastPaths: false), manyKeys: 100_000);

public sealed class PlainMemoryVisitPipelineTests() : VisitPipelineTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemoryOperatorStateTests() : OperatorStateTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemoryOperatorStatePipelineTests() : OperatorStatePipelineTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemoryBroadcastPipelineTests() : BroadcastPipelineTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemoryTimeToLiveTests() : TimeToLiveTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemoryTtlOptionTests() : TtlOptionTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemoryAtomicityTests() : AtomicityTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemorySnapshotTests() : SnapshotTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemoryLimitTests() : LimitTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemoryBatchFailureTests() : BatchFailureTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemoryCallbackInspectionTests() : CallbackInspectionTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemoryHostCheckpointTests() : HostCheckpointTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemoryKeyTests() : KeyTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemoryCodecFailureTests() : CodecFailureTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemoryCopyTests() : CopyTests(new MemoryUnderTest(hasFastPaths: false));

public sealed class PlainMemoryOracleTests() : OracleTests(new MemoryUnderTest(hasFastPaths: false), programs: 200);

public sealed class PlainMemoryTimerKeyFailureTests() : TimerKeyFailureTests(new MemoryUnderTest(hasFastPaths: false));
