using StateGen.Checkpoints;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Graph;

/// <summary>What operators emit with a tag.</summary>
public sealed class SideOutputTests
{
    private static readonly Reading[] Input = Readings.Generate(seed: 12, count: 400);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 2)]
    [InlineData(3, 1)]
    public async Task Output_and_side_outputs_are_exactly_once_after_failures_and_at_another_parallelism(int before, int after)
    {
        var job = new TriggeredJob(triggerEvery: 4);
        using var storage = new MemoryCheckpointStorage();
        var (totals, negative) = (new ListSink<RunningTotal>(), new ListSink<Reading>());
        var faults = new Faults().At("operator", 90).At("operator", 250).At("operator", 390);
        var stream = Timed(job.Source<Reading>(null, Input)).KeyBy(reading => reading.Sensor).Process(() => new Sorting(faults));
        var pipeline = Pipeline.Combine(stream.To(totals, "totals"), stream.SideOutput(Sorting.Negative).To(negative, "negative"));
        await Assert.ThrowsAsync<OperatorException>(
            () => pipeline.RunAsync(job.Options(storage, before) with { Restart = RestartStrategy.FixedDelay(2, TimeSpan.Zero) }, Token));
        await pipeline.RunAsync(job.Options(storage, after), Token);
        Readings.AssertExactlyOnce(totals.Committed, [.. Input.Where(reading => reading.Value >= 0)]);
        Assert.Equal(Sorted(Input.Where(reading => reading.Value < 0)), Sorted(negative.Committed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_side_output_carries_event_times_and_watermarks(int parallelism)
    {
        var sink = new ListSink<WindowTotal>();
        await Timed(new(Input)).KeyBy(reading => reading.Sensor).Process(() => new Sorting()).SideOutput(Sorting.Negative)
            .KeyBy(WindowTotals.KeyOf).Process(() => new WindowTotals()).To(sink)
            .RunAsync(new() { JobId = "job", Parallelism = parallelism, BatchSize = 16 }, Token);
        Assert.Equal(Readings.Windows(Input.Where(reading => reading.Value < 0)), sink.Committed.Sorted());
    }

    [Fact]
    public async Task What_a_skipped_record_has_emitted_is_dropped_with_it_and_nothing_else_is()
    {
        var negative = new ListSink<Reading>();
        await Timed(new(Input)).KeyBy(reading => reading.Sensor).Process(() => new Sorting { FailsAfter = reading => reading.Value % 5 == 0 })
            .SideOutput(Sorting.Negative).To(negative)
            .RunAsync(new() { JobId = "job", ErrorPolicy = ErrorPolicy.Skip }, Token);
        Assert.Equal(Input.Where(reading => reading.Value < 0 && reading.Value % 5 != 0), negative.Committed);
    }

    [Fact]
    public async Task A_side_output_that_nothing_takes_is_an_error_that_no_policy_skips()
    {
        var sink = new ListSink<RunningTotal>();
        var pipeline = Timed(new(Input)).KeyBy(reading => reading.Sensor).Process(() => new Sorting()).To(sink);
        var exception = await Assert.ThrowsAsync<StateGenException>(
            () => pipeline.RunAsync(new() { JobId = "job", ErrorPolicy = ErrorPolicy.Skip, Restart = RestartStrategy.FixedDelay(3, TimeSpan.Zero) }, Token));
        Assert.StartsWith("Operator 'sorting' emitted to the side output 'negative' of type Reading, but the pipeline does not use it.", exception.Message);
        Assert.Equal(1, sink.Restores);
    }

    [Fact]
    public async Task A_side_output_that_fills_up_is_taken_before_the_next_record()
    {
        var writes = new List<int>();
        var sink = new ListSink<long> { Written = records => writes.Add(records.Length) };
        await Pipeline.From(new ListSource<Reading>(Input)).KeyBy(reading => reading.Sensor).Process(() => new Multiplying())
            .SideOutput(Multiplying.Copies).To(sink).RunAsync(new() { JobId = "job", BatchSize = 64 }, Token);
        Assert.Equal(100 * Input.Length, sink.Committed.Count);
        Assert.InRange(writes.Max(), 100, 100 + 64);
    }

    [Fact]
    public async Task Late_events_are_those_at_or_before_the_watermark()
    {
        var late = new ListSink<Reading>();
        Reading[] input = [new("a", 1, 1000), new("a", 2, 999), new("a", 3, 900), new("a", 4, 2000), new("a", 5, 1899), new("a", 6, 1900), new("a", 7, 2001)];
        await Pipeline.From(new ListSource<Reading>(input)).WithEventTime(reading => reading.Time, TimeSpan.FromMilliseconds(99))
            .KeyBy(reading => reading.Sensor).Process(() => new Punctual()).SideOutput(Punctual.Late).To(late).RunAsync(new() { JobId = "job" }, Token);
        Assert.Equal([3L, 5, 6], late.Committed.Select(reading => reading.Value));
    }

    [Fact]
    public async Task A_host_hands_side_outputs_out()
    {
        using var host = await OperatorHost.OpenAsync(new Sorting { FailsAfter = reading => reading.Value == -2 }, new(), Token);
        host.Process("a", new("a", -1, 0), DateTimeOffset.UnixEpoch);
        Assert.Throws<OperatorException>(() => host.Process("a", new("a", -2, 0), DateTimeOffset.UnixEpoch));
        host.Process("a", new("a", -3, 0), DateTimeOffset.UnixEpoch);
        Assert.Equal([-1L, -3], host.TakeSideOutput(Sorting.Negative).Select(reading => reading.Value));
        Assert.Empty(host.TakeSideOutput(new OutputTag<Reading>("negative")));
        Assert.Empty(host.TakeSideOutput(new OutputTag<string>("negative")));
    }

    [Fact]
    public void Side_outputs_are_explained()
    {
        var stream = Pipeline.From(new ListSource<Reading>(Input)).KeyBy(reading => reading.Sensor).Process(() => new Sorting());
        Assert.Equal(
            """
            source 'source' (list)
              by String: operator 'sorting' (Sorting)
                side output 'negative' (Reading)
                  sink 'sink' (list)

            """.ReplaceLineEndings("\n"),
            stream.SideOutput(Sorting.Negative).To(new ListSink<Reading>()).Explain());
    }

    private static SourceStream<Reading> Timed(ListSource<Reading> source) => Pipeline.From(source).WithEventTime(reading => reading.Time, TimeSpan.Zero);

    private static IEnumerable<Reading> Sorted(IEnumerable<Reading> readings) => readings.OrderBy(reading => $"{reading}", StringComparer.Ordinal);

    /// <summary>Emits a running total of what is not negative, and the rest to a side output.</summary>
    internal sealed class Sorting(Faults? faults = null) : TotalOperator<Reading, RunningTotal>("sorting")
    {
        public static readonly OutputTag<Reading> Negative = new("negative");

        public Func<Reading, bool>? FailsAfter { get; init; }

        protected override void OnEvent(Reading value, OperatorContext<RunningTotal> context)
        {
            if (value.Value < 0)
                context.Emit(Negative, value);
            else
                Add(value, context);
            faults?.Pass("operator");
            if (FailsAfter?.Invoke(value) == true)
                throw new FormatException("broken");
        }

        private void Add(Reading value, OperatorContext<RunningTotal> context)
        {
            Count++;
            Sum += value.Value;
            context.Emit(new(Key, Count, Sum));
        }
    }

    private sealed class Multiplying() : TotalOperator<Reading, Reading>("multiplying")
    {
        public static readonly OutputTag<long> Copies = new("copies");

        protected override void OnEvent(Reading value, OperatorContext<Reading> context)
        {
            for (var copy = 0; copy < 100; copy++)
                context.Emit(Copies, value.Value);
        }
    }

    private sealed class Punctual() : TotalOperator<Reading, Reading>("punctual")
    {
        public static readonly OutputTag<Reading> Late = new("late");

        protected override void OnEvent(Reading value, OperatorContext<Reading> context)
        {
            if (context.IsLate)
                context.Emit(Late, value);
        }
    }
}
