using StateGen.Checkpoints;
using StateGen.Engine.Exchange;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Errors;
using StateGen.Tests.Pipelines;
using StateGen.Tests.Sources;

namespace StateGen.Tests.Graph;

/// <summary>A stream that is rebalanced keeps its events, times and watermarks, and is exactly-once, whatever the parallelism.</summary>
public sealed class RebalanceTests
{
    private static readonly Reading[] Input = Readings.Generate(seed: 71, count: 600);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Records_go_to_the_receivers_in_turn_with_the_watermarks_between_them()
    {
        // While time stands, what is held is sent only when the test says so.
        var time = new VirtualTime();
        var pool = new BatchPool<Turn, int>(batchSize: 64);
        var gates = Enumerable.Range(0, 3).Select(_ => new InputGate<Turn, int>(1, pool, new(time, 1, 64, operators: 1))).ToArray();
        var extraction = new KeyExtraction<Turn, int>("rebalance", Turn.Of, new RoundRobin(3, first: 4), 64, TestFailures.Of(ErrorPolicy.Fail));
        var exchange = new KeyedExchange<Turn, int>(extraction, [.. gates.Select(gate => gate.Channels[0])], maxParallelism: 3, 64, time);
        foreach (var start in new[] { 0, 4 })
        {
            await exchange.WriteAsync(
                new() { Events = Enumerable.Range(start, 4).ToArray(), Timestamps = new long[4], Watermarks = new WatermarkPosition[] { new(1, start), new(2, start + 1) } }, Token);
        }

        await exchange.SendHeldAsync(Token);
        var received = gates.Select(gate => gate.TryRead(out var batch) ? batch.Batch : throw new InvalidOperationException("Nothing has arrived.")).ToArray();
        Assert.Equal([[2, 5], [0, 3, 6], [1, 4, 7]], received.Select(batch => batch.Stream(default).Events.ToArray()));
        Assert.Equal(new WatermarkPosition[] { new(0, 1), new(1, 4), new(2, 5) }, received[0].Watermarks.Span.ToArray());
        Assert.Equal(new WatermarkPosition[] { new(1, 1), new(2, 5) }, received[1].Watermarks.Span.ToArray());
        Assert.Equal(new WatermarkPosition[] { new(0, 0), new(1, 1), new(2, 5) }, received[2].Watermarks.Span.ToArray());
    }

    [Theory]
    [InlineData(1, 2, null)]
    [InlineData(2, 4, null)]
    [InlineData(4, 1, 3)]
    public async Task Windows_are_complete_after_failures_and_at_another_parallelism(int before, int after, int? width)
    {
        var job = new TriggeredJob(triggerEvery: 4);
        using var storage = new MemoryCheckpointStorage();
        var sink = new ListSink<WindowTotal>();
        var faults = new Faults().At("function", 200).At("operator", 350).At("function", 500);
        var pipeline = Timed(job.Source<Reading>(null, Input.Split(3))).Rebalance(width).Select(reading => Passed(reading, faults))
            .KeyBy(WindowTotals.KeyOf).Process(() => new WindowTotals(faults)).To(sink);
        var options = job.Options(storage, before) with { MaxParallelism = 8, BatchSize = 16, Restart = RestartStrategy.FixedDelay(1, TimeSpan.Zero) };
        await Assert.ThrowsAnyAsync<StateGenException>(() => pipeline.RunAsync(options, Token));
        await pipeline.RunAsync(options with { Parallelism = after, Restart = RestartStrategy.FixedDelay(3, TimeSpan.Zero) }, Token);
        Assert.Equal(3, faults.Thrown);
        Assert.Equal(Readings.Windows(Input), sink.Committed.Sorted());
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(4, 2)]
    public async Task A_sink_behind_it_has_a_writer_for_each_subtask_and_gets_every_event_once(int before, int after)
    {
        var job = new TriggeredJob(triggerEvery: 4);
        using var storage = new MemoryCheckpointStorage();
        var faults = new Faults().At("function", 250);
        var writers = 0;
        ListSink<Reading> sink = null!;
        sink = new() { Written = _ => writers = Math.Max(writers, sink.OpenWriters) };
        RunnablePipeline Pipeline(int width) => Timed(job.Source<Reading>(null, Input)).Rebalance(width).Select(reading => Passed(reading, faults)).To(sink);
        var options = job.Options(storage) with { BatchSize = 16, Restart = RestartStrategy.None };
        await Assert.ThrowsAsync<FunctionException>(() => Pipeline(before).RunAsync(options, Token));
        Assert.Equal(before, writers);
        writers = 0;
        await Pipeline(after).RunAsync(options, Token);
        Assert.Equal(after, writers);
        Assert.Equal(Input.OrderBy(reading => reading.ToString(), StringComparer.Ordinal), sink.Committed.OrderBy(reading => reading.ToString(), StringComparer.Ordinal));
    }

