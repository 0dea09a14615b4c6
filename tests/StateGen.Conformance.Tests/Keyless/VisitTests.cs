using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests.Keyless;

/// <summary>Visits of every key that has state, for a broadcast event.</summary>
public abstract class VisitTests(BackendUnderTest backend, int manyKeys) : ConformanceTests(backend)
{
    [Fact]
    public async Task Every_key_with_state_of_any_kind_is_visited_once_with_its_state()
    {
        var host = await OpenVisitAsync();
        host.Run("row", probe => probe.Number = 1);
        host.Run("sorted", probe => probe.Sorted[1] = "x");
        host.Run("map", probe => (probe.Map["a"], probe.Map["b"]) = (1, 2));
        host.Run("list", probe => probe.List.AddRange(Enumerable.Range(0, 50).Select(number => $"{number}")));
        host.Run("all", probe => (probe.Number, probe.Fading, probe.Map["x"]) = (5, "text", 1));
        host.Run("all", probe => probe.List.Add("x"));
        host.Run("timer", probe => probe.Context.Timers.RegisterEventTime(At(100)));
        host.Run("nothing", probe => probe.Number = 0);
        host.Run("removed", probe => (probe.Number, probe.Map["a"]) = (1, 1));
        host.Run("removed", probe => probe.Clear());
        Visit(host, probe => probe.Context.Emit($"{probe.CurrentKey}: {probe.Number} {probe.Map.Count} {probe.List.Count()} {probe.Fading}"));
        Assert.Equal(["all: 5 1 1 text", "list: 0 0 50 ", "map: 0 2 0 ", "row: 1 0 0 ", "sorted: 0 0 0 "], host.TakeOutput().Order(StringComparer.Ordinal));
        Assert.Equal(["all", "list", "map", "row", "sorted"], host.EnumerateKeys().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_visit_may_change_and_remove_all_state_of_its_key()
    {
        var host = await OpenVisitAsync();
        for (var number = 0; number < 3000; number++)
        {
            var value = number;
            host.Run($"key-{number}", probe => (probe.Number, probe.Map["a"]) = (value % 3, value));
        }

        var visits = 0;
        Visit(host, probe =>
        {
            visits++;
            if (probe.Map["a"] % 2 == 0)
                probe.Clear();
            else
                (probe.Map["a"], probe.Map["b"], probe.FadingMap[1]) = (-1, probe.Map["a"], 1);
            probe.List.Clear();
        });
        Assert.Equal(3000, visits);
        var kept = 0;
        Visit(host, probe =>
        {
            kept++;
            Assert.Equal((-1, $"key-{probe.Map["b"]}", 1), (probe.Map["a"], probe.CurrentKey, probe.FadingMap[1]));
            probe.Clear();
        });
        Assert.Equal(1500, kept);
        Visit(host, _ => Assert.Fail("No key has state."));
        Assert.Equal(0, host.CountEntries());
        Assert.Empty(host.EnumerateKeys());
    }

    [Fact]
    public async Task A_visit_emits_registers_timers_and_uses_state_without_a_key()
    {
        var host = await OpenVisitAsync();
        foreach (var key in new[] { "a", "b" })
            host.Run(key, probe => probe.Number = 1);
        host.Broadcast(
            new VisitProbe.Visit(
                probe =>
                {
                    Assert.Equal((7, At(3)), (probe.Shared["x"], probe.Context.Timestamp));
                    probe.Visited.Add(probe.CurrentKey);
                    probe.Context.Emit(probe.CurrentKey);
                    probe.Context.Emit(VisitProbe.Side, probe.CurrentKey);
                    probe.Context.Timers.RegisterEventTime(At(5));
                },
                probe => probe.Shared["x"] = 7),
            At(3));
        Assert.Equal(["a", "b"], host.TakeOutput().Order());
        Assert.Equal(["a", "b"], host.TakeSideOutput(VisitProbe.Side).Order());
        Assert.Equal(["a", "b"], host.Read("a", probe => probe.Visited.ToArray()).Order());
        host.AdvanceWatermark(At(5));
        Assert.Equal(["timer of a", "timer of b"], host.TakeOutput().Order());
    }

    [Fact]
    public async Task Broadcast_state_cannot_be_written_in_a_visit()
    {
        var host = await OpenVisitAsync(Options() with { ErrorPolicy = ErrorPolicy.Skip });
        host.Run("a", probe => probe.Number = 1);
        var error = Assert.Throws<StateGenException>(() => Visit(host, probe => probe.Shared["x"] = 1));
        Assert.StartsWith("Broadcast state 'Shared' of operator 'visit-probe' was written outside OnBroadcast.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broadcast_event_that_fails_visits_no_key_not_even_with_the_next_one()
    {
        var host = await OpenVisitAsync(Options() with { ErrorPolicy = ErrorPolicy.Skip });
        host.Run("a", probe => probe.Number = 1);
        var visits = 0;
        host.Broadcast(new VisitProbe.Visit(_ => visits++, _ => throw new FormatException("broken")), At(0));
        Assert.Equal(0, visits);
        Visit(host, _ => visits++);
        Assert.Equal(1, visits);
    }

    [Fact]
    public async Task A_visit_that_fails_is_undone_alone_and_the_policy_decides()
    {
        var letters = new List<DeadLetter>();
        var host = await OpenVisitAsync(Options() with { ErrorPolicy = ErrorPolicy.DeadLetter(letters.Add) });
        for (var key = 0; key < 100; key++)
            host.Run($"{key}", probe => (probe.Number, probe.Map["a"]) = (1, 1));
        Visit(host, probe =>
        {
            probe.Number++;
            probe.Map["a"]++;
            probe.Visited.Add(probe.CurrentKey);
            probe.Context.Emit(probe.CurrentKey);
            probe.Context.Timers.RegisterEventTime(At(1));
            if (probe.CurrentKey == "50")
                throw new FormatException("broken");
        });
        var letter = Assert.Single(letters);
        Assert.Equal(("visit-probe", "50", "broken"), (letter.Stage, letter.Key, letter.Exception.Message));
        Assert.IsType<VisitProbe.Visit>(letter.Event);
        Assert.Equal(99, host.TakeOutput().Length);
        Assert.Equal(99, host.TimerCount);
        Assert.Equal((1, 1), host.Read("50", probe => (probe.Number, probe.Map["a"])));
        Assert.Equal((2, 2), host.Read("51", probe => (probe.Number, probe.Map["a"])));
        Assert.Equal(99, host.Read("51", probe => probe.Visited.Count));
    }

    [Fact]
    public async Task A_visit_that_fails_the_job_names_its_key_and_the_next_event_visits_every_key()
    {
        var host = await OpenVisitAsync();
        for (var key = 0; key < 100; key++)
            host.Run($"{key}", probe => probe.Number = 1);
        var error = Assert.Throws<OperatorException>(() => Visit(host, probe =>
        {
            if (probe.CurrentKey == "50")
                throw new FormatException("broken");
        }));
        Assert.Equal("50", error.Key);
        Assert.IsType<FormatException>(error.InnerException);
        var visits = 0;
        Visit(host, _ => visits++);
        Assert.Equal(100, visits);
    }

    [Fact]
    public async Task Expired_state_is_not_visited()
    {
        var host = await OpenVisitAsync();
        host.Run("row", probe => probe.Fading = "x");
        host.Run("map", probe => probe.FadingMap[1] = 1);
        host.Run("list", probe => probe.FadingList.Add(1));
        host.Run("kept", probe => (probe.Fading, probe.Number) = ("x", 1));
        host.Run("kept map", probe => (probe.FadingMap[1], probe.Map["a"]) = (1, 1));
        Time.Advance(TimeSpan.FromMilliseconds(99));
        host.Run("renewed", probe => probe.FadingMap[1] = 1);
        Assert.Equal(["kept", "kept map", "list", "map", "renewed", "row"], Keys(host));
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["kept", "kept map", "renewed"], Keys(host));
        Assert.Equal(["kept", "kept map", "renewed"], host.EnumerateKeys().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_record_that_fails_after_a_visit_that_ends_with_a_key_whose_elements_have_expired_is_undone()
    {
        var host = await OpenWithExpiredListsAsync();
        Visit(host, _ => Assert.Fail("No key has state."));
        ExpectUndone(host);
        Assert.Equal(0, host.CountEntries());
    }

    [Fact]
    public async Task A_record_that_fails_after_a_snapshot_between_it_and_an_enumeration_of_keys_is_undone()
    {
        var host = await OpenWithExpiredListsAsync();
        Assert.Empty(host.EnumerateKeys());
        await host.SnapshotAsync(Cancellation);
        ExpectUndone(host);
    }

    [Fact]
    public async Task A_record_that_fails_after_an_enumeration_of_keys_with_live_and_expired_elements_is_undone()
    {
        var host = await OpenWithExpiredListsAsync();
        host.Run("live", probe => probe.FadingList.Add(1));
        Time.Advance(TimeSpan.FromMilliseconds(60));
        host.Run("live", probe => probe.FadingList.Add(2));
        Time.Advance(TimeSpan.FromMilliseconds(60));
        Assert.Equal(["live"], host.EnumerateKeys());
        host.CountEntries();
        ExpectUndone(host);
        Assert.Equal([2], host.Read("live", probe => probe.FadingList.ToArray()));
    }

    [Fact]
    public async Task Keys_of_any_length_and_those_that_begin_alike_are_visited_once()
    {
        var host = await OpenVisitAsync();
        string[] keys = ["", "a", "aa", "a\0", "a\0b", "\u00ff", "\ud7ff", "\U0010ffff", new('x', 70_000), new('x', 69_999), .. Enumerable.Range(0, 300).Select(length => new string('y', length + 1))];
        foreach (var key in keys)
        {
            // More entries than a scan steps over, and fewer.
            host.Run(key, probe =>
            {
                for (var entry = 0; entry < key.Length % 30; entry++)
                    probe.Map[$"{entry}"] = entry;
                probe.List.Add(key);
            });
        }

        Assert.Equal(keys.Order(StringComparer.Ordinal), Keys(host));
    }

    [Fact]
    public async Task The_keys_are_those_of_a_model_after_any_changes_and_after_a_restore()
    {
        var random = new Random(11);
        var host = await OpenVisitAsync(Options() with { MaxParallelism = 16 });
        var model = new Dictionary<string, (long Number, int Entries, int Elements)>();
        for (var step = 0; step < 6000; step++)
        {
            var key = $"{random.Next(400)}";
            var (kind, state) = (random.Next(8), model.GetValueOrDefault(key));
            host.Run(key, probe => state = Change(probe, kind, state));
            model[key] = state;
            if (step % 500 == 499)
            {
                Assert.Equal(model.Where(entry => entry.Value != default).Select(entry => entry.Key).Order(StringComparer.Ordinal), Keys(host));
                Visit(host, probe => model[probe.CurrentKey] = Change(probe, random.Next(8), model[probe.CurrentKey]));
            }
        }

        var snapshot = await host.SnapshotAsync(Cancellation);
        var restored = new List<string>();
        for (var subtask = 0; subtask < 3; subtask++)
            restored.AddRange(Keys(await OpenVisitAsync(Options(snapshot) with { MaxParallelism = 16, Parallelism = 3, Subtask = subtask })));
        Assert.Equal(model.Where(entry => entry.Value != default).Select(entry => entry.Key).Order(StringComparer.Ordinal), restored.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Many_keys_are_visited_and_changed()
    {
        var host = await OpenVisitAsync();
        var (keys, events, times) = (new string[1000], new Action<VisitProbe>[1000], new long[1000]);
        Array.Fill(events, probe => probe.Number = 1);
        for (var first = 0; first < manyKeys; first += keys.Length)
        {
            for (var index = 0; index < keys.Length; index++)
                keys[index] = $"{first + index}";
            host.ProcessBatch(keys, events, times);
        }

        var visits = 0;
        Visit(host, probe => probe.Number += ++visits);
        Assert.Equal(manyKeys, visits);
        var sum = 0L;
        Visit(host, probe => sum += probe.Number);
        Assert.Equal(manyKeys + ((long)manyKeys * (manyKeys + 1) / 2), sum);
    }

    /// <summary>Opens a host that skips what fails, with keys that have nothing but elements that have expired and were not removed yet.</summary>
    private async Task<OperatorHost<string, Action<VisitProbe>, string>> OpenWithExpiredListsAsync()
    {
        var host = await OpenVisitAsync(Options() with { ErrorPolicy = ErrorPolicy.Skip });
        foreach (var key in new[] { "a", "b", "c" })
            host.Run(key, probe => probe.FadingList.AddRange([1, 2, 3]));
        Time.Advance(TimeSpan.FromMilliseconds(100));
        return host;
    }

    private static void ExpectUndone(OperatorHost<string, Action<VisitProbe>, string> host)
    {
        host.Run("next", probe =>
        {
            (probe.Number, probe.Map["a"]) = (1, 1);
            probe.List.Add("x");
            probe.Context.Timers.RegisterEventTime(At(1));
            throw new FormatException("broken");
        });
        Assert.Equal((0, 0, 0), host.Read("next", probe => (probe.Number, (int)probe.Map.Count, probe.List.Count())));
        Assert.Equal(0, host.TimerCount);
    }

    private static (long Number, int Entries, int Elements) Change(VisitProbe probe, int kind, (long Number, int Entries, int Elements) state)
    {
        Assert.Equal(state, (probe.Number, (int)probe.Map.Count, probe.List.Count()));
        switch (kind)
        {
            case 0:
                return state with { Number = probe.Number = 0 };
            case 1:
                probe.Map.Clear();
                return state with { Entries = 0 };
            case 2:
                probe.List.Clear();
                return state with { Elements = 0 };
            case 3:
                probe.Clear();
                return default;
            case 4:
                return state with { Number = ++probe.Number };
            case 5:
                probe.Map[$"{state.Entries}"] = 1;
                return state with { Entries = state.Entries + 1 };
            default:
                probe.List.Add("x");
                return state with { Elements = state.Elements + 1 };
        }
    }

    private static List<string> Keys(OperatorHost<string, Action<VisitProbe>, string> host)
    {
        var keys = new List<string>();
        Visit(host, probe => keys.Add(probe.CurrentKey));
        keys.Sort(StringComparer.Ordinal);
        return keys;
    }

    private static void Visit(OperatorHost<string, Action<VisitProbe>, string> host, Action<VisitProbe> visit) => host.Broadcast(new VisitProbe.Visit(visit), At(0));

    private Task<OperatorHost<string, Action<VisitProbe>, string>> OpenVisitAsync(OperatorHostOptions? options = null) => OpenAsync(new VisitProbe(), options);

    private static DateTimeOffset At(int seconds) => DateTimeOffset.UnixEpoch.AddSeconds(seconds);
}
