using StateGen.Checkpoints;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Graph;

/// <summary>Pipelines with functions, several sources and several sinks.</summary>
public sealed class GraphTests
{
    private static readonly Reading[] Input = Readings.Generate(seed: 11, count: 300);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Functions_keep_the_order_the_event_times_and_the_watermarks(int parallelism)
    {
        var sink = new ListSink<WindowTotal>();
        await Timed(new(Input))
            .Where(reading => reading.Value % 3 != 0)
            .SelectMany(reading => new[] { reading, reading with { Value = 1 } })
            .Select(reading => reading with { Value = reading.Value * 2 })
            .KeyBy(WindowTotals.KeyOf).Process(() => new WindowTotals()).To(sink)
            .RunAsync(new() { JobId = "job", Parallelism = parallelism, BatchSize = 16 }, Token);
        var expected = Input.Where(reading => reading.Value % 3 != 0).SelectMany(reading => new[] { reading, reading with { Value = 1 } })
            .Select(reading => reading with { Value = reading.Value * 2 });
        Assert.Equal(Readings.Windows(expected), sink.Committed.Sorted());
    }

    [Fact]
    public async Task A_stream_that_is_used_twice_is_read_once()
    {
        var source = new ListSource<Reading>(Input);
        var (all, positive) = (new ListSink<Reading>(), new ListSink<Reading>());
        var stream = Timed(source);
        var result = await Pipeline.Combine(stream.To(all, "all"), stream.Where(reading => reading.Value > 0).To(positive, "positive"))
            .RunAsync(new() { JobId = "job" }, Token);
        Assert.Equal(Input.Length, result.Records);
        Assert.Equal(Input, all.Committed);
        Assert.Equal(Input.Where(reading => reading.Value > 0), positive.Committed);
    }

    [Fact]
    public async Task The_watermark_of_a_union_is_the_lowest_so_no_window_closes_early()
    {
        var (ahead, behind) = (Input[200..], Input[..200]);
        var sink = new ListSink<WindowTotal>();
        await Timed(new(ahead), "ahead").Union(Timed(new(behind), "behind"))
            .KeyBy(WindowTotals.KeyOf).Process(() => new WindowTotals()).To(sink)
            .RunAsync(new() { JobId = "job", Parallelism = 2 }, Token);
        Assert.Equal(Readings.Windows(Input), sink.Committed.Sorted());
    }

    [Theory]
    [InlineData(1, 4, 2, 3)]
    [InlineData(4, null, 1, 2)]
    public async Task An_operator_has_its_own_parallelism_which_may_change(int first, int? second, int before, int after)
    {
        var job = new TriggeredJob(triggerEvery: 4);
        using var storage = new MemoryCheckpointStorage();
        var sink = new ListSink<RunningTotal>();
        var faults = new Faults().At("operator", 200);
        RunnablePipeline Totals(int? parallelism) => Timed(job.Source<Reading>(null, Input))
            .KeyBy(reading => reading.Sensor).Process(() => new RunningTotals(faults), parallelism: parallelism).To(sink);
        var options = job.Options(storage, before) with { Restart = RestartStrategy.None, MaxParallelism = 8 };
        await Assert.ThrowsAsync<OperatorException>(() => Totals(first).RunAsync(options, Token));
        await Totals(second).RunAsync(options with { Parallelism = after }, Token);
        Readings.AssertExactlyOnce(sink.Committed, Input);
        Assert.Equal(second ?? after, (await LatestAsync(storage)).Operators[0].Subtasks.Length);
    }

    [Fact]
    public async Task Each_source_resumes_from_its_own_positions_whatever_the_order_in_which_they_are_written()
    {
        var job = new TriggeredJob(triggerEvery: 3);
        using var storage = new MemoryCheckpointStorage();
        var (left, right, faults) = (new ListSink<Reading>(), new ListSink<Reading>(), new Faults().At("write", 5));
        var failing = new ListSink<Reading> { Faults = faults };
        RunnablePipeline Copy(string name, Range range, ISink<Reading> sink) => Pipeline.From(job.Source<Reading>(null, Input[range]), name).To(sink, name);
        var options = job.Options(storage) with { Restart = RestartStrategy.None };
        await Assert.ThrowsAsync<InjectedFailureException>(
            () => Pipeline.Combine(Copy("left", ..100, left), Copy("right", 100.., failing)).RunAsync(options, Token));
        await Pipeline.Combine(Copy("right", 100.., failing), Copy("left", ..100, left)).RunAsync(options, Token);
        Assert.Equal((Input[..100], Input[100..]), (left.Committed.ToArray(), failing.Committed.ToArray()), new ArraysComparer());
        Assert.Empty(right.Committed);
        Assert.Equal(["right", "left"], (await LatestAsync(storage)).Sources.Select(source => source.Id));
    }

