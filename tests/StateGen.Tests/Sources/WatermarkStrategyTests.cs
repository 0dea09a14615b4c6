using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Sources;

/// <summary>The watermark of a split follows its events as the strategy says, and never moves back.</summary>
public sealed class WatermarkStrategyTests : IDisposable
{
    private readonly JobSurroundings _surroundings = new();
    private readonly FedSplits _fed = new(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private AlarmLog Alarms => _surroundings.Alarms;

    public void Dispose() => _surroundings.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task With_ascending_times_the_watermark_is_just_before_the_latest_event_of_the_slowest_split(int parallelism)
    {
        using var job = Start(WatermarkStrategy.Ascending, parallelism);
        _fed.Feed(0, 1_000, 2_000, 3_000);
        _fed.Feed(1, 1_500, 2_500);
        await Alarms.FiredAsync(2_000);
        await job.CheckpointAsync();
        Assert.Equal([1_000, 1_500, 2_000], Alarms.Fired.Order());
        await EndAsync(job);
    }

    [Fact]
    public async Task With_a_bound_the_watermark_stays_behind_by_it()
    {
        using var job = Start(WatermarkStrategy.Bounded(TimeSpan.FromMilliseconds(999.5)), 1);
        _fed.Feed(0, 1_000, 2_000, 2_001);
        _fed.Feed(1, 5_000);
        await Alarms.FiredAsync(1_000);
        await job.CheckpointAsync();
        Assert.Equal([1_000], Alarms.Fired);
        await EndAsync(job);
    }

    [Fact]
    public async Task Without_watermarks_timers_fire_at_the_end_of_input()
    {
        using var job = Start(WatermarkStrategy.None, 1);
        _fed.Feed(0, 1_000, 2_000);
        _fed.Feed(1, 5_000);
        await Alarms.ReceivedAsync(3);
        await job.CheckpointAsync();
        Assert.Empty(Alarms.Fired);
        Assert.All(Alarms.Received, received => Assert.Equal(DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), received.Watermark));
        await EndAsync(job);
        Assert.Equal([1_000, 2_000, 5_000], Alarms.Fired);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_generator_decides_for_its_split_alone(int parallelism)
    {
        using var job = Start(WatermarkStrategy.Custom(() => new FullSeconds()), parallelism);
        _fed.Feed(0, 1_100, 1_900, 1_500);
        _fed.Feed(1, 9_000);
        await Alarms.ReceivedAsync(4);
        await job.CheckpointAsync();
        Assert.Empty(Alarms.Fired);
        _fed.Feed(0, 2_000, 2_100);
        await Alarms.FiredAsync(2_000);
        await job.CheckpointAsync();
        Assert.Equal([1_100, 1_500, 1_900, 2_000], Alarms.Fired.Order());
        await EndAsync(job);
    }

    [Fact]
    public async Task The_watermark_of_a_split_is_part_of_its_position_and_does_not_move_back()
    {
        using (var job = Start(WatermarkStrategy.Custom(() => new FullSeconds()), 1))
        {
            _fed.Feed(0, 5_000);
            _fed.Feed(1, 7_000);
            await Alarms.FiredAsync(5_000);
            _fed.Feed(0, 4_000);
            await Alarms.ReceivedAsync(3);
            await job.CheckpointAsync();
            await job.StopAsync();
        }

        Assert.Equal([5_001L, 7_001L], (await _surroundings.LatestAsync()).Sources.Single().Splits.Select(split => split.MaxEventTimeMilliseconds));
        using var second = Start(WatermarkStrategy.Custom(() => new FullSeconds()), 2);
        _fed.Feed(0, 3_000);
        await Alarms.ReceivedAsync(4);
        Assert.Equal(5_000, Alarms.Received[^1].Watermark);
        _fed.Feed(0, 6_000);
        await Alarms.FiredAsync(6_000);
        await EndAsync(second);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public async Task Watermarks_of_a_generator_stand_between_the_same_records_whatever_the_batches(int batchSize)
    {
        var input = Readings.Generate(seed: 51, count: 300);
        await Pipeline.From(new ListSource<Reading>(input)).WithEventTime(reading => reading.Time, WatermarkStrategy.Custom(() => new EveryTenth()))
            .KeyBy(reading => reading.Sensor).Process(() => new Alarms(Alarms)).To(new ListSink<Reading>())
            .RunAsync(new() { JobId = "job", BatchSize = batchSize }, Token);
        var expected = input.Select((reading, index) => (reading, index < 10 ? DateTimeOffset.MinValue.ToUnixTimeMilliseconds() : input[(index / 10 * 10) - 1].Milliseconds - 1));
        Assert.Equal(expected, Alarms.Received);
    }

    [Fact]
    public async Task An_event_whose_generator_throws_is_dropped_if_the_error_policy_allows_it()
    {
        var letters = new List<DeadLetter>();
        var sink = new ListSink<Reading>();
        Reading[] input = [new("a", 1, 1), new("a", 2, 2), new("a", 3, 3)];
        var pipeline = Pipeline.From(new ListSource<Reading>(input)).WithEventTime(reading => reading.Time, WatermarkStrategy.Custom(() => new Failing())).To(sink);
        await pipeline.RunAsync(new() { JobId = "job", ErrorPolicy = ErrorPolicy.DeadLetter(letters.Add) }, Token);
        Assert.Equal([1L, 3L], sink.Committed.Select(reading => reading.Value));
        Assert.Equal(("source", "list-0:2"), (Assert.Single(letters).Stage, letters[0].Position));

        var failure = await Assert.ThrowsAsync<FunctionException>(() => pipeline.RunAsync(new() { JobId = "job" }, Token));
        Assert.Equal("The event time or watermark of source 'source' failed for the record at list-0:2: two", failure.Message);
    }

    [Fact]
    public async Task A_function_that_returns_no_generator_fails_the_job()
    {
        var pipeline = Pipeline.From(new ListSource<Reading>(Array.Empty<Reading>())).WithEventTime(reading => reading.Time, WatermarkStrategy.Custom<Reading>(() => null!)).To(new ListSink<Reading>());
        var failure = await Assert.ThrowsAsync<StateGenException>(() => pipeline.RunAsync(new() { JobId = "job" }, Token));
        Assert.Contains("Return a new generator from each call.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_negative_bound_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>("maxOutOfOrderness", () => WatermarkStrategy.Bounded(TimeSpan.FromTicks(-1)));

    private RunningJob Start(WatermarkStrategy<Reading> strategy, int parallelism) => new(
        Pipeline.From(new ScriptedSource(_fed.ReadAsync, _fed.Splits)).WithEventTime(reading => reading.Time, strategy), _surroundings, parallelism);

    private async Task EndAsync(RunningJob job)
    {
        _fed.End(0, 1);
        await job.EndAsync();
    }

    /// <summary>Takes an event at a full second as a mark that everything up to it has arrived, and accepts events of one split only.</summary>
    private sealed class FullSeconds : WatermarkGenerator<Reading>
    {
        private string? _split;

        public override DateTimeOffset? OnEvent(Reading value, DateTimeOffset timestamp)
        {
            var split = value.Sensor[..8];
            Assert.Equal(_split ??= split, split);
            return timestamp.Millisecond == 0 ? timestamp : null;
        }
    }

    private sealed class EveryTenth : WatermarkGenerator<Reading>
    {
        private int _count;

        public override DateTimeOffset? OnEvent(Reading value, DateTimeOffset timestamp) => ++_count % 10 == 0 ? timestamp.AddTicks(-1) : null;
    }

    private sealed class Failing : WatermarkGenerator<Reading>
    {
        public override DateTimeOffset? OnEvent(Reading value, DateTimeOffset timestamp) => value.Value == 2 ? throw new FormatException("two") : timestamp;
    }
}
