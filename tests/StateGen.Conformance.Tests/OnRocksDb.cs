using System.Globalization;
using StateGen.Backends;
using StateGen.Conformance.Tests.Damage;
using StateGen.Conformance.Tests.Hosts;
using StateGen.Conformance.Tests.Keyless;
using StateGen.Conformance.Tests.Oracle;
using StateGen.Conformance.Tests.Probes;
using StateGen.Conformance.Tests.SortedMaps;
using StateGen.Conformance.Tests.Windows;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests;

public sealed class RocksDbValueStateTests() : ValueStateTests(new RocksDbUnderTest());

public sealed class RocksDbMapStateTests() : MapStateTests(new RocksDbUnderTest());

public sealed class RocksDbSortedMapStateTests() : SortedMapStateTests(new RocksDbUnderTest());

public sealed class RocksDbSortedMapChangeTests() : SortedMapChangeTests(new RocksDbUnderTest());

public sealed class RocksDbSortedMapModelTests() : SortedMapModelTests(new RocksDbUnderTest(), records: 600);

public sealed class RocksDbWindowStateTests() : WindowStateTests(new RocksDbUnderTest());

public sealed class RocksDbSessionWindowStateTests() : SessionWindowStateTests(new RocksDbUnderTest());

public sealed class RocksDbWindowModelTests() : WindowModelTests(new RocksDbUnderTest());

public sealed class RocksDbWindowPipelineTests() : WindowPipelineTests(new RocksDbUnderTest());

public sealed class RocksDbListStateTests() : ListStateTests(new RocksDbUnderTest());

public sealed class RocksDbAccumulatorStateTests() : AccumulatorStateTests(new RocksDbUnderTest());

public sealed class RocksDbAccumulatorTtlTests() : AccumulatorTtlTests(new RocksDbUnderTest());

public sealed class RocksDbTimerTests() : TimerTests(new RocksDbUnderTest());

public sealed class RocksDbProcessingTimeTests() : ProcessingTimeTests(new RocksDbUnderTest());

public sealed class RocksDbCoOperatorTests() : CoOperatorTests(new RocksDbUnderTest());

public sealed class RocksDbBroadcastTests() : BroadcastTests(new RocksDbUnderTest());

public sealed class RocksDbVisitTests() : VisitTests(new RocksDbUnderTest(), manyKeys: 100_000);

public sealed class RocksDbVisitPipelineTests() : VisitPipelineTests(new RocksDbUnderTest());

public sealed class RocksDbOperatorStateTests() : OperatorStateTests(new RocksDbUnderTest());

public sealed class RocksDbOperatorStatePipelineTests() : OperatorStatePipelineTests(new RocksDbUnderTest());

public sealed class RocksDbBroadcastPipelineTests() : BroadcastPipelineTests(new RocksDbUnderTest());

public sealed class RocksDbTimeToLiveTests() : TimeToLiveTests(new RocksDbUnderTest());

public sealed class RocksDbTtlOptionTests() : TtlOptionTests(new RocksDbUnderTest());

public sealed class RocksDbAtomicityTests() : AtomicityTests(new RocksDbUnderTest());

public sealed class RocksDbSnapshotTests() : SnapshotTests(new RocksDbUnderTest());

public sealed class RocksDbLimitTests() : LimitTests(new RocksDbUnderTest());

public sealed class RocksDbBatchFailureTests() : BatchFailureTests(new RocksDbUnderTest());

public sealed class RocksDbCallbackInspectionTests() : CallbackInspectionTests(new RocksDbUnderTest());

public sealed class RocksDbHostCheckpointTests() : HostCheckpointTests(new RocksDbUnderTest());

public sealed class RocksDbKeyTests() : KeyTests(new RocksDbUnderTest());

public sealed class RocksDbCodecFailureTests() : CodecFailureTests(new RocksDbUnderTest())
{
    [Fact]
    public async Task A_row_that_is_refused_when_it_leaves_the_cache_is_no_error_of_the_record_that_takes_its_place()
    {
        var host = await OpenAsync(new CodecProbe(), Options() with { ErrorPolicy = ErrorPolicy.Skip });
        var changing = new Amount(3);
        host.Run("guilty", probe => probe.Value = changing);
        changing.IsRefused = true;
        var error = Assert.Throws<StateWriteException>(() =>
        {
            for (var key = 0; key < 1000; key++)
                host.Run(key.ToString(CultureInfo.InvariantCulture), probe => probe.Value = new(1));
        });
        Assert.Contains("key 'guilty'", error.Message, StringComparison.Ordinal);
    }
}

public sealed class RocksDbCopyTests() : CopyTests(new RocksDbUnderTest());

public sealed class RocksDbOracleTests() : OracleTests(new RocksDbUnderTest());

public sealed class RocksDbDamageTests() : DamageTests(new RocksDbUnderTest());