    [Fact]
    public async Task A_checkpoint_is_refused_without_one_of_its_sources_or_a_sink_whose_output_it_holds()
    {
        var job = new TriggeredJob(triggerEvery: 3);
        using var storage = new MemoryCheckpointStorage();
        var failing = new ListSink<Reading> { Faults = new Faults().At("commit", 1) };
        var other = new ListSink<Reading>();
        RunnablePipeline Copy(string name, Range range, string sinkName) =>
            Pipeline.From(job.Source<Reading>(null, Input[range]), name).To(range.Start.Value == 0 ? failing : other, sinkName);
        var options = job.Options(storage) with { Restart = RestartStrategy.None };
        await Assert.ThrowsAnyAsync<Exception>(() => Pipeline.Combine(Copy("a", ..100, "a"), Copy("b", 100.., "b")).RunAsync(options, Token));
        var renamed = await Assert.ThrowsAsync<StateGenException>(
            () => Pipeline.Combine(Copy("a", ..100, "a"), Copy("c", 100.., "b")).RunAsync(options, Token));
        Assert.Contains("the positions of source 'b'", renamed.Message);
        Assert.Contains("Pipeline.From(..., name: \"b\")", renamed.Message);
        var dropped = await Assert.ThrowsAsync<StateGenException>(
            () => Pipeline.Combine(Copy("a", ..100, "c"), Copy("b", 100.., "d")).RunAsync(options, Token));
        Assert.Contains("holds output of sink", dropped.Message);
    }

    [Fact]
    public async Task The_only_source_and_sink_may_be_named_later()
    {
        var job = new TriggeredJob(triggerEvery: 3);
        using var storage = new MemoryCheckpointStorage();
        var sink = new ListSink<Reading> { Faults = new Faults().At("write", 5) };
        RunnablePipeline Copy(string? name) => Pipeline.From(job.Source<Reading>(null, Input), name).To(sink, name);
        await Assert.ThrowsAsync<InjectedFailureException>(() => Copy(null).RunAsync(job.Options(storage) with { Restart = RestartStrategy.None }, Token));
        await Copy("named").RunAsync(job.Options(storage), Token);
        Assert.Equal(Input, sink.Committed);
    }

    [Fact]
    public async Task Several_sources_and_sinks_need_names_of_their_own()
    {
        var (sink, options) = (new ListSink<Reading>(), new PipelineOptions { JobId = "job" });
        var (unnamed, named) = (Timed(new(Input)), Timed(new(Input), "input"));
        await AssertRefusedAsync(unnamed.Union(named).To(sink), "2 sources", "Pipeline.From(..., name: \"...\")");
        await AssertRefusedAsync(Pipeline.Combine(named.To(sink), named.To(sink, "sink")), "2 sinks", "To(..., name: \"...\")");
        await AssertRefusedAsync(named.Union(Timed(new(Input), "input")).To(sink), "Two sources", "'input'", "variable");
        await AssertRefusedAsync(Pipeline.Combine(named.To(sink, "sink"), named.To(sink, "sink")), "Two sinks", "'sink'");
        Assert.Contains("needs a sink", Assert.Throws<ArgumentException>(() => Pipeline.Combine()).Message);

        async Task AssertRefusedAsync(RunnablePipeline pipeline, params string[] expected)
        {
            var refusal = await Assert.ThrowsAsync<StateGenException>(() => pipeline.RunAsync(options, Token));
            Assert.All(expected, text => Assert.Contains(text, refusal.Message));
            Assert.Equal(refusal.Message, Assert.Throws<StateGenException>(pipeline.Explain).Message);
        }
    }

