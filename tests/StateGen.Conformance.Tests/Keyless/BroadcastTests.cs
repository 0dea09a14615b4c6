using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests.Keyless;

/// <summary>Broadcast state in one subtask.</summary>
public abstract class BroadcastTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    [Fact]
    public async Task What_a_broadcast_event_writes_is_read_under_every_key_and_in_timers()
    {
        var host = await OpenBroadcastAsync();
        Broadcast(host, probe => probe.Names["a"] = "first");
        host.Run("a", probe => probe.Context.Timers.RegisterEventTime(At(5)));
        Assert.Equal("first", host.Read("b", probe => probe.Names["a"]));
        Broadcast(host, probe => (probe.Names["a"], probe.Names["b"]) = ("second", null));
        host.AdvanceWatermark(At(5));
        Assert.Equal(["a: second"], host.TakeOutput());
        Assert.Equal((true, null, false), host.Read("c", probe => (probe.Names.TryGetValue("b", out var name), name, probe.Names.ContainsKey("c"))));
    }

    [Fact]
    public async Task Timers_of_processing_time_see_broadcast_state_and_a_broadcast_event_sees_the_time()
    {
        var host = await OpenBroadcastAsync();
        host.Run("a", probe => probe.Context.Timers.RegisterProcessingTime(probe.Context.ProcessingTime.AddSeconds(5)));
        var start = host.ProcessingTime;
        host.AdvanceProcessingTime(start.AddSeconds(4));
        var seen = default(DateTimeOffset);
        Broadcast(host, probe =>
        {
            probe.Names["a"] = "first";
            seen = probe.BroadcastContext.ProcessingTime;
        });
        Assert.Equal((start.AddSeconds(4), 0), (seen, host.TakeOutput().Length));
        host.AdvanceProcessingTime(start.AddSeconds(5));
        Assert.Equal(["a: first"], host.TakeOutput());
    }

    [Fact]
    public async Task It_behaves_as_a_dictionary()
    {
        var host = await OpenBroadcastAsync();
        Broadcast(host, probe =>
        {
            Assert.True(probe.Names.IsEmpty);
            (probe.Names["a"], probe.Names["b"], probe.Names["c"]) = ("1", "2", "3");
            Assert.True(probe.Names.Remove("b"));
            Assert.False(probe.Names.Remove("b"));
            Assert.Equal(2, probe.Names.Count);
        });
        host.Run("k", probe =>
        {
            Assert.Equal(["a", "c"], probe.Names.Keys.Order());
            Assert.Equal(["1", "3"], probe.Names.Values.Order());
            Assert.Equal([new("a", "1"), new("c", "3")], probe.Names.OrderBy(entry => entry.Key));
            Assert.Null(probe.Names.GetValueOrDefault("b"));
            var missing = Assert.Throws<KeyNotFoundException>(() => probe.Names["b"]);
            Assert.Contains("'Names' of operator 'broadcast-probe' has no entry for 'b'", missing.Message, StringComparison.Ordinal);
        });
        Broadcast(host, probe => probe.Names.Clear());
        Assert.True(host.Read("k", probe => probe.Names.IsEmpty));
    }

    [Fact]
    public async Task Keys_have_normal_form_and_values_that_can_change_are_copied()
    {
        var host = await OpenBroadcastAsync();
        var list = new List<int> { 1 };
        Broadcast(host, probe =>
        {
            probe.Totals[1.50m] = new(1, 2, null);
            probe.Totals[1.5m] = new(3, 4, "x");
            probe.Copied[new(2026, 1, 1, 2, 0, 0, TimeSpan.FromHours(2))] = list;
            list.Add(2);
        });
        host.Run("k", probe =>
        {
            Assert.Equal([new(1.5m, new(3, 4, "x"))], probe.Totals);
            Assert.Equal("1.5", FormattableString.Invariant($"{probe.Totals.Keys.Single()}"));
            var read = probe.Copied[new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)];
            Assert.Equal([1], read);
            read.Add(3);
            Assert.Equal([1], probe.Copied.Values.Single());
            Assert.Equal(TimeSpan.Zero, probe.Copied.Keys.Single().Offset);
        });
    }

    [Fact]
    public async Task It_cannot_be_written_under_a_key_and_no_policy_skips_that()
    {
        var host = await OpenBroadcastAsync(Options() with { ErrorPolicy = ErrorPolicy.Skip });
        Broadcast(host, probe => probe.Names["a"] = "1");
        foreach (var write in new Action<BroadcastProbe>[] { probe => probe.Names["b"] = "2", probe => probe.Names.Remove("a"), probe => probe.Names.Remove("b"), probe => probe.Names.Clear() })
        {
            var error = Assert.Throws<StateGenException>(() => host.Run("k", write));
            Assert.StartsWith("Broadcast state 'Names' of operator 'broadcast-probe' was written outside OnBroadcast.", error.Message, StringComparison.Ordinal);
            Assert.True(error.IsPermanent);
        }

        Assert.Equal("1", host.Read("k", probe => probe.Names["a"]));
        Assert.Equal(1, host.Read("k", probe => probe.Names.Count));
    }

    [Fact]
    public async Task A_broadcast_event_has_no_key()
    {
        var host = await OpenBroadcastAsync();
        host.Run("k", probe => probe.Number = 1);
        foreach (var (name, access) in new (string, Action<BroadcastProbe>)[] { ("Number", probe => probe.Number++), ("Map", probe => probe.Map["a"] = 1), ("Key", probe => _ = probe.CurrentKey), ("ClearState", probe => probe.Clear()) })
        {
            var error = Assert.IsType<NoCurrentKeyException>(Assert.Throws<OperatorException>(() => Broadcast(host, access)).InnerException);
            Assert.Equal(("broadcast-probe", name), (error.OperatorId, error.State));
            Assert.Contains("was accessed in OnBroadcast, where there is no current key. Keep what the broadcast event says in a BroadcastState", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(1, host.Read("k", probe => probe.Number));
        host.Run("k", probe => probe.Clear());
        Assert.Equal(0, host.CountEntries());
    }

    [Fact]
    public async Task A_broadcast_event_that_throws_changes_and_emits_nothing()
    {
        var host = await OpenBroadcastAsync();
        Broadcast(host, probe => (probe.Names["a"], probe.Names["b"]) = ("1", "2"));
        var error = Assert.Throws<OperatorException>(() => Broadcast(host, probe =>
        {
            probe.BroadcastContext.Emit("dropped");
            probe.BroadcastContext.Emit(BroadcastProbe.Side, "dropped");
            (probe.Names["a"], probe.Names["c"], probe.Totals[1]) = ("changed", "new", new(1, 1, null));
            probe.Names.Remove("b");
            probe.Names.Clear();
            (probe.Names["a"], probe.Names["d"]) = ("again", "new");
            probe.Names.Clear();
            probe.Names["e"] = "new";
            throw new FormatException("broken");
        }));
        Assert.Equal("Operator 'broadcast-probe' failed for a broadcast event: broken", error.Message);
        Assert.Null(error.Key);
        Assert.Empty(host.TakeOutput());
        Assert.Empty(host.TakeSideOutput(BroadcastProbe.Side));
        Assert.Equal([new("a", "1"), new("b", "2")], host.Read("k", probe => probe.Names.OrderBy(entry => entry.Key).ToArray()));
        Assert.Equal(0, host.Read("k", probe => probe.Totals.Count));
        Broadcast(host, probe =>
        {
            probe.Names["a"] = "3";
            probe.BroadcastContext.Emit("kept");
            probe.BroadcastContext.Emit(BroadcastProbe.Side, "kept, too");
        });
        Assert.Equal("3", host.Read("k", probe => probe.Names["a"]));
        Assert.Equal(["kept"], host.TakeOutput());
        Assert.Equal(["kept, too"], host.TakeSideOutput(BroadcastProbe.Side));
    }

    [Fact]
    public async Task The_error_policy_skips_a_broadcast_event_and_hands_it_out()
    {
        var letters = new List<DeadLetter>();
        var host = await OpenBroadcastAsync(Options() with { ErrorPolicy = ErrorPolicy.DeadLetter(letters.Add) });
        Broadcast(host, probe => probe.Names["a"] = "1");
        Broadcast(host, probe => throw new FormatException(probe.Names["a"] = "2"));
        var letter = Assert.Single(letters);
        Assert.Equal(("broadcast-probe", null, "2"), (letter.Stage, letter.Key, letter.Exception.Message));
        Assert.IsType<Action<BroadcastProbe>>(letter.Event);
        Assert.Equal("1", host.Read("k", probe => probe.Names["a"]));
    }

    [Fact]
    public async Task A_change_during_an_enumeration_ends_it()
    {
        var host = await OpenBroadcastAsync();
        Broadcast(host, probe => (probe.Names["a"], probe.Names["b"]) = ("1", "2"));
        foreach (var change in new Action<BroadcastProbe>[] { probe => probe.Names["c"] = "3", probe => probe.Names["a"] = "3", probe => probe.Names.Remove("a"), probe => probe.Names.Clear() })
        {
            var error = Assert.Throws<OperatorException>(() => Broadcast(host, probe =>
            {
                foreach (var (_, _) in probe.Names)
                    change(probe);
            }));
            Assert.Contains("'Names' of operator 'broadcast-probe' was modified while it was enumerated", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(2, host.Read("k", probe => probe.Names.Count));
    }

    [Fact]
    public async Task The_context_knows_time_and_watermark()
    {
        var host = await OpenBroadcastAsync();
        host.AdvanceWatermark(At(10));
        host.Broadcast((BroadcastProbe probe) => Assert.Equal((At(11), At(10), false), (probe.BroadcastContext.Timestamp, probe.BroadcastContext.Watermark, probe.BroadcastContext.IsLate)), At(11));
        host.Broadcast((BroadcastProbe probe) => Assert.True(probe.BroadcastContext.IsLate), At(10));
        host.Broadcast((BroadcastProbe probe) => Assert.True(probe.BroadcastContext.IsConnected(BroadcastProbe.Side)), At(10));
    }

    [Fact]
    public async Task A_snapshot_has_what_was_there_when_it_began_and_is_restored()
    {
        var host = await OpenBroadcastAsync();
        Broadcast(host, probe =>
        {
            (probe.Names["a"], probe.Names["b"]) = ("1", null);
            probe.Totals[0.1m] = new(1, 0.20m, "é");
            probe.Copied[At(7)] = [1, 2];
        });
        host.Run("k", probe => probe.Number = 5);
        var snapshot = await host.SnapshotAsync(Cancellation);
        Broadcast(host, probe =>
        {
            probe.Names["a"] = "2";
            probe.Totals.Clear();
        });
        var restored = await OpenBroadcastAsync(Options(snapshot));
        Assert.Equal(5, restored.CountEntries());
        restored.Run("k", probe =>
        {
            Assert.Equal([new("a", "1"), new("b", null)], probe.Names.OrderBy(entry => entry.Key));
            Assert.Equal([new(0.1m, new(1, 0.20m, "é"))], probe.Totals);
            Assert.Equal([1, 2], probe.Copied[At(7)]);
            Assert.Equal(5, probe.Number);
        });
        Assert.Equal(("2", 0), host.Read("k", probe => (probe.Names["a"], probe.Totals.Count)));
        // The copies of several subtasks are one.
        Assert.Equal(2, (await OpenBroadcastAsync(Options(snapshot, snapshot))).Read("k", probe => probe.Names.Count));
    }

    [Fact]
    public async Task A_large_state_is_restored_and_copied_only_while_a_snapshot_reads_it()
    {
        const int Entries = 100_000;
        var host = await OpenBroadcastAsync();
        for (var chunk = 0; chunk < 10; chunk++)
        {
            var first = chunk * Entries / 10;
            Broadcast(host, probe =>
            {
                for (var entry = first; entry < first + (Entries / 10); entry++)
                    probe.Names[$"key-{entry}"] = $"value-{entry}";
            });
        }

        var snapshot = await host.SnapshotAsync(Cancellation);
        var restored = await OpenBroadcastAsync(Options(snapshot));
        restored.Run("k", probe =>
        {
            Assert.Equal(Entries, probe.Names.Count);
            for (var entry = 0; entry < Entries; entry++)
                Assert.Equal($"value-{entry}", probe.Names[$"key-{entry}"]);
        });
        // In place: a copy of 100,000 entries would need megabytes.
        var before = GC.GetAllocatedBytesForCurrentThread();
        Broadcast(host, probe => probe.Names["key-0"] = "changed");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public async Task An_operator_without_a_broadcast_input_takes_no_broadcast_events()
    {
        var host = await OpenProbeAsync();
        var error = Assert.Throws<ArgumentException>(() => host.Broadcast("a", At(0)));
        Assert.StartsWith("Operator 'probe' takes no broadcast events of type String.", error.Message, StringComparison.Ordinal);
        var broadcast = await OpenBroadcastAsync();
        Assert.Throws<ArgumentException>(() => broadcast.Broadcast("a", At(0)));
    }

    private static void Broadcast(OperatorHost<string, Action<BroadcastProbe>, string> host, Action<BroadcastProbe> broadcast) => host.Broadcast(broadcast, At(0));

    private Task<OperatorHost<string, Action<BroadcastProbe>, string>> OpenBroadcastAsync(OperatorHostOptions? options = null) => OpenAsync(new BroadcastProbe(), options);

    private static DateTimeOffset At(int seconds) => DateTimeOffset.UnixEpoch.AddSeconds(seconds);
}
