using StateGen.Checkpoints;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;
using StateGen.Tests.Sources;

namespace StateGen.Tests.Graph;

/// <summary>Broadcast streams as inputs: their watermarks, their end, and how a pipeline with them is explained and checked.</summary>
public sealed partial class BroadcastGraphTests
{
    private static readonly Reading[] Input = [.. Enumerable.Range(0, 200).Select(number => new Reading($"s{number % 7}", number, 1000 + number))];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_broadcast_stream_that_ends_early_does_not_hold_the_watermark_back(int parallelism)
    {
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var readings = new ListSource<Reading>(Input)
        {
            ReadSize = 10,
            // The last events come when a watermark has passed some of the first.
            BeforeRead = async (_, next, _) => await (next == Input.Length - 10 ? fired.Task.InTimeAsync() : Task.CompletedTask),
        };
        var sink = new ListSink<string>();
        await Named(Timed(readings), Pipeline.From(new ListSource<Naming>([new Naming("s1", "one", 0)]), "names"), onTimer: () => fired.TrySetResult()).To(sink)
            .RunAsync(new() { JobId = "job", Parallelism = parallelism, BatchSize = 16 }, Token);
        Assert.Equal(Input.Length, sink.Committed.Count);
    }

    [Fact]
    public async Task A_broadcast_stream_without_event_time_holds_the_watermark_back_until_it_ends()
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // It waits until the output of all events is written, so no event is after a watermark.
        var names = new ListSource<Naming>([new Naming("s1", "one", 0)]) { BeforeRead = async (_, next, token) => await (next > 0 ? end.Task.WaitAsync(token) : Task.CompletedTask) };
        var written = 0;
        var sink = new ListSink<string>
        {
            Written = records =>
            {
                if (Interlocked.Add(ref written, records.Length) == Input.Length)
                    end.SetResult();
            },
        };
        var source = new ListSource<Reading>(Input) { ReadSize = 10 };
        await Named(Timed(source), Pipeline.From(names, "names")).To(sink)
            .RunAsync(new() { JobId = "job", BatchSize = 16 }, Token);
        Assert.Equal(Input.Length, sink.Committed.Count);
        Assert.All(sink.Committed, line => Assert.EndsWith(" before any watermark", line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_broadcast_input_is_explained() => Assert.Equal(
        """
        source 'readings' (list)
          by String: operator 'named' (Named)
            sink 'sink' (list)
        source 'names' (list)
          Where
            broadcast: operator 'named' (Named), see above

        """.ReplaceLineEndings("\n"),
        Named(Pipeline.From(new ListSource<Reading>(Input), "readings"), Pipeline.From(new ListSource<Naming>([]), "names").Where(_ => true)).To(new ListSink<string>()).Explain());

    [Fact]
    public async Task One_stream_can_be_both_inputs_and_be_broadcast_to_several_operators()
    {
        var (job, sink) = (new TriggeredJob(triggerEvery: 3), new ListSink<long>());
        using var storage = new MemoryCheckpointStorage();
        var numbers = Pipeline.From(job.Source<long>(null, [.. Enumerable.Range(0, 300).Select(number => (long)number)])).WithEventTime(DateTimeOffset.FromUnixTimeMilliseconds, TimeSpan.Zero);
        var streams = new[] { "first", "second" }.Select(id => numbers.KeyBy(value => $"{value % 5}").Connect(numbers.Broadcast())
            .Process(() => new Weighted { Faults = new(), OnLate = Assert.Fail }, id, parallelism: 3)).ToArray();
        await streams[0].Union(streams[1]).To(sink).RunAsync(job.Options(storage), Token);
        var weight = Weighted.WeightOf(Enumerable.Range(0, 300).Select(number => KeyValuePair.Create((long)number, 1L)));
        var expected = Enumerable.Range(0, 300).GroupBy(number => number % 5).Select(group => Totals.Combine(group.Sum() + weight, group.Count())).ToArray();
        Assert.Equal([.. expected.Concat(expected).Order()], sink.Committed.Order());
    }

    [Fact]
    public async Task An_operator_with_broadcast_state_needs_the_input()
    {
        var error = await Assert.ThrowsAsync<StateGenException>(() => Pipeline.From(new ListSource<Reading>(Input)).KeyBy(reading => reading.Sensor)
            .Process(() => new Named()).To(new ListSink<string>()).RunAsync(new() { JobId = "job" }, Token));
        Assert.Equal("Operator 'named' needs a broadcast input, and the pipeline connects none: Connect(stream.Broadcast()).Process(...).", error.Message);
    }

    [Fact]
    public async Task Writing_outside_of_OnBroadcast_fails_the_job_at_once_whatever_the_policy()
    {
        var sink = new ListSink<string>();
        var error = await Assert.ThrowsAsync<StateGenException>(() => Named(Pipeline.From(new ListSource<Reading>(Input), "readings"), Pipeline.From(new ListSource<Naming>([]), "names"), writes: true).To(sink)
            .RunAsync(new() { JobId = "job", ErrorPolicy = ErrorPolicy.Skip, Restart = RestartStrategy.FixedDelay(3, TimeSpan.Zero) }, Token));
        Assert.StartsWith("Broadcast state 'Names' of operator 'named' was written outside OnBroadcast.", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, sink.Restores);
    }

    private static EventStream<Reading> Timed(ISource<Reading> source) => Pipeline.From(source, "readings").WithEventTime(reading => reading.Time, TimeSpan.Zero);

    private static OperatorStream<string> Named(EventStream<Reading> readings, EventStream<Naming> names, bool writes = false, Action? onTimer = null) =>
        readings.KeyBy(reading => reading.Sensor).Connect(names.Broadcast()).Process(() => new Named { Writes = writes, TimerFired = onTimer });
}

/// <summary>The name of a sensor.</summary>
internal sealed record Naming(string Sensor, string Name, long Time);

/// <summary>Emits each reading with the name of its sensor, and whether there was a watermark.</summary>
[Operator("named")]
internal sealed partial class Named : KeyedBroadcastOperator<string, Reading, Naming, string>
{
    public bool Writes { get; init; }

    public Action? TimerFired { get; init; }

    [State]
    private partial BroadcastState<string, string> Names { get; }

    protected override void OnEvent(Reading value, OperatorContext<string> context)
    {
        if (Writes)
        {
#pragma warning disable SG2016 // The test shows what happens at run time.
            Names[Key] = "written";
#pragma warning restore SG2016
        }

        context.Timers.RegisterEventTime(context.Timestamp);
        context.Emit($"{value.Value}{(context.Watermark == DateTimeOffset.MinValue ? " before any watermark" : "")}");
    }

    protected override void OnBroadcast(Naming value, BroadcastContext<string> context) => Names[value.Sensor] = value.Name;

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context) => TimerFired?.Invoke();
}