    [Fact]
    public async Task It_may_be_added_and_removed_between_two_runs_of_a_job()
    {
        using var storage = new MemoryCheckpointStorage();
        var sink = new ListSink<RunningTotal>();
        for (var run = 0; run < 4; run++)
        {
            using var stop = new CancellationTokenSource();
            var source = new ListSource<Reading>(Input) { ReadSize = 20, BeforeRead = stop.AfterEvents((run + 1) * 140) };
            var stream = Timed(source);
            var options = new PipelineOptions { JobId = "job", CheckpointTo = CheckpointTarget.ToStorage(storage), Parallelism = 1 + run, StopRequested = stop.Token, BatchSize = 16 };
            var result = await (run % 2 == 0 ? stream.Rebalance() : stream).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(sink).RunAsync(options, Token);
            Assert.True(result.IsStopped);
        }

        await Timed(new(Input)).KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).To(sink)
            .RunAsync(new() { JobId = "job", CheckpointTo = CheckpointTarget.ToStorage(storage) }, Token);
        Assert.Equal(Input.GroupBy(reading => reading.Sensor).Select(group => (group.Key, (long)group.Count())).Order(),
            sink.Committed.GroupBy(total => total.Sensor).Select(group => (group.Key, group.Max(total => total.Number))).Order());
        Assert.Equal(Input.Length, sink.Committed.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Records_that_fail_behind_it_are_dead_letters_exactly_once(int parallelism)
    {
        var job = new TriggeredJob(triggerEvery: 4);
        using var storage = new MemoryCheckpointStorage();
        var (sink, letters) = (new ListSink<Reading>(), new ListSink<DeadLetter>());
        var faults = new Faults().At("read", 12).At("read", 20);
        await Timed(job.Source(faults, Input)).Rebalance(parallelism).Select(static reading => reading.Value % 3 == 0 ? throw new FormatException("third") : reading)
            .To(sink).WithDeadLetters(letters).RunAsync(job.Options(storage) with { ErrorPolicy = ErrorPolicy.Skip, BatchSize = 16 }, Token);
        Assert.Equal(2, faults.Thrown);
        var dropped = Input.Select((reading, index) => (Reading: reading, Position: $"list-0:{index + 1}")).Where(entry => entry.Reading.Value % 3 == 0);
        Assert.Equal(
            dropped.Select(entry => (entry.Position, (object?)entry.Reading)).OrderBy(entry => entry.Position, StringComparer.Ordinal),
            letters.Committed.Select(letter => (letter.Position!, letter.Event)).OrderBy(entry => entry.Item1, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_watermark_follows_the_splits_that_are_not_idle(int parallelism)
    {
        using var surroundings = new JobSurroundings();
        var fed = new FedSplits(2);
        var stream = Pipeline.From(new ScriptedSource(fed.ReadAsync, fed.Splits)).WithEventTime(reading => reading.Time, TimeSpan.Zero)
            .WithIdleTimeout(TimeSpan.FromSeconds(10)).Rebalance(parallelism: 3);
        using var job = new RunningJob(stream, surroundings, parallelism);
        fed.Feed(1, 1_000);
        fed.Feed(0, 5_000, 6_000);
        await surroundings.Alarms.ReceivedAsync(3);
        await job.SettleAsync();
        Assert.DoesNotContain(5_000, surroundings.Alarms.Fired);
        surroundings.Time.Advance(TimeSpan.FromSeconds(10));
        await InTime.UntilAsync(() => surroundings.Log.Of(1502).Count() == 2);
        fed.Feed(0, 7_000);
        await surroundings.Alarms.FiredAsync(6_000);
        fed.End(0, 1);
        await job.EndAsync();
        Assert.Equal([1_000, 5_000, 6_000, 7_000], surroundings.Alarms.Fired.Order());
    }

    [Fact]
    public void It_is_explained()
    {
        var stream = Timed(new(Input)).Rebalance(4, "spread");
        var explained = Pipeline.Combine(stream.To(new ListSink<Reading>(), "first"), stream.Rebalance().To(new ListSink<Reading>(), "second")).Explain();
        Assert.Equal("source 'source' (list)\n  Rebalance 'spread', parallelism 4\n    sink 'first' (list)\n    Rebalance 'rebalance'\n      sink 'second' (list)\n", explained);
    }

    [Fact]
    public void A_parallelism_that_is_not_positive_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("parallelism", () => Timed(new(Input)).Rebalance(0));
        Assert.Throws<ArgumentException>("name", () => Timed(new(Input)).Rebalance(name: " "));
    }

    private static SourceStream<Reading> Timed(ListSource<Reading> source) => Pipeline.From(source).WithEventTime(reading => reading.Time, TimeSpan.Zero);

    private static Reading Passed(Reading reading, Faults faults)
    {
        faults.Pass("function");
        return reading;
    }
}
