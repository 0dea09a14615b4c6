using StateGen.Conformance.Tests.Probes;
using StateGen.Keys;

namespace StateGen.Conformance.Tests;

/// <content>The clocks after a restore.</content>
public abstract partial class TtlOptionTests
{
    [Fact]
    public async Task What_a_subtask_that_was_behind_has_yet_to_see_is_live_when_it_continues_with_one_that_was_ahead()
    {
        var ahead = await OpenSubtaskAsync(1 - SubtaskOf(2), 2);
        var behind = await OpenSubtaskAsync(SubtaskOf(2), 2);
        FillEventTime(behind, timestamp: 1_000);
        ahead.AdvanceTo(1_100);
        behind.AdvanceTo(1_050);
        OperatorHostSnapshot[] snapshots = [await ahead.SnapshotAsync(Cancellation), await behind.SnapshotAsync(Cancellation)];

        var restored = await OpenSubtaskAsync(0, 1, snapshots);
        AssertEventTime(restored, isLive: true);
        restored.AdvanceTo(1_099);
        AssertEventTime(restored, isLive: true);
        restored.AdvanceTo(1_100);
        AssertEventTime(restored, isLive: false);
    }

    private static int SubtaskOf(int parallelism)
    {
        var key = Key;
        return KeyGroups.SubtaskOf(KeyGroups.Of(StringKeyCodec.Hash(in key), KeyGroups.DefaultMaxParallelism), KeyGroups.DefaultMaxParallelism, parallelism);
    }

    private Task<OperatorHost<string, Action<TtlProbe>, string>> OpenSubtaskAsync(int subtask, int parallelism, params OperatorHostSnapshot[] snapshots) =>
        OpenAsync(new TtlProbe(), Options(snapshots) with { Parallelism = parallelism, Subtask = subtask });
}
