using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests;

public abstract class SnapshotTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    [Fact]
    public async Task Everything_comes_back()
    {
        var host = await OpenProbeAsync();
        for (var key = 0; key < 500; key++)
        {
            var number = key;
            host.Run($"{key}", probe =>
            {
                probe.Number = number;
                probe.Optional = number % 2 == 0 ? 0 : null;
                probe.Total = new(number, 0.10m, $"é{number}");
                probe.Map[$"m{number}"] = null;
                probe.Totals[-number] = new(1, 2, null);
                probe.List.AddRange([$"{number}", "x", "x"]);
                probe.RegisterAt(number);
            });
        }

        var restored = await RestoreProbeAsync(await host.SnapshotAsync(Cancellation));
        Assert.Equal(host.CountEntries(), restored.CountEntries());
        Assert.Equal(500, restored.TimerCount);
        for (var key = 0; key < 500; key++)
        {
            var number = key;
            restored.Run($"{key}", probe =>
            {
                Assert.Equal((number, number % 2 == 0 ? 0 : null), (probe.Number, probe.Optional));
                Assert.Equal(new(number, 0.10m, $"é{number}"), probe.Total);
                Assert.Equal([new($"m{number}", null)], probe.Map);
                Assert.Equal(new(1, 2, null), probe.Totals[-number]);
                Assert.Equal([$"{number}", "x", "x"], probe.List);
            });
        }
    }

    [Fact]
    public async Task What_happens_after_the_snapshot_is_not_in_it()
    {
        var host = await OpenProbeAsync();
        host.Run("kept", probe => (probe.Number, probe.Map["a"]) = (1, "1"));
        host.Run("removed later", probe => probe.List.Add("x"));
        var snapshot = await host.SnapshotAsync(Cancellation);
        host.Run("kept", probe => (probe.Number, probe.Map["a"]) = (2, "2"));
        host.Run("removed later", probe => probe.Clear());
        host.Run("added later", probe => probe.Number = 1);
        var restored = await RestoreProbeAsync(snapshot);
        Assert.Equal((1, "1"), restored.Read("kept", probe => (probe.Number, probe.Map["a"])));
        Assert.Equal(["x"], restored.Read("removed later", probe => probe.List.ToArray()));
        Assert.Equal(0, restored.Read("added later", probe => probe.Number));
        Assert.Equal(3, restored.CountEntries());
    }

    [Fact]
    public async Task A_snapshot_of_state_that_nobody_touched_since_the_restore_restores_intact()
    {
        var host = await OpenProbeAsync();
        for (var key = 0; key < 100; key++)
            host.Run($"{key}", probe => (probe.Number, probe.Map["a"]) = (1, "x"));
        var first = await RestoreProbeAsync(await host.SnapshotAsync(Cancellation));
        var second = await RestoreProbeAsync(await first.SnapshotAsync(Cancellation));
        Assert.Equal(200, second.CountEntries());
        Assert.Equal((1, "x"), second.Read("42", probe => (probe.Number, probe.Map["a"])));
    }

    [Fact]
    public async Task Empty_state_is_taken_and_restored()
    {
        var host = await OpenProbeAsync();
        var restored = await RestoreProbeAsync(await host.SnapshotAsync(Cancellation));
        Assert.Equal((0L, 0L), (restored.CountEntries(), restored.TimerCount));
        restored.Run("k", probe => probe.Number = 1);
        Assert.Equal(1, restored.CountEntries());
    }

    [Fact]
    public async Task One_snapshot_restores_several_times_and_the_copies_are_independent()
    {
        var host = await OpenProbeAsync();
        host.Run("k", probe => probe.List.Add("a"));
        var snapshot = await host.SnapshotAsync(Cancellation);
        var first = await RestoreProbeAsync(snapshot);
        first.Run("k", probe => probe.List.Add("b"));
        var second = await RestoreProbeAsync(snapshot);
        Assert.Equal(["a"], second.Read("k", probe => probe.List.ToArray()));
        Assert.Equal(["a", "b"], first.Read("k", probe => probe.List.ToArray()));
    }

    [Fact]
    public async Task Elements_added_after_a_restore_come_behind_the_restored_ones()
    {
        var host = await OpenProbeAsync();
        host.Run("other", probe => probe.Numbers.AddRange(Enumerable.Range(0, 300).Select(element => (long)element)));
        host.Run("k", probe => probe.List.AddRange(["a", "b"]));
        var restored = await RestoreProbeAsync(await host.SnapshotAsync(Cancellation));
        restored.Run("k", probe => probe.List.Add("c"));
        Assert.Equal(["a", "b", "c"], restored.Read("k", probe => probe.List.ToArray()));
    }

    [Fact]
    public async Task The_snapshot_of_another_backend_or_number_of_key_groups_is_refused()
    {
        var host = await OpenProbeAsync();
        var snapshot = await host.SnapshotAsync(Cancellation);
        var error = await Assert.ThrowsAsync<StateGenException>(() => OpenProbeAsync(Options(snapshot) with { MaxParallelism = 64 }));
        Assert.Contains("MaxParallelism = 128", error.Message, StringComparison.Ordinal);
    }
}
