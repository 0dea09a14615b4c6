using StateGen.Conformance.Tests.Probes;
using StateGen.Keys;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests;

[Trait("Category", "Slow")]
public abstract class KeyTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    [Fact]
    public async Task Decimals_with_and_without_trailing_zeros_are_one_key_in_normal_form()
    {
        var host = await OpenAsync(new DecimalProbe());
        foreach (var key in new[] { 1.0m, 1.00m, 1m })
            host.Process(key, 0, DateTimeOffset.UnixEpoch);
        var output = host.TakeOutput();
        Assert.Equal([1m, 1, 1, 2, 1, 3], output);
        Assert.All(output, value => Assert.Equal(0, value.Scale));
        Assert.Equal(1, host.CountEntries());
    }

    [Fact]
    public async Task Negative_zero_is_zero_and_not_a_number_throws()
    {
        var host = await OpenAsync(new DoubleProbe());
        host.Process(0.0, 0, DateTimeOffset.UnixEpoch);
        host.Process(-0.0, 0, DateTimeOffset.UnixEpoch);
        Assert.Equal([1L, 2], host.TakeOutput());
        Assert.Throws<KeyFormatException>(() => host.ProcessBatch([1, double.NaN], [0, 0], [0, 0]));
        Assert.Equal(1, host.CountEntries());
    }

    [Fact]
    public async Task Times_that_are_not_utc_and_lone_surrogates_throw_before_anything_is_written()
    {
        var byTime = await OpenAsync(new TimeProbe());
        Assert.Throws<KeyFormatException>(() => byTime.Process(new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Local), 0, DateTimeOffset.UnixEpoch));
        Assert.Equal(0, byTime.CountEntries());
        var byText = await OpenProbeAsync();
        Assert.Throws<KeyFormatException>(() => byText.Run("\udc00", probe => probe.Number = 1));
        byText.Run("k", probe => Assert.Throws<KeyFormatException>(() => probe.Map["\udc00"] = "x"));
        Assert.Equal(0, byText.CountEntries());
    }

    [Fact]
    public async Task Parts_of_composite_keys_never_run_into_each_other()
    {
        CompositeKey[] keys = [new("a", 1, null), new("a", 1, ""), new("", 1, "a"), new("a\0", 1, null), new("a", -1, null), new("", 1, null)];
        var host = await OpenAsync(new CompositeProbe());
        for (var round = 1; round <= 2; round++)
        {
            foreach (var key in keys)
                host.Process(key, 0, DateTimeOffset.UnixEpoch);
            Assert.All(host.TakeOutput(), count => Assert.Equal(round, count));
        }

        Assert.Equal(keys.Length, host.CountEntries());
    }

    [Theory]
    [InlineData(4, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 3)]
    [InlineData(15, 77)]
    [InlineData(77, 15)]
    public async Task State_written_at_one_parallelism_restores_at_another_with_nothing_lost_and_nothing_twice(int before, int after)
    {
        const int KeyCount = 300;
        var written = await OpenAllAsync(before, []);
        for (var key = 0; key < KeyCount; key++)
        {
            var number = key;
            OwnerOf(written, $"{key}").Run($"{key}", probe =>
            {
                probe.Number = -1 - number;
                probe.Map["a"] = $"{number}";
                probe.List.AddRange([$"{number}", "x"]);
                probe.RegisterAt(number);
            });
        }

        var restored = await OpenAllAsync(after, await Task.WhenAll(written.Select(host => host.SnapshotAsync(Cancellation))));
        Assert.Equal((KeyCount * 4L, (long)KeyCount), (restored.Sum(host => host.CountEntries()), restored.Sum(host => host.TimerCount)));
        for (var key = 0; key < KeyCount; key++)
        {
            var number = key;
            OwnerOf(restored, $"{key}").Run($"{key}", probe =>
            {
                Assert.Equal((-1 - number, $"{number}"), (probe.Number, probe.Map["a"]));
                Assert.Equal([$"{number}", "x"], probe.List);
                probe.List.Add("y");
            });
        }

        foreach (var host in restored)
            host.AdvanceTo(KeyCount);
        Assert.Equal(
            Enumerable.Range(0, KeyCount).Select(key => $"{key}@{key}").Order(StringComparer.Ordinal),
            restored.SelectMany(host => host.TakeOutput()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_key_of_another_subtask_is_refused()
    {
        var hosts = await OpenAllAsync(2, []);
        var owner = OwnerOf(hosts, "k");
        Assert.Throws<ArgumentException>(() => hosts.Single(host => host != owner).Run("k", probe => probe.Number = 1));
    }

    private static OperatorHost<string, Action<Probe>, string> OwnerOf(OperatorHost<string, Action<Probe>, string>[] hosts, string key)
    {
        var group = KeyGroups.Of(StringKeyCodec.Hash(in key), KeyGroups.DefaultMaxParallelism);
        return hosts[KeyGroups.SubtaskOf(group, KeyGroups.DefaultMaxParallelism, hosts.Length)];
    }

    private async Task<OperatorHost<string, Action<Probe>, string>[]> OpenAllAsync(int parallelism, OperatorHostSnapshot[] snapshots)
    {
        var hosts = new OperatorHost<string, Action<Probe>, string>[parallelism];
        for (var subtask = 0; subtask < parallelism; subtask++)
            hosts[subtask] = await OpenProbeAsync(Options(snapshots) with { Parallelism = parallelism, Subtask = subtask });
        return hosts;
    }
}
