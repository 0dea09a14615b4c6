using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit.Backends;

namespace StateGen.Conformance.Tests.Hosts;

/// <summary>A batch that fails says how many of its events were processed, so that its owner can go on behind the one that failed.</summary>
public abstract class BatchFailureTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    private const int Count = 100;

    private static readonly long[] Times = new long[Count];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(42)]
    [InlineData(Count - 1)]
    public async Task A_failed_batch_says_how_many_events_were_processed_and_the_owner_goes_on_behind_the_failed_one(int failing)
    {
        var host = await OpenProbeAsync();
        string[] keys = [.. Enumerable.Range(0, Count).Select(index => $"{index % 7}")];
        Action<Probe>[] events = [.. Enumerable.Range(0, Count).Select(index => Increment(index == failing))];

        var error = Assert.Throws<OperatorException>(() => host.ProcessBatch(keys, events, Times));

        Assert.Equal((failing, failing), (error.ProcessedCount, host.ProcessedCount));
        Assert.Contains($"event at index {failing} of the batch", error.Message, StringComparison.Ordinal);
        Assert.Equal(failing, host.TakeOutput().Length);
        Assert.Equal(keys[..failing].CountBy(key => key).OrderBy(entry => entry.Key, StringComparer.Ordinal), Totals(host));

        host.ProcessBatch(keys.AsSpan(failing + 1), events.AsSpan(failing + 1), Times.AsSpan(failing + 1));
        Assert.Equal(Count - failing - 1, host.ProcessedCount);
        Assert.Equal(Count - 1, Totals(host).Sum(entry => entry.Value));
    }

    [Fact]
    public async Task An_error_that_is_none_of_the_operator_also_leaves_the_number_of_processed_events()
    {
        var host = await OpenProbeAsync();
        string[] keys = ["a", "b", "a"];
        Assert.Throws<StateGenException>(() => host.ProcessBatch(keys, [Increment(false), Increment(false), _ => throw new StateGenException("disk")], Times.AsSpan(0, 3)));
        Assert.Equal(2, host.ProcessedCount);
        Assert.Equal([new("a", 1), new("b", 1)], Totals(host));
    }

    [Fact]
    public async Task Skipped_events_count_as_processed()
    {
        var host = await OpenProbeAsync(Options() with { ErrorPolicy = ErrorPolicy.Skip });
        host.ProcessBatch(["a", "b", "a"], [Increment(false), Increment(true), Increment(false)], Times.AsSpan(0, 3));
        Assert.Equal(3, host.ProcessedCount);
        Assert.Equal([new("a", 2)], Totals(host));
    }

    [Fact]
    public async Task A_batch_that_is_refused_processes_nothing()
    {
        var host = await OpenProbeAsync();
        host.ProcessBatch(["a"], [Increment(false)], Times.AsSpan(0, 1));
        Assert.ThrowsAny<ArgumentException>(() => host.ProcessBatch(["a", null!], [Increment(false), Increment(false)], Times.AsSpan(0, 2)));
        Assert.Equal(0, host.ProcessedCount);
        Assert.Equal([new("a", 1)], Totals(host));
    }

    private static Action<Probe> Increment(bool fails) => probe =>
    {
        probe.Number++;
        probe.List.Add("x");
        probe.Emit("processed");
        if (fails)
            throw new InvalidOperationException("deliberate");
    };

    private static KeyValuePair<string, int>[] Totals(OperatorHost<string, Action<Probe>, string> host)
    {
        var totals = new List<KeyValuePair<string, int>>();
        foreach (var key in (string[])["0", "1", "2", "3", "4", "5", "6", "a", "b"])
        {
            host.Run(key, probe =>
            {
                Assert.Equal(probe.Number, probe.List.Count());
                if (probe.Number > 0)
                    totals.Add(new(key, (int)probe.Number));
            });
        }

        return [.. totals];
    }
}
