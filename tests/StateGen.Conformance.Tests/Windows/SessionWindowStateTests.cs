using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit.Backends;
using static StateGen.Conformance.Tests.Probes.WindowProbe;

namespace StateGen.Conformance.Tests.Windows;

public abstract class SessionWindowStateTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    [Fact]
    public async Task A_session_grows_while_values_overlap_it_and_has_one_timer()
    {
        var host = await OpenAsync(new WindowProbe());
        host.Run("k", probe => Assert.Equal(Window(0, 10), probe.AddSession(0, 10, "a")));
        host.Run("k", probe => Assert.Equal(Window(0, 19), probe.AddSession(9, 10, "b")));
        host.Run("k", probe => Assert.Equal(Window(0, 19), probe.AddSession(4, 10, "c")));
        host.Run("k", probe => Assert.Equal(Window(-9, 19), probe.AddSession(-9, 10, "d")));
        Assert.Equal((1, 1), (host.TimerCount, host.CountEntries()));
        host.AdvanceTo(17);
        Assert.Empty(host.TakeOutput());
        Assert.Equal((1, 1), (host.TimerCount, host.CountEntries()));
        host.AdvanceTo(18);
        Assert.Equal(["k session -9-19 abcd"], host.TakeOutput());
        Assert.Equal((0, 0), (host.TimerCount, host.CountEntries()));
    }

    [Fact]
    public async Task A_value_at_the_end_of_a_session_begins_another()
    {
        var host = await OpenAsync(new WindowProbe());
        host.Run("k", probe => probe.AddSession(0, 10, "a"));
        host.Run("k", probe => Assert.Equal(Window(10, 20), probe.AddSession(10, 10, "b")));
        host.Run("k", probe => Assert.Equal(Window(-10, 0), probe.AddSession(-10, 10, "c")));
        host.CompleteInput();
        Assert.Equal(["k session -10-0 c", "k session 0-10 a", "k session 10-20 b"], host.TakeOutput());
    }

    [Theory]
    [InlineData(0, 100, "(((ab)c)d)x", 0, 100)]
    [InlineData(5, 35, "(ab)x", 0, 40)]
    [InlineData(5, 31, "(ab)x", 0, 40)]
    [InlineData(5, 30, "ax", 0, 30)]
    [InlineData(10, 30, "x", 10, 30)]
    [InlineData(35, 65, "((bc)d)x", 30, 80)]
    [InlineData(35, 40, "bx", 30, 40)]
    [InlineData(-5, 200, "(((ab)c)d)x", -5, 200)]
    public async Task A_window_that_overlaps_sessions_makes_one_of_them_in_their_order(int start, int end, string result, int first, int last)
    {
        var host = await OpenAsync(new WindowProbe());
        host.Run("k", probe =>
        {
            foreach (var (text, time) in new[] { ("c", 50), ("a", 0), ("d", 60), ("b", 30) })
                probe.Sessions.TryAdd(Window(time, time + (text == "d" ? 20 : 10)), text, probe.Context);
        });
        host.Run("k", probe =>
        {
            var others = probe.Sessions.Where(entry => !entry.Key.Overlaps(Window(start, end))).ToList();
            Assert.True(probe.Sessions.TryAdd(Window(start, end), "x", probe.Context, out var session));
            Assert.Equal(Window(first, last), session);
            Assert.Equal(others.Append(new(session, result)).OrderBy(entry => entry.Key), probe.Sessions);
        });
        var restored = await OpenAsync(new WindowProbe(), Options(await host.SnapshotAsync(Cancellation)));
        restored.CompleteInput();
        Assert.Contains($"k session {first}-{last} {result}", restored.TakeOutput());
        Assert.Equal((0, 0), (restored.TimerCount, restored.CountEntries()));
    }

    [Fact]
    public async Task A_value_is_late_unless_its_session_has_not_ended()
    {
        var host = await OpenAsync(new WindowProbe());
        host.Run("k", probe => probe.AddSession(12, 10, "a"));
        host.AdvanceTo(14);
        host.Run("k", probe =>
        {
            Assert.False(probe.Sessions.TryAdd(Window(0, 10), "late", probe.Context));
            Assert.True(probe.Sessions.TryAdd(Window(3, 13), "b", probe.Context, out var session));
            Assert.Equal(Window(3, 22), session);
            Assert.Equal(["ab"], probe.Sessions.Select(entry => entry.Value));
            Assert.True(probe.Sessions.TryGetValue(session, out _));
            Assert.True(probe.Sessions.Contains(session));
            Assert.Null(probe.Sessions.GetValueOrDefault(Window(12, 22)));
        });
        host.AdvanceTo(21);
        Assert.Equal(["k session 3-22 ab"], host.TakeOutput());
    }

    [Fact]
    public async Task A_record_that_fails_leaves_the_sessions_apart()
    {
        var host = await OpenAsync(new WindowProbe());
        host.Run("k", probe =>
        {
            probe.AddSession(0, 10, "a");
            probe.AddSession(20, 10, "b");
        });
        Assert.Throws<OperatorException>(() => host.Run("k", probe =>
        {
            Assert.True(probe.Sessions.TryAdd(Window(5, 25), "c", probe.Context));
            Assert.Equal(1, probe.Sessions.Count);
            throw new InvalidOperationException();
        }));
        host.Run("k", probe => Assert.Throws<InvalidOperationException>(() => probe.Sessions.TryAdd(Window(5, 25), "!", probe.Context)));
        host.CompleteInput();
        Assert.Equal(["k session 0-10 a", "k session 20-30 b"], host.TakeOutput());
    }

    [Fact]
    public async Task A_session_that_has_grown_ends_also_at_the_end_of_input()
    {
        var probe = new WindowProbe();
        var host = await OpenAsync(probe);
        for (var time = 0; time < 200; time += 5)
            host.Run("k", running => running.AddSession(time, 10, "x"));
        host.Run("k", running => running.AddSession(1000, 10, "y"));
        Assert.Equal(2, host.TimerCount);
        host.CompleteInput();
        Assert.Equal([$"k session 0-205 {new string('x', 40)}", "k session 1000-1010 y"], host.TakeOutput());
        Assert.Equal((0, 0, 3), (host.TimerCount, host.CountEntries(), probe.TimersFired));
    }

    [Fact]
    public async Task A_timer_of_another_state_at_the_end_of_a_shorter_session_still_fires()
    {
        var host = await OpenAsync(new WindowProbe());
        host.Run("k", probe =>
        {
            probe.AddSession(0, 10, "a");
            probe.Texts.TryAdd(Window(5, 10), "t", probe.Context);
            probe.AddSession(8, 10, "b");
        });
        host.AdvanceTo(9);
        Assert.Equal(["k 5-10 t"], host.TakeOutput());
        host.AdvanceTo(17);
        Assert.Equal(["k session 0-18 ab"], host.TakeOutput());
    }

    [Fact]
    public async Task A_session_that_has_expired_is_never_merged_or_taken()
    {
        var host = await OpenAsync(new WindowProbe());
        host.Run("k", probe => probe.Fading.TryAdd(Window(0, 10), "a", probe.Context));
        Time.Milliseconds += WindowProbe.TimeToLive;
        host.Run("k", probe =>
        {
            Assert.True(probe.Fading.IsEmpty);
            probe.Fading.TryAdd(Window(5, 15), "b", probe.Context, out var session);
            Assert.Equal(Window(5, 15), session);
            Assert.Equal(["b"], probe.Fading.Select(entry => entry.Value));
        });
        host.AdvanceTo(12);
        Time.Milliseconds += WindowProbe.TimeToLive;
        host.AdvanceTo(20);
        Assert.Empty(host.TakeOutput());
    }

    [Fact]
    public async Task Sessions_are_removed_one_by_one_and_all()
    {
        var host = await OpenAsync(new WindowProbe());
        host.Run("k", probe =>
        {
            probe.AddSession(0, 10, "a");
            probe.AddSession(20, 10, "b");
            probe.AddSession(40, 10, "c");
            Assert.True(probe.Sessions.Remove(Window(20, 30)));
            Assert.False(probe.Sessions.Remove(Window(20, 30)));
            Assert.Equal(["a"], probe.Sessions.TakeEnded(At(48)).Select(entry => entry.Value));
            Assert.Equal(["c"], probe.Sessions.TakeEnded(DateTimeOffset.MaxValue).Select(entry => entry.Value));
            probe.AddSession(60, 10, "d");
            probe.Sessions.Clear();
            Assert.True(probe.Sessions.IsEmpty);
        });
        host.AdvanceTo(1000);
        Assert.Empty(host.TakeOutput());
        Assert.Equal((0, 0), (host.TimerCount, host.CountEntries()));
    }
}
