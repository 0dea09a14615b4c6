using StateGen.Checkpoints;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;
using StateGen.Tests.Sources;

namespace StateGen.Tests.Graph;

/// <summary>Event times that are assigned after a function replace those of the input, with its watermark.</summary>
public sealed class AssignedEventTimeTests
{
    private static readonly Reading[] Input = Readings.Generate(seed: 61, count: 400);

    private static readonly TimeSpan Whole = TimeSpan.FromHours(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<int, int, int, TimeSpan> Shapes() => new()
    {
        { 1, 1, 1, TimeSpan.Zero },
        { 2, 2, 2, TimeSpan.Zero },
        { 4, 4, 4, TimeSpan.Zero },
        { 4, 1, 4, Whole },
        { 1, 2, 4, Whole },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Windows_are_complete_also_after_failures_and_at_another_parallelism(int before, int after, int splits, TimeSpan bound)
    {
        var job = new TriggeredJob(triggerEvery: 4);
        using var storage = new MemoryCheckpointStorage();
        var sink = new ListSink<WindowTotal>();
        var faults = new Faults().At("operator", 90).At("operator", 250);
        var lines = Input.Split(splits).Select(split => (IReadOnlyList<string>)[.. split.Select(reading => $"{reading.Sensor},{reading.Value},{reading.Milliseconds}")]);
        var pipeline = Pipeline.From(job.Source(null, [.. lines])).Select(Parse).WithEventTime(reading => reading.Time, bound)
            .KeyBy(WindowTotals.KeyOf).Process(() => new WindowTotals(faults)).To(sink);
        var options = job.Options(storage, before) with { MaxParallelism = 8, Restart = RestartStrategy.FixedDelay(1, TimeSpan.Zero) };
        await Assert.ThrowsAsync<OperatorException>(() => pipeline.RunAsync(options, Token));
        await pipeline.RunAsync(options with { Parallelism = after }, Token);
        Assert.Equal(Readings.Windows(Input), sink.Committed.Sorted());
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 3_600)]
    [InlineData(4, 3_600)]
    public async Task Times_may_be_assigned_to_the_output_of_an_operator(int parallelism, int boundSeconds)
    {
        var job = new TriggeredJob(triggerEvery: 4);
        using var storage = new MemoryCheckpointStorage();
        var sink = new ListSink<WindowTotal>();
        var faults = new Faults().At("operator", 120).At("timer", 3);
        await Pipeline.From(job.Source<Reading>(null, Input)).WithEventTime(reading => reading.Time, TimeSpan.Zero)
            .KeyBy(reading => reading.Sensor).Process(() => new Alarms(new()))
            .Select(Later).WithEventTime(reading => reading.Time, TimeSpan.FromSeconds(boundSeconds))
            .KeyBy(WindowTotals.KeyOf).Process(() => new WindowTotals(faults)).To(sink)
            .RunAsync(job.Options(storage, parallelism), Token);
        Assert.Equal(2, faults.Thrown);
        Assert.Equal(Readings.Windows(Input.Select(Later)), sink.Committed.Sorted());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public async Task Watermarks_stand_between_the_same_records_whatever_the_batches_and_those_of_the_input_are_dropped(int batchSize)
    {
        var alarms = new AlarmLog();
        await Pipeline.From(new ListSource<Reading>(Input)).WithEventTime(reading => reading.Time, TimeSpan.Zero)
            .Where(static _ => true).WithEventTime(reading => reading.Time.AddMinutes(-1), WatermarkStrategy.Bounded(TimeSpan.FromMilliseconds(10)))
            .KeyBy(reading => reading.Sensor).Process(() => new Alarms(alarms)).To(new ListSink<Reading>())
            .RunAsync(new() { JobId = "job", BatchSize = batchSize }, Token);
        var expected = Input.Select((reading, index) =>
            (reading, index == 0 ? DateTimeOffset.MinValue.ToUnixTimeMilliseconds() : Input[index - 1].Milliseconds - 60_000 - 11));
        Assert.Equal(expected, alarms.Received);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public async Task Events_without_a_time_are_dropped_if_the_error_policy_allows_it(int batchSize)
    {
        var (sink, letters) = (new ListSink<WindowTotal>(), new ListSink<DeadLetter>());
        var pipeline = Timed(new(Input), reading => reading.Value % 3 == 0 ? throw new FormatException("third") : reading.Time)
            .KeyBy(WindowTotals.KeyOf).Process(() => new WindowTotals()).To(sink);
        await pipeline.WithDeadLetters(letters).RunAsync(new() { JobId = "job", ErrorPolicy = ErrorPolicy.Skip, BatchSize = batchSize }, Token);
        Assert.Equal(Readings.Windows(Input.Where(reading => reading.Value % 3 != 0)), sink.Committed.Sorted());
        var dropped = Input.Select((reading, index) => (Reading: reading, Position: $"list-0:{index + 1}")).Where(entry => entry.Reading.Value % 3 == 0).ToArray();
        Assert.Equal(dropped.Select(entry => ("WithEventTime after source 'source'", (object?)entry.Reading, entry.Position)), letters.Committed.Select(letter => (letter.Stage, letter.Event, letter.Position!)));

        var failure = await Assert.ThrowsAsync<FunctionException>(() => pipeline.RunAsync(new() { JobId = "job" }, Token));
        Assert.Equal($"WithEventTime after source 'source' failed for the record at {dropped[0].Position}: third", failure.Message);
    }

    [Fact]
    public async Task A_dropped_event_does_not_move_the_origins_of_those_after_it()
    {
        var letters = new List<DeadLetter>();
        await Timed(new(Input), reading => reading.Value % 3 == 0 ? throw new FormatException("third") : reading.Time)
            .Where(reading => reading.Value % 5 == 0 ? throw new FormatException("fifth") : true).To(new ListSink<Reading>())
            .RunAsync(new() { JobId = "job", ErrorPolicy = ErrorPolicy.DeadLetter(letters.Add) }, Token);
        Assert.All(letters, letter => Assert.Equal(letter.Event, Input[int.Parse(letter.Position!.Split(':')[1]) - 1]));
        Assert.Contains(letters, letter => letter.Stage == "Where after source 'source'");
    }

    [Fact]
    public async Task A_subtask_whose_input_is_idle_is_idle()
    {
        using var surroundings = new JobSurroundings();
        var fed = new FedSplits(2);
        var stream = Pipeline.From(new ScriptedSource(fed.ReadAsync, fed.Splits)).WithIdleTimeout(TimeSpan.FromSeconds(10))
            .Select(static reading => reading).WithEventTime(reading => reading.Time, TimeSpan.Zero);
        using var job = new RunningJob(stream, surroundings, parallelism: 2);
        fed.Feed(0, 5_000, 6_000);
        await surroundings.Alarms.ReceivedAsync(2);
        await job.SettleAsync();
        Assert.Empty(surroundings.Alarms.Fired);
        fed.Feed(1, 1_000);
        await surroundings.Alarms.ReceivedAsync(3);
        await job.SettleAsync();
        surroundings.Time.Advance(TimeSpan.FromSeconds(10));
        await InTime.UntilAsync(() => surroundings.Log.Of(1502).Count() == 2);
        fed.Feed(0, 7_000);
        await surroundings.Alarms.FiredAsync(6_000);
        fed.End(0, 1);
        await job.EndAsync();
        Assert.Equal([1_000, 5_000, 6_000, 7_000], surroundings.Alarms.Fired.Order());
    }

    [Fact]
    public async Task Times_are_assigned_per_split_also_through_a_variable_of_the_base_class()
    {
        var sink = new ListSink<WindowTotal>();
        EventStream<Reading> stream = Pipeline.From(new ListSource<Reading>(Input.Split(4)));
        await stream.WithEventTime(reading => reading.Time, WatermarkStrategy.Ascending).KeyBy(WindowTotals.KeyOf).Process(() => new WindowTotals()).To(sink)
            .RunAsync(new() { JobId = "job", BatchSize = 16 }, Token);
        Assert.Equal(Readings.Windows(Input), sink.Committed.Sorted());
    }

    private static EventStream<Reading> Timed(ListSource<Reading> source, Func<Reading, DateTimeOffset> time) =>
        Pipeline.From(source).Select(static reading => reading).WithEventTime(time, TimeSpan.Zero);

    private static Reading Parse(string line) => line.Split(',') is [var sensor, var value, var time] ? new(sensor, long.Parse(value), long.Parse(time)) : throw new FormatException(line);

    private static Reading Later(Reading reading) => reading with { Milliseconds = reading.Milliseconds + 5_000 };
}
