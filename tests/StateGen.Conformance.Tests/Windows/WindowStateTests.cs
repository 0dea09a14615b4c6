using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit.Backends;
using static StateGen.Conformance.Tests.Probes.WindowProbe;

namespace StateGen.Conformance.Tests.Windows;

public abstract class WindowStateTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    [Fact]
    public async Task A_window_is_taken_when_the_watermark_reaches_its_last_millisecond_and_leaves_nothing()
    {
        var host = await OpenAsync(new WindowProbe());
        host.Run("a", probe =>
        {
            Assert.True(probe.Texts.TryAdd(Window(0, 10), "x", probe.Context));
            Assert.True(probe.Texts.TryAdd(Window(0, 10), "y", probe.Context));
            Assert.True(probe.Texts.TryAdd(Window(10, 20), "z", probe.Context));
        });
        host.Run("b", probe => probe.Texts.TryAdd(Window(0, 10), "b", probe.Context));
        Assert.Equal(3, host.TimerCount);
        host.AdvanceTo(8);
        Assert.Empty(host.TakeOutput());
        host.AdvanceTo(9);
        Assert.Equal(["a 0-10 xy", "b 0-10 b"], host.TakeOutput().Order(StringComparer.Ordinal));
        Assert.Equal((1, 1), (host.TimerCount, host.CountEntries()));
        host.AdvanceTo(100);
        Assert.Equal(["a 10-20 z"], host.TakeOutput());
        Assert.Equal((0, 0), (host.TimerCount, host.CountEntries()));
    }

    [Fact]
    public async Task A_value_is_late_for_a_window_that_the_watermark_has_passed_and_changes_nothing()
    {
        var host = await OpenAsync(new WindowProbe());
        host.AdvanceTo(9);
        host.Run("a", probe =>
        {
            Assert.False(probe.Texts.TryAdd(Window(0, 10), "x", probe.Context));
            Assert.True(Window(0, 10).HasEnded(probe.Context.Watermark));
            Assert.True(probe.Texts.TryAdd(Window(0, 11), "y", probe.Context));
            Assert.False(Window(0, 11).HasEnded(probe.Context.Watermark));
            Assert.Equal([Window(0, 11)], probe.Texts.Select(entry => entry.Key));
        });
        Assert.Equal((1, 1), (host.TimerCount, host.CountEntries()));
    }

    [Fact]
    public async Task Windows_are_read_removed_and_enumerated_in_the_order_of_their_ends()
    {
        var host = await OpenAsync(new WindowProbe());
        host.Run("k", probe =>
        {
            Assert.True(probe.Texts.IsEmpty);
            foreach (var (start, end) in new[] { (5, 30), (0, 30), (25, 30), (-20, 10), (28, 40) })
                probe.Texts.TryAdd(Window(start, end), $"{start}", probe.Context);
        });
        host.Run("k", probe =>
        {
            Assert.Equal(["-20", "0", "5", "25", "28"], probe.Texts.Select(entry => entry.Value));
            Assert.Equal(5, probe.Texts.Count);
            Assert.False(probe.Texts.IsEmpty);
            Assert.True(probe.Texts.TryGetValue(Window(5, 30), out var text));
            Assert.Equal("5", text);
            Assert.False(probe.Texts.TryGetValue(Window(5, 31), out _));
            Assert.Null(probe.Texts.GetValueOrDefault(Window(5, 31)));
            Assert.True(probe.Texts.Contains(Window(28, 40)));
            Assert.True(probe.Texts.Remove(Window(28, 40)));
            Assert.False(probe.Texts.Remove(Window(28, 40)));
        });
        host.AdvanceTo(1000);
        Assert.Equal(["k -20-10 -20", "k 0-30 0", "k 5-30 5", "k 25-30 25"], host.TakeOutput());
        host.Run("k", probe => probe.Texts.TryAdd(Window(2000, 2001), "x", probe.Context));
        host.Run("k", probe => probe.Clear());
        Assert.Equal(0, host.CountEntries());
    }

    [Fact]
    public async Task A_record_that_fails_changes_neither_windows_nor_timers()
    {
        var host = await OpenAsync(new WindowProbe());
        host.Run("k", probe => probe.Texts.TryAdd(Window(0, 10), "a", probe.Context));
        Assert.Throws<OperatorException>(() => host.Run("k", probe =>
        {
            probe.Texts.TryAdd(Window(0, 10), "b", probe.Context);
            probe.Texts.TryAdd(Window(0, 20), "c", probe.Context);
            Assert.Equal(["ab"], probe.Texts.TakeEnded(At(9)).Select(entry => entry.Value));
            throw new InvalidOperationException();
        }));
        Assert.Equal((1, 1), (host.TimerCount, host.CountEntries()));
        host.AdvanceTo(100);
        Assert.Equal(["k 0-10 a"], host.TakeOutput());
    }

    [Fact]
    public async Task A_callback_that_fails_takes_no_window()
    {
        var probe = new WindowProbe();
        var host = await OpenAsync(probe);
        host.Run("k", running => running.Texts.TryAdd(Window(0, 10), "a", running.Context));
        probe.TimerAction = static (running, timer) =>
        {
            running.EmitEnded(timer);
            throw new InvalidOperationException();
        };
        Assert.Throws<OperatorException>(() => host.AdvanceTo(10));
        Assert.Empty(host.TakeOutput());
        Assert.Equal(1, host.CountEntries());
    }

    [Fact]
    public async Task An_aggregator_that_throws_changes_nothing()
    {
        var host = await OpenAsync(new WindowProbe());
        host.Run("k", probe =>
        {
            probe.Texts.TryAdd(Window(0, 10), "?", probe.Context);
            Assert.Throws<InvalidOperationException>(() => probe.Texts.TryAdd(Window(0, 10), "!", probe.Context));
            Assert.Throws<InvalidOperationException>(() => probe.Texts.TryAdd(Window(0, 20), "!", probe.Context));
            Assert.Throws<InvalidOperationException>(() => probe.Texts.TakeEnded(At(9)).Any());
            Assert.Equal(1, probe.Texts.Count);
        });
        Assert.Equal((1, 1), (host.TimerCount, host.CountEntries()));
    }

    [Fact]
    public async Task Windows_that_a_callback_leaves_are_taken_in_the_same_advance()
    {
        var probe = new WindowProbe();
        var host = await OpenAsync(probe);
        probe.TimerAction = static (running, timer) =>
        {
            foreach (var (window, _) in running.Texts.TakeEnded(timer, running.Context))
            {
                running.Context.Emit(TextOf(window));
                break;
            }
        };
        host.Run("k", running =>
        {
            foreach (var start in new[] { 3, 1, 2 })
                running.Texts.TryAdd(Window(start, 10), "x", running.Context);
        });
        Assert.Equal(1, host.TimerCount);
        host.AdvanceTo(9);
        Assert.Equal(["1-10", "2-10", "3-10"], host.TakeOutput());
        Assert.Equal((0, 0), (host.TimerCount, host.CountEntries()));
    }

    [Fact]
    public async Task The_state_may_be_changed_while_ended_windows_are_taken()
    {
        var host = await OpenAsync(new WindowProbe());
        host.Run("k", probe =>
        {
            probe.Texts.TryAdd(Window(0, 10), "a", probe.Context);
            probe.Texts.TryAdd(Window(10, 20), "b", probe.Context);
            foreach (var (window, text) in probe.Texts.TakeEnded(At(19)))
                probe.Texts.TryAdd(Window(0, 100), $"{TextOf(window)}{text};", probe.Context);
            Assert.Equal([KeyValuePair.Create(Window(0, 100), "0-10a;10-20b;")], probe.Texts);
        });
    }

    [Fact]
    public async Task Ended_windows_cannot_be_taken_when_their_record_has_ended()
    {
        var host = await OpenAsync(new WindowProbe());
        host.Run("k", probe => probe.Texts.TryAdd(Window(0, 10), "a", probe.Context));
        var enumerator = host.Read("k", probe => ((IEnumerable<KeyValuePair<TimeWindow, string>>)probe.Texts.TakeEnded(At(9))).GetEnumerator());
        host.Run("k", _ =>
        {
            var error = Assert.Throws<InvalidOperationException>(() => enumerator.MoveNext());
            Assert.Contains("window state 'Texts' outlived its record", error.Message, StringComparison.Ordinal);
        });
        enumerator.Dispose();
        Assert.Throws<NoCurrentKeyException>(() => host.Read("k", probe => probe.Texts).IsEmpty);
    }

    [Fact]
    public async Task Processing_time_timers_take_nothing()
    {
        var host = await OpenAsync(new WindowProbe());
        host.Run("k", probe =>
        {
            probe.Texts.TryAdd(Window(0, 10), "a", probe.Context);
            probe.Context.Timers.RegisterProcessingTime(At(100));
        });
        host.AdvanceProcessingTime(At(100));
        Assert.Empty(host.TakeOutput());
        Assert.Equal(1, host.CountEntries());
    }

    [Fact]
    public async Task Windows_and_timers_are_those_of_the_snapshot()
    {
        var host = await OpenAsync(new WindowProbe());
        host.Run("k", probe =>
        {
            probe.Texts.TryAdd(Window(0, 10), "a", probe.Context);
            probe.Texts.TryAdd(Window(10, 20), "b", probe.Context);
            probe.AddSession(3, 10, "s");
            probe.AddSession(8, 10, "t");
        });
        var taking = host.SnapshotAsync(Cancellation);
        host.Run("k", probe => probe.Texts.TryAdd(Window(0, 10), "after", probe.Context));
        host.Run("k", probe => probe.AddSession(9, 10, "after"));
        var restored = await OpenAsync(new WindowProbe(), Options(await taking));
        restored.CompleteInput();
        Assert.Equal(["k 0-10 a", "k session 3-18 st", "k 10-20 b"], restored.TakeOutput());
        Assert.Equal((0, 0), (restored.TimerCount, restored.CountEntries()));
    }

    [Fact]
    public async Task An_accumulator_that_is_copied_is_not_changed_in_place()
    {
        var host = await OpenAsync(new WindowProbe());
        host.Run("k", probe => probe.Lists.TryAdd(Window(0, 10), 1, probe.Context));
        Assert.Throws<OperatorException>(() => host.Run("k", probe =>
        {
            probe.Lists.TryAdd(Window(0, 10), 10, probe.Context);
            throw new InvalidOperationException();
        }));
        host.Run("k", probe => probe.Lists.TryAdd(Window(0, 10), 2, probe.Context));
        Assert.Equal(3, host.Read("k", probe => probe.Lists.GetValueOrDefault(Window(0, 10))));
    }

    [Fact]
    public async Task Windows_are_keys_and_values_of_other_states()
    {
        var host = await OpenAsync(new WindowProbe());
        host.Run("k", probe =>
        {
            Assert.Equal(default, probe.Latest);
            probe.Latest = Window(-3, 7);
            probe.Plain[Window(5, 30)] = Window(1, 2);
            probe.Plain[Window(20, 25)] = null;
            probe.Plain[Window(0, 30)] = default(TimeWindow);
        });
        var restored = await OpenAsync(new WindowProbe(), Options(await host.SnapshotAsync(Cancellation)));
        restored.Run("k", probe =>
        {
            Assert.Equal(Window(-3, 7), probe.Latest);
            Assert.Equal([Window(20, 25), Window(0, 30), Window(5, 30)], probe.Plain.Keys);
            Assert.Equal([null, default(TimeWindow), Window(1, 2)], probe.Plain.Values);
            Assert.Equal(Window(20, 25), probe.Plain.UpTo(Window(0, 30)).First.Key);
        });
    }
}
