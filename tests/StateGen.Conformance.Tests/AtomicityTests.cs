using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests;

public abstract class AtomicityTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    private static readonly Action<Probe> ChangeEverythingAndThrow = probe =>
    {
        probe.Number = 99;
        probe.Text = null;
        probe.Total = new(9, 9, "9");
        probe.Map["a"] = "changed";
        probe.Map.Remove("b");
        probe.Map["c"] = "new";
        probe.List.Add("new");
        probe.Numbers.Update([7]);
        probe.RegisterAt(99);
        probe.DeleteAt(10);
        probe.Emit("lost");
        throw new InvalidOperationException("undo this");
    };

    [Fact]
    public async Task An_exception_leaves_value_map_list_timers_and_output_as_they_were()
    {
        var host = await OpenProbeAsync();
        host.Run("k", Fill);
        var error = Assert.Throws<OperatorException>(() => host.Run("k", ChangeEverythingAndThrow));
        Assert.Equal(("probe", "k"), (error.OperatorId, error.Key));
        Assert.Equal("undo this", error.InnerException!.Message);
        AssertFilled(host);
    }

    [Fact]
    public async Task Clearing_everything_is_undone_too()
    {
        var host = await OpenProbeAsync();
        host.Run("k", Fill);
        Assert.Throws<OperatorException>(() => host.Run("k", probe =>
        {
            probe.Map["a"] = "before";
            probe.List.Add("before");
            probe.Clear();
            probe.Map["a"] = "after";
            probe.List.Add("after");
            probe.Clear();
            probe.Numbers.Add(1);
            throw new InvalidOperationException("undo this");
        }));
        AssertFilled(host);
    }

    [Fact]
    public async Task Removal_through_a_cursor_is_undone_too()
    {
        var host = await OpenProbeAsync();
        host.Run("k", Fill);
        Assert.Throws<OperatorException>(() => host.Run("k", probe =>
        {
            using var cursor = probe.Map.OpenCursor();
            while (cursor.MoveNext())
                cursor.RemoveCurrent();
            Assert.True(probe.Map.IsEmpty);
            throw new InvalidOperationException("undo this");
        }));
        AssertFilled(host);
    }

    [Fact]
    public async Task A_record_that_fails_for_a_new_key_leaves_no_entry()
    {
        var host = await OpenProbeAsync();
        Assert.Throws<OperatorException>(() => host.Run("new", ChangeEverythingAndThrow));
        Assert.Equal(0, host.CountEntries());
        Assert.Equal(0, host.TimerCount);
    }

    [Fact]
    public async Task Earlier_records_of_a_failing_batch_stand()
    {
        var host = await OpenProbeAsync();
        Action<Probe> count = probe => probe.Number++;
        Assert.Throws<OperatorException>(() => host.ProcessBatch(["k", "k", "k"], [count, ChangeEverythingAndThrow, count], [0, 0, 0]));
        Assert.Equal(1, host.Read("k", probe => probe.Number));
    }

    [Fact]
    public async Task Skip_goes_on_as_if_the_record_had_not_been_there()
    {
        var host = await OpenProbeAsync(Options() with { ErrorPolicy = ErrorPolicy.Skip });
        host.Run("k", Fill);
        host.Run("k", ChangeEverythingAndThrow);
        AssertFilled(host);
        host.Run("k", probe => probe.Number++);
        Assert.Equal(6, host.Read("k", probe => probe.Number));
    }

    [Fact]
    public async Task Dead_letter_hands_over_the_record_and_its_exception_and_goes_on()
    {
        var letters = new List<DeadLetter>();
        var host = await OpenProbeAsync(Options() with { ErrorPolicy = ErrorPolicy.DeadLetter(letters.Add) });
        Action<Probe> count = probe => probe.Number++;
        host.ProcessBatch(["k", "k", "k"], [count, ChangeEverythingAndThrow, count], [0, 0, 0]);
        Assert.Equal(2, host.Read("k", probe => probe.Number));
        var letter = Assert.Single(letters);
        Assert.Equal(("probe", "k"), (letter.Stage, letter.Key));
        Assert.Same(ChangeEverythingAndThrow, letter.Event);
        Assert.IsType<InvalidOperationException>(letter.Exception);
    }

    [Fact]
    public async Task A_timer_that_fails_stays_registered_under_fail_and_is_gone_under_skip()
    {
        var failing = await OpenAsync(new Probe { TimerAction = (probe, _) => ChangeEverythingAndThrow(probe) });
        failing.Run("k", Fill);
        Assert.Throws<OperatorException>(() => failing.AdvanceTo(10));
        AssertFilled(failing);
        var letters = new List<DeadLetter>();
        var skipping = await OpenAsync(
            new Probe { TimerAction = (probe, _) => ChangeEverythingAndThrow(probe) }, Options() with { ErrorPolicy = ErrorPolicy.DeadLetter(letters.Add) });
        skipping.Run("k", Fill);
        skipping.AdvanceTo(10);
        Assert.Equal(0, skipping.TimerCount);
        Assert.Equal(5, skipping.Read("k", probe => probe.Number));
        Assert.Equal(TimerKind.EventTime, Assert.Single(letters).Timer!.Value.Kind);
    }

    [Fact]
    public async Task An_undone_record_is_not_in_a_snapshot()
    {
        var host = await OpenProbeAsync(Options() with { ErrorPolicy = ErrorPolicy.Skip });
        host.Run("k", Fill);
        host.Run("k", ChangeEverythingAndThrow);
        AssertFilled(await RestoreProbeAsync(await host.SnapshotAsync(Cancellation)));
    }

    private static void Fill(Probe probe)
    {
        probe.Number = 5;
        probe.Text = "t";
        (probe.Map["a"], probe.Map["b"]) = ("1", null);
        probe.List.AddRange(["x", "y"]);
        probe.Numbers.AddRange([1, 2, 3]);
        probe.RegisterAt(10);
    }

    private static void AssertFilled(OperatorHost<string, Action<Probe>, string> host)
    {
        Assert.Empty(host.TakeOutput());
        Assert.Equal(1, host.TimerCount);
        Assert.Equal(1 + 2 + 2 + 3, host.CountEntries());
        host.Run("k", probe =>
        {
            Assert.Equal((5L, "t", null), (probe.Number, probe.Text, probe.Total));
            Assert.Equal([new("a", "1"), new("b", null)], probe.Map.OrderBy(entry => entry.Key, StringComparer.Ordinal));
            Assert.Equal(["x", "y"], probe.List);
            Assert.Equal([1L, 2, 3], probe.Numbers);
            probe.RegisterAt(10);
        });
        Assert.Equal(1, host.TimerCount);
    }
}
