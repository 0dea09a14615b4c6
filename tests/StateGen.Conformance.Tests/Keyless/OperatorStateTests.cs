using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests.Keyless;

/// <summary>Operator state of subtasks, each in a host.</summary>
public abstract class OperatorStateTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    [Fact]
    public async Task It_belongs_to_no_key_and_every_callback_uses_it()
    {
        string[]? closed = null;
        var host = await OpenStateAsync(new(probe => probe.Items.Add("open"), probe => closed = [.. probe.Items]));
        host.Run("a", probe =>
        {
            probe.Items.Add("event");
            probe.OnTimerAt(5, timer => timer.Items.Add("timer"));
        });
        Broadcast(host, probe => probe.Items.Add("broadcast"));
        host.AdvanceWatermark(At(5));
        Assert.Equal(["open", "event", "broadcast", "timer"], host.Read("b", probe => probe.Items.ToArray()));
        host.Run("a", probe => probe.Clear());
        Assert.Equal(4, host.CountEntries());
        await host.DisposeAsync();
        Assert.Equal(["open", "event", "broadcast", "timer"], closed!);
    }

    [Fact]
    public async Task It_behaves_as_a_list()
    {
        var host = await OpenStateAsync();
        host.Run("k", probe =>
        {
            Assert.True(probe.Items.IsEmpty);
            Assert.Empty(probe.Items);
            probe.Items.AddRange([]);
            probe.Items.AddRange(["a", "b", "a"]);
            probe.Items.Add("c");
            probe.Items[1] = "B";
            Assert.Equal((4, false, "B"), (probe.Items.Count, probe.Items.IsEmpty, probe.Items[1]));
            Assert.Equal(["a", "B", "a", "c"], probe.Items);
            Assert.Equal(["a", "B", "a", "c"], probe.Items);
            probe.Items.Update(probe.Items.Skip(2));
            Assert.Equal(["a", "c"], probe.Items);
            foreach (var index in new[] { -1, 2, int.MaxValue })
            {
                var error = Assert.Throws<ArgumentOutOfRangeException>(() => probe.Items[index]);
                Assert.StartsWith("Operator state 'Items' of operator 'operator-state-probe' has 2 elements.", error.Message, StringComparison.Ordinal);
                Assert.Throws<ArgumentOutOfRangeException>(() => probe.Items[index] = "x");
            }

            probe.Items.Update([]);
            Assert.True(probe.Items.IsEmpty);
            probe.Items.Add("d");
            probe.Items.Clear();
            Assert.Empty(probe.Items);
        });
    }

    [Fact]
    public async Task Null_throws_and_changes_nothing()
    {
        var host = await OpenStateAsync();
        host.Run("k", probe =>
        {
            probe.Items.Add("a");
            Assert.Throws<ArgumentNullException>(() => probe.Items.Add(null!));
            Assert.Throws<ArgumentNullException>(() => probe.Items[0] = null!);
            Assert.Throws<ArgumentNullException>(() => probe.Items.AddRange(null!));
            Assert.Throws<ArgumentNullException>(() => probe.Items.AddRange(["b", null!]));
            Assert.Throws<ArgumentNullException>(() => probe.Items.Update(null!));
            Assert.Throws<ArgumentNullException>(() => probe.Items.Update(["b", null!]));
            Assert.Throws<ArgumentException>(() => probe.Items.Update(["b", "\ud800"]));
            Assert.Equal(["a"], probe.Items);
        });
    }

    [Fact]
    public async Task Elements_that_can_change_are_copied()
    {
        var host = await OpenStateAsync();
        host.Run("k", probe =>
        {
            var list = new List<int> { 1 };
            probe.Copied.Add(list);
            list.Add(2);
            probe.Copied[0].Add(3);
            probe.Copied.Single().Add(4);
            Assert.Equal([1], probe.Copied[0]);
        });
    }

    [Fact]
    public async Task A_change_during_an_enumeration_ends_it()
    {
        var host = await OpenStateAsync();
        host.Run("k", probe => probe.Items.AddRange(["a", "b"]));
        foreach (var change in new Action<OperatorStateProbe>[] { probe => probe.Items.Add("c"), probe => probe.Items[0] = "c", probe => probe.Items.Clear(), probe => probe.Items.Update(["c"]) })
        {
            var error = Assert.Throws<OperatorException>(() => host.Run("k", probe =>
            {
                foreach (var _ in probe.Items)
                    change(probe);
            }));
            Assert.IsType<InvalidOperationException>(error.InnerException);
            Assert.Contains("'Items' of operator 'operator-state-probe' was modified while it was enumerated", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(["a", "b"], host.Read("k", probe => probe.Items.ToArray()));
    }

    [Fact]
    public async Task A_callback_that_throws_leaves_it_unchanged()
    {
        var host = await OpenStateAsync();
        var watermark = 0;
        host.Run("k", probe => probe.Items.AddRange(["a", "b", "c", "d", "e"]));
        foreach (var change in new Action<OperatorStateProbe>[]
        {
            probe => probe.Items.Add("f"),
            probe => (probe.Items[1], probe.Items[4]) = ("B", "E"),
            probe => probe.Items.Clear(),
            probe => probe.Items.Update(["x"]),
            probe =>
            {
                probe.Items[0] = "first";
                probe.Items[0] = "second";
                probe.Items.AddRange(["f", "g", "h", "i", "j"]);
                (probe.Items[0], probe.Items[6]) = ("third", "G");
                probe.Items.Clear();
                probe.Items.Add("fourth");
                probe.Items[0] = "fifth";
            },
        })
        {
            Assert.Throws<OperatorException>(() => host.Run("k", Throwing(change)));
            Assert.Throws<OperatorException>(() => Broadcast(host, Throwing(change)));
            host.Run("k", probe => probe.OnTimerAt(0, Throwing(change)));
            Assert.Throws<OperatorException>(() => host.AdvanceWatermark(At(++watermark)));
            host.Run("k", probe => probe.OnTimerAt(0, _ => { }));
            host.AdvanceWatermark(At(++watermark));
            Assert.Equal(["a", "b", "c", "d", "e"], host.Read("k", probe => probe.Items.ToArray()));
        }

        host.Run("k", probe => probe.Items.Add("f"));
        Assert.Throws<OperatorException>(() => host.Run("k", Throwing(probe => probe.Number = 1)));
        Assert.Equal(["a", "b", "c", "d", "e", "f"], host.Read("k", probe => probe.Items.ToArray()));
    }

    [Fact]
    public async Task What_opens_the_operator_finds_it_restored_and_its_changes_stay()
    {
        var host = await OpenStateAsync();
        host.Run("k", probe => probe.Items.AddRange(["a", "b"]));
        var restored = await OpenStateAsync(new(probe => probe.Items.Update([.. probe.Items, "open"])), Options(await host.SnapshotAsync(Cancellation)));
        Assert.Throws<OperatorException>(() => restored.Run("k", Throwing(probe => probe.Items.Clear())));
        Assert.Equal(["a", "b", "open"], restored.Read("k", probe => probe.Items.ToArray()));
    }

    [Fact]
    public void It_cannot_be_used_before_the_operator_is_open()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new OperatorStateProbe().Items);
        Assert.Equal("Operator state 'Items' of operator 'operator-state-probe' was used before the operator was open. Use it from OnOpenAsync on.", error.Message);
    }

    [Fact]
    public async Task A_snapshot_has_what_was_there_when_it_began()
    {
        var host = await OpenStateAsync();
        host.Run("k", probe =>
        {
            probe.Items.AddRange(["a", "b"]);
            probe.Totals.Add(new(1, 0.20m, "é"));
            probe.Copied.Add([1, 2]);
            probe.Number = 5;
        });
        var snapshot = await host.SnapshotAsync(Cancellation);
        host.Run("k", probe =>
        {
            probe.Items[0] = "A";
            probe.Items.Add("c");
            probe.Totals.Clear();
        });
        var restored = await OpenStateAsync(options: Options(snapshot));
        Assert.Equal(5, restored.CountEntries());
        restored.Run("k", probe =>
        {
            Assert.Equal(["a", "b"], probe.Items);
            Assert.Equal([new(1, 0.20m, "é")], probe.Totals);
            Assert.Equal([1, 2], probe.Copied[0]);
            Assert.Equal(5, probe.Number);
        });
        Assert.Equal(["A", "b", "c"], host.Read("k", probe => probe.Items.ToArray()));
        Assert.Equal(0, host.Read("k", probe => probe.Totals.Count));
        Assert.Equal(["a", "b"], (await OpenStateAsync(options: Options(await restored.SnapshotAsync(Cancellation)))).Read("k", probe => probe.Items.ToArray()));
    }

    [Fact]
    public async Task Empty_state_is_taken_and_restored()
    {
        var restored = await OpenStateAsync(options: Options(await (await OpenStateAsync()).SnapshotAsync(Cancellation)));
        Assert.Equal(0, restored.CountEntries());
        restored.Run("k", probe => probe.Items.Add("a"));
        Assert.Equal(1, restored.CountEntries());
    }

    [Fact]
    public async Task A_hundred_thousand_elements_keep_their_order()
    {
        const int Elements = 100_000;
        var host = await OpenStateAsync();
        host.Run("k", probe => probe.Items.AddRange(Enumerable.Range(0, Elements).Select(number => $"{number}")));
        var restored = await OpenStateAsync(options: Options(await host.SnapshotAsync(Cancellation)));
        Assert.Equal(Enumerable.Range(0, Elements).Select(number => $"{number}"), restored.Read("k", probe => probe.Items.ToArray()));
    }

    [Theory]
    [InlineData(4, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 3)]
    [InlineData(15, 77)]
    [InlineData(77, 15)]
    public async Task Split_elements_are_dealt_round_robin_and_union_elements_reach_every_subtask(int before, int after)
    {
        var snapshots = new List<OperatorHostSnapshot>();
        for (var subtask = 0; subtask < before; subtask++)
        {
            var host = await OpenStateAsync(options: Options() with { Parallelism = before, Subtask = subtask });
            var number = subtask;
            Broadcast(host, probe =>
            {
                // Subtasks have between no element and three.
                probe.Items.AddRange(ItemsOf(number));
                probe.Totals.Add(new(number, 1, null));
            });
            snapshots.Add(await host.SnapshotAsync(Cancellation));
        }

        // The order in which the snapshots are passed does not matter.
        snapshots.Reverse();
        string[] all = [.. Enumerable.Range(0, before).SelectMany(ItemsOf)];
        for (var subtask = 0; subtask < after; subtask++)
        {
            var host = await OpenStateAsync(options: Options([.. snapshots]) with { Parallelism = after, Subtask = subtask });
            var number = subtask;
            var expected = before == after ? ItemsOf(number) : all.Where((_, position) => position % after == number);
            Broadcast(host, probe =>
            {
                Assert.Equal(expected, probe.Items);
                Assert.Equal(Enumerable.Range(0, before), probe.Totals.Select(total => (int)total.Count));
            });
        }

        static IEnumerable<string> ItemsOf(int subtask) => Enumerable.Range(0, subtask % 4).Select(item => $"{subtask}-{item}");
    }

    [Fact]
    public async Task A_restore_needs_the_snapshots_of_all_subtasks()
    {
        var host = await OpenStateAsync(options: Options() with { Parallelism = 2, Subtask = 1 });
        var snapshot = await host.SnapshotAsync(Cancellation);
        var error = await Assert.ThrowsAsync<StateGenException>(() => OpenStateAsync(options: Options(snapshot)));
        Assert.Equal(
            "The snapshots cover 64 of 128 key groups, but operator state is restored from all subtasks: set Restore to the snapshots of all hosts, each once.",
            error.Message);
        await Assert.ThrowsAsync<StateGenException>(() => OpenStateAsync(options: Options(snapshot, snapshot, snapshot)));
    }

    private static Action<OperatorStateProbe> Throwing(Action<OperatorStateProbe> change) => probe =>
    {
        change(probe);
        throw new FormatException("broken");
    };

    private static void Broadcast(OperatorHost<string, Action<OperatorStateProbe>, string> host, Action<OperatorStateProbe> broadcast) => host.Broadcast(broadcast, At(0));

    private Task<OperatorHost<string, Action<OperatorStateProbe>, string>> OpenStateAsync(OperatorStateProbe? probe = null, OperatorHostOptions? options = null) =>
        OpenAsync(probe ?? new OperatorStateProbe(), options);

    private static DateTimeOffset At(int seconds) => DateTimeOffset.UnixEpoch.AddSeconds(seconds);
}