    [Theory]
    [InlineData("Select")]
    [InlineData("Where")]
    [InlineData("SelectMany")]
    [InlineData("SelectMany", true)]
    public async Task A_function_that_throws_fails_the_job_with_the_record(string function, bool isLazy = false)
    {
        var stream = Pipeline.From(new ListSource<Reading>(Input));
        EventStream<Reading> failing = function switch
        {
            "Select" => stream.Select(Fail),
            "Where" => stream.Where(reading => Fail(reading) is not null),
            _ => stream.SelectMany<Reading>(isLazy ? reading => Enumerable.Range(0, 3).Select(_ => Fail(reading)) : reading => [Fail(reading)]),
        };
        var exception = await Assert.ThrowsAsync<FunctionException>(() => failing.To(new ListSink<Reading>()).RunAsync(new() { JobId = "job" }, Token));
        Assert.Equal($"{function} after source 'source' failed for the record at list-0:42: broken", exception.Message);
        Assert.Equal(($"{function} after source 'source'", "list-0:42"), (exception.Function, exception.Position));

        static Reading Fail(Reading reading) => reading == Input[41] ? throw new FormatException("broken") : reading;
    }

    [Fact]
    public async Task Functions_are_told_apart_by_number_by_what_they_follow_or_by_name()
    {
        var letters = new ListSink<DeadLetter>();
        var stream = Timed(new(Input), "in").Select(value => value).Select(value => Failing(value, 1)).Select(value => Failing(value, 2), name: "third");
        var totals = stream.KeyBy(reading => reading.Sensor).Process(() => new SideOutputTests.Sorting());
        var pipeline = Pipeline.Combine(
            totals.Select(total => Failing(total, 0)).To(new ListSink<RunningTotal>(), "totals"),
            totals.SideOutput(SideOutputTests.Sorting.Negative).Select(value => Failing(value, 3)).To(new ListSink<Reading>(), "negative"),
            stream.Union(Timed(new(Input), "more")).Where(value => Failing(value, 4) is not null).To(new ListSink<Reading>(), "all")).WithDeadLetters(letters);
        var explained = pipeline.Explain().Split('\n').Select(line => line.Trim());
        Assert.All(["Select 1", "Select 2", "Select 'third'", "Select", "Where"], line => Assert.Contains(line, explained));
        await pipeline.RunAsync(new() { JobId = "job", ErrorPolicy = ErrorPolicy.Skip }, Token);
        Assert.Equal(
            ["Select 2 after source 'in'", "Select after operator 'sorting'", "Select after side output 'negative' of operator 'sorting'", "Where after a union", "third"],
            letters.Committed.Select(letter => letter.Stage).Distinct().Order(StringComparer.Ordinal));

        static TValue Failing<TValue>(TValue value, int digit) =>
            (value is Reading reading ? Math.Abs(reading.Value) % 7 : 0) == digit ? throw new FormatException("broken") : value;
    }

    [Fact]
    public void A_pipeline_is_explained_as_text()
    {
        var flights = Timed(new(Input), "flights");
        var totals = flights.Where(reading => reading.Value > 0).Union(Timed(new(Input), "more")).SelectMany(reading => new[] { reading })
            .KeyBy(reading => reading.Sensor).Process(() => new RunningTotals(), id: "totals", parallelism: 3);
        var pipeline = Pipeline.Combine(totals.To(new ListSink<RunningTotal>(), "totals"), flights.Select(reading => reading.Value).To(new ListSink<long>(), "values"));
        Assert.Equal(
            """
            source 'flights' (list)
              Where
                SelectMany
                  by String: operator 'totals' (RunningTotals), parallelism 3
                    sink 'totals' (list)
              Select
                sink 'values' (list)
            source 'more' (list)
              SelectMany, see above

            """.ReplaceLineEndings("\n"),
            pipeline.Explain());
    }

    private static SourceStream<Reading> Timed(ListSource<Reading> source, string? name = null) =>
        Pipeline.From(source, name).WithEventTime(reading => reading.Time, TimeSpan.Zero);

    private static async Task<CheckpointManifest> LatestAsync(MemoryCheckpointStorage storage) =>
        (await CheckpointStore.OpenForReadingAsync(storage, "job", cancellationToken: Token)).FindLatest()!;

    private sealed class ArraysComparer : IEqualityComparer<(Reading[], Reading[])>
    {
        public bool Equals((Reading[], Reading[]) x, (Reading[], Reading[]) y) => x.Item1.SequenceEqual(y.Item1) && x.Item2.SequenceEqual(y.Item2);

        public int GetHashCode((Reading[], Reading[]) obj) => obj.Item1.Length;
    }
}
