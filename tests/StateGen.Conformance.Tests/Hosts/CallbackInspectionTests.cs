using StateGen.Checkpoints;
using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests.Hosts;

/// <summary>A host that its own operator inspects: what it would see may still be undone, so it is refused, the same on every backend.</summary>
public abstract class CallbackInspectionTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    private const string Key = "k";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_callback_that_saves_counts_or_enumerates_the_state_of_its_host_fails_whether_it_has_written_or_not(bool hasWritten)
    {
        var host = await OpenAsync(new VisitProbe());
        var checkpoints = await CheckpointStore.OpenAsync(new MemoryCheckpointStorage(), "job", cancellationToken: Cancellation);
        host.Run(Key, probe => probe.Number = 1);
        foreach (var (action, act) in new (string, Action)[]
        {
            ("saved", () => host.SnapshotAsync(Cancellation).GetAwaiter().GetResult()),
            ("saved", () => host.SaveAsync(checkpoints, ManifestFields.Empty, Cancellation).GetAwaiter().GetResult()),
            ("counted", () => host.CountEntries()),
            ("enumerated", () => host.EnumerateKeys()),
            ("inspected", () => host.Inspect(Key, () => 0)),
            ("inspected", () => host.GetTimers()),
        })
        {
            AssertRefused(action, () => host.Run(Key, probe => Act(probe, act)));
            AssertRefused(action, () => Broadcast(host, new(Key: probe => Act(probe, act))));
            AssertRefused(action, () => Broadcast(host, new(Key: _ => { }, Broadcast: _ => act())));
        }

        host.Run(Key, probe => Assert.Equal((1, 0), (probe.Number, probe.Map.Count)));
        Assert.Equal(1, host.CountEntries());

        void Act(VisitProbe probe, Action act)
        {
            if (hasWritten)
                (probe.Number, probe.Map["a"]) = (2, 1);
            act();
        }
    }

    private static void Broadcast(OperatorHost<string, Action<VisitProbe>, string> host, VisitProbe.Visit visit) =>
        host.Broadcast(visit, DateTimeOffset.UnixEpoch);

    private static void AssertRefused(string action, Action record)
    {
        var error = Assert.IsType<InvalidOperationException>(Assert.Throws<OperatorException>(record).InnerException);
        Assert.Equal(
            $"The state of operator 'visit-probe' was {action} from one of its callbacks, whose changes may still be undone. Call the host between records.",
            error.Message);
    }
}
