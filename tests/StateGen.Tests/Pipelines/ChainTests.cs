using StateGen.TestKit.Pipelines;

namespace StateGen.Tests.Pipelines;

/// <summary>Pipelines of no operator, and of two.</summary>
public sealed class ChainTests
{
    private static readonly Reading[] Input = Readings.Generate(seed: 10, count: 800);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, int> Failures()
    {
        var data = new TheoryData<string, int>();
        foreach (var place in new[] { "none", "read", "operator", "timer", "write", "prepare", "commit", "storage-write", "storage-commit", "storage-committed" })
        {
            foreach (var parallelism in new[] { 1, 3 })
                data.Add(place, parallelism);
        }

        return data;
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 4)]
    public async Task A_source_may_go_straight_into_a_sink(int parallelism, int splits)
    {
        using var storage = new FaultyCheckpointStorage();
        var sink = new ListSink<Reading>();
        var job = new TriggeredJob(triggerEvery: 3);
        await Pipeline.From(job.Source(new Faults().At("read", 7), Input.Split(splits))).To(sink).RunAsync(job.Options(storage, parallelism), Token);
        Assert.Equal(Input.OrderBy(reading => reading.Milliseconds).ThenBy(reading => reading.Sensor, StringComparer.Ordinal), sink.Committed.OrderBy(reading => reading.Milliseconds).ThenBy(reading => reading.Sensor, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_second_operator_sees_the_times_and_watermarks_of_the_first(string place, int parallelism)
    {
        foreach (var pass in new[] { 1, 6, 40 })
        {
            var faults = new Faults().At(place, pass);
            using var storage = new FaultyCheckpointStorage(faults);
            var sink = new ListSink<WindowTotal> { Faults = faults };
            var job = new TriggeredJob(triggerEvery: 4);
            await Pipeline.From(job.Source(faults, Input.Split(3))).WithEventTime(reading => reading.Time, TimeSpan.Zero)
                .KeyBy(WindowTotals.KeyOf).Process(() => new WindowTotals(faults))
                .KeyBy(total => $"{total.End}").Process(() => new WindowSums()).To(sink)
                .RunAsync(job.Options(storage, parallelism), Token);
            Assert.Equal(Sums(), sink.Committed.OrderBy(sum => sum.End));
        }
    }

    private static IEnumerable<WindowTotal> Sums() => Readings.Windows(Input).GroupBy(total => total.End)
        .Select(window => new WindowTotal("all", window.Key, window.Count(), window.Sum(total => total.Sum))).OrderBy(sum => sum.End);

    /// <summary>Sums the totals of all sensors for one window, once none can follow.</summary>
    private sealed class WindowSums() : TotalOperator<WindowTotal, WindowTotal>("window-sums")
    {
        protected override void OnEvent(WindowTotal value, OperatorContext<WindowTotal> context)
        {
            Assert.Equal(value.End, context.Timestamp.ToUnixTimeMilliseconds());
            Count++;
            Sum += value.Sum;
            context.Timers.RegisterEventTime(DateTimeOffset.FromUnixTimeMilliseconds(value.End));
        }

        protected override void OnTimer(FiredTimer timer, OperatorContext<WindowTotal> context)
        {
            context.Emit(new("all", timer.Timestamp.ToUnixTimeMilliseconds(), Count, Sum));
            ClearState();
        }
    }
}
