using System.Globalization;
using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests;

public abstract class ListStateTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    [Fact]
    public async Task Absent_enumerates_empty()
    {
        var host = await OpenProbeAsync();
        host.Run("k", probe =>
        {
            Assert.Empty(probe.List);
            Assert.True(probe.List.IsEmpty);
        });
    }

    [Fact]
    public async Task Adding_keeps_order_and_duplicates_over_records_and_keys()
    {
        var host = await OpenProbeAsync();
        foreach (var element in new[] { "b", "a", "b" })
        {
            host.Run("k", probe => probe.List.Add(element));
            host.Run("other", probe => probe.List.Add("x"));
        }

        host.Run("k", probe => probe.List.AddRange(["c", "a"]));
        Assert.Equal(["b", "a", "b", "c", "a"], host.Read("k", probe => probe.List.ToArray()));
        Assert.Equal(["x", "x", "x"], host.Read("other", probe => probe.List.ToArray()));
    }

    [Fact]
    public async Task AddRange_of_nothing_creates_nothing_and_Update_of_nothing_clears()
    {
        var host = await OpenProbeAsync();
        host.Run("k", probe => probe.List.AddRange([]));
        Assert.Equal(0, host.CountEntries());
        host.Run("k", probe => probe.List.Update(["a", "b"]));
        host.Run("k", probe => probe.List.Update(["c"]));
        Assert.Equal(["c"], host.Read("k", probe => probe.List.ToArray()));
        host.Run("k", probe => probe.List.Update([]));
        Assert.Equal(0, host.CountEntries());
    }

    [Fact]
    public async Task A_null_list_or_an_element_that_cannot_be_stored_throws_and_changes_nothing()
    {
        var host = await OpenProbeAsync();
        host.Run("k", probe => probe.List.Add("a"));
        host.Run("k", probe =>
        {
            Assert.Throws<ArgumentNullException>(() => probe.List.Add(null!));
            Assert.Throws<ArgumentNullException>(() => probe.List.AddRange(null!));
            Assert.Throws<ArgumentNullException>(() => probe.List.AddRange(["b", null!]));
            Assert.Throws<ArgumentNullException>(() => probe.List.Update(null!));
            Assert.Throws<ArgumentNullException>(() => probe.List.Update(["b", null!]));
            Assert.ThrowsAny<ArgumentException>(() => probe.List.AddRange(["b", new string('\ud800', 1)]));
            Assert.ThrowsAny<ArgumentException>(() => probe.List.Update(["b", new string('\ud800', 1)]));
        });
        Assert.Equal(["a"], host.Read("k", probe => probe.List.ToArray()));
    }

    [Fact]
    public async Task An_operator_with_nothing_but_a_list_stores_no_row()
    {
        var host = await OpenAsync(new ListProbe());
        for (var i = 0; i < 10; i++)
            host.Process("k", "x", DateTimeOffset.UnixEpoch);
        Assert.Equal(10, host.CountEntries());
    }

    [Fact]
    public async Task A_hundred_thousand_elements_under_one_key_stream_in_order()
    {
        const int Count = 100_000;
        var host = await OpenProbeAsync();
        for (var start = 0; start < Count; start += 1000)
        {
            var first = start;
            host.Run("k", probe => probe.Numbers.AddRange(Enumerable.Range(first, 1000).Select(element => (long)element)));
        }

        host.Run("k", probe =>
        {
            var expected = 0L;
            foreach (var element in probe.Numbers)
                Assert.Equal(expected++, element);
            Assert.Equal(Count, expected);
        });
    }

    [Fact]
    public async Task Repeated_enumeration_gives_equal_results()
    {
        var host = await OpenProbeAsync();
        host.Run("k", probe => probe.List.AddRange(Enumerable.Range(0, 50).Select(i => i.ToString(CultureInfo.InvariantCulture))));
        host.Run("k", probe => Assert.Equal(probe.List.ToArray(), probe.List.ToArray()));
    }

    [Fact]
    public async Task Modifying_a_list_while_it_is_enumerated_makes_the_enumeration_throw()
    {
        var host = await OpenProbeAsync();
        host.Run("k", probe =>
        {
            probe.List.AddRange(["a", "b"]);
            Assert.Throws<InvalidOperationException>(() =>
            {
                foreach (var element in probe.List)
                    probe.List.Add(element);
            });
        });
    }

    [Fact]
    public async Task A_list_cleared_by_any_route_leaves_no_entry_and_can_be_filled_again()
    {
        var host = await OpenProbeAsync();
        host.Run("k", probe => probe.List.AddRange(["a", "b"]));
        host.Run("k", probe => probe.List.Clear());
        Assert.Equal(0, host.CountEntries());
        host.Run("k", probe =>
        {
            probe.List.Add("c");
            probe.List.Clear();
            Assert.True(probe.List.IsEmpty);
            probe.List.Add("d");
        });
        Assert.Equal(["d"], host.Read("k", probe => probe.List.ToArray()));
        host.Run("k", probe => probe.Clear());
        Assert.Equal(0, host.CountEntries());
    }
}
