using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests;

/// <summary>States of types that can be changed in place: only assigning changes them.</summary>
public abstract class CopyTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    [Fact]
    public async Task Changing_what_was_assigned_changes_nothing()
    {
        var host = await OpenAsync(new CopyProbe());
        host.Process("a", FillAndChange, DateTimeOffset.UnixEpoch);
        host.Process("a", Check, DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public async Task Changing_what_was_read_changes_nothing_in_this_record_the_next_or_a_restored_one()
    {
        var host = await OpenAsync(new CopyProbe());
        host.Process("a", FillAndChange, DateTimeOffset.UnixEpoch);
        host.Process("a", ChangeWhatIsRead, DateTimeOffset.UnixEpoch);
        host.Process("a", Check, DateTimeOffset.UnixEpoch);
        var restored = await OpenAsync(new CopyProbe(), Options(await host.SnapshotAsync(Cancellation)));
        restored.Process("a", ChangeWhatIsRead, DateTimeOffset.UnixEpoch);
        restored.Process("a", Check, DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public async Task Keys_that_were_given_one_instance_do_not_share_it()
    {
        var host = await OpenAsync(new CopyProbe());
        List<int> shared = [1];
        host.Process("a", probe => probe.Numbers = shared, DateTimeOffset.UnixEpoch);
        host.Process("b", probe => probe.Numbers = shared, DateTimeOffset.UnixEpoch);
        host.Process("a", probe =>
        {
            var numbers = probe.Numbers!;
            numbers.Add(2);
            probe.Numbers = numbers;
        }, DateTimeOffset.UnixEpoch);
        host.Process("a", probe => Assert.Equal([1, 2], probe.Numbers!), DateTimeOffset.UnixEpoch);
        host.Process("b", probe => Assert.Equal([1], probe.Numbers!), DateTimeOffset.UnixEpoch);
    }

    private static void FillAndChange(CopyProbe probe)
    {
        List<int> numbers = [1, 2];
        int[] elements = [3];
        var basket = new Basket { Count = 1, Prices = { ["x"] = 5 } };
        probe.Numbers = numbers;
        probe.Basket = basket;
        probe.Map["m"] = basket;
        probe.List.Add(elements);
        probe.List.AddRange([elements]);
        numbers.Clear();
        elements[0] = 9;
        basket.Count = 9;
        basket.Prices.Clear();
    }

    private static void ChangeWhatIsRead(CopyProbe probe)
    {
        probe.Numbers!.Clear();
        probe.Basket!.Prices.Clear();
        probe.Map["m"].Count = 9;
        probe.Map.Values.Single().Prices["y"] = 9;
        foreach (var elements in probe.List)
            elements[0] = 9;
        Check(probe);
    }

    private static void Check(CopyProbe probe)
    {
        Assert.Equal([1, 2], probe.Numbers!);
        Assert.Equal((1, 5), (probe.Basket!.Count, probe.Basket.Prices["x"]));
        Assert.Equal((1, 5), (probe.Map["m"].Count, probe.Map["m"].Prices.Values.Single()));
        Assert.Equal([3, 3], probe.List.SelectMany(elements => elements));
    }
}
