using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests;

public abstract class ValueStateTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    [Fact]
    public async Task Absent_reads_as_default()
    {
        var host = await OpenProbeAsync();
        host.Run("a", probe =>
        {
            Assert.Equal(0, probe.Number);
            Assert.Null(probe.Optional);
            Assert.Null(probe.Text);
            Assert.Null(probe.Total);
        });
        Assert.Equal(0, host.CountEntries());
    }

    [Fact]
    public async Task A_nullable_state_tells_absent_from_a_stored_default()
    {
        var host = await OpenProbeAsync();
        host.Run("a", probe => probe.Optional = 0);
        Assert.Equal(0, host.Read("a", probe => probe.Optional));
        Assert.Equal(1, host.CountEntries());
        host.Run("a", probe => probe.Optional = null);
        Assert.Null(host.Read("a", probe => probe.Optional));
        Assert.Equal(0, host.CountEntries());
    }

    [Fact]
    public async Task Assigning_default_or_clearing_leaves_no_entry_for_any_of_thousands_of_keys()
    {
        var host = await OpenProbeAsync();
        for (var key = 0; key < 3000; key++)
            host.Run($"{key}", probe => (probe.Number, probe.Text) = (1, "x"));
        Assert.Equal(3000, host.CountEntries());
        for (var key = 0; key < 3000; key++)
            host.Run($"{key}", key % 2 == 0 ? probe => probe.Clear() : probe => (probe.Number, probe.Text) = (0, null));
        Assert.Equal(0, host.CountEntries());
    }

    [Fact]
    public async Task A_key_never_sees_the_state_of_another_and_keeps_its_own_over_thousands_of_switches()
    {
        var host = await OpenProbeAsync();
        for (var round = 1; round <= 3; round++)
        {
            for (var key = 0; key < 2000; key++)
            {
                var (before, after) = ((round - 1) * key, round * key);
                host.Run($"{key}", probe =>
                {
                    Assert.Equal(before, probe.Number);
                    probe.Number = after;
                });
            }
        }
    }

    [Fact]
    public async Task Values_of_several_parts_come_back_equal()
    {
        var host = await OpenProbeAsync();
        host.Run("a", probe => probe.Total = new(3, 1.50m, "é\0😀"));
        for (var other = 0; other < 100; other++)
            host.Run($"{other}", probe => probe.Number = 1);
        Assert.Equal(new Total(3, 1.50m, "é\0😀"), host.Read("a", probe => probe.Total));
    }

    [Fact]
    public async Task Several_writes_within_a_record_are_seen_within_it_and_the_last_one_stays()
    {
        var host = await OpenProbeAsync();
        host.Run("a", probe =>
        {
            probe.Number = 1;
            probe.Number += 4;
            Assert.Equal(5, probe.Number);
            probe.Clear();
            Assert.Equal(0, probe.Number);
            probe.Number = 7;
        });
        Assert.Equal(7, host.Read("a", probe => probe.Number));
    }

    [Fact]
    public async Task Touching_state_without_a_current_key_names_operator_and_state()
    {
        var probe = new Probe();
        await OpenAsync(probe);
        var reading = Assert.Throws<NoCurrentKeyException>(() => probe.Number);
        Assert.Equal(("probe", "Number"), (reading.OperatorId, reading.State));
        Assert.Equal("Text", Assert.Throws<NoCurrentKeyException>(() => probe.Text = "x").State);
        Assert.Equal("Map", Assert.Throws<NoCurrentKeyException>(() => probe.Map["a"] = "x").State);
        Assert.Equal("List", Assert.Throws<NoCurrentKeyException>(() => probe.List.Add("x")).State);
        Assert.Throws<NoCurrentKeyException>(() => probe.CurrentKey);
        Assert.Throws<NoCurrentKeyException>(probe.Clear);
    }

    [Fact]
    public async Task State_stays_out_of_reach_after_a_record_is_over()
    {
        var probe = new Probe();
        var host = await OpenAsync(probe);
        host.Run("a", running => running.Number = 1);
        Assert.Throws<NoCurrentKeyException>(() => probe.Number);
        Assert.Throws<NoCurrentKeyException>(() => probe.RegisterAt(1));
    }

    [Fact]
    public async Task A_null_key_throws()
    {
        var host = await OpenProbeAsync();
        Assert.Throws<ArgumentNullException>(() => host.Run(null!, probe => probe.Number = 1));
        Assert.Equal(0, host.CountEntries());
    }

    [Fact]
    public async Task A_value_that_cannot_be_stored_is_refused_when_it_is_set()
    {
        var host = await OpenProbeAsync();
        host.Run("a", probe => Assert.Throws<ArgumentException>(() => probe.Text = "\ud800"));
        Assert.Equal(0, host.CountEntries());
    }
}
