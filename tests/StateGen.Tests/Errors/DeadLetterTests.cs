using StateGen.Checkpoints;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Errors;

/// <summary>The sink for records that the error policy skips.</summary>
public sealed class DeadLetterTests
{
    private static readonly Reading[] Input = Readings.Generate(seed: 31, count: 600);

    // Each stage fails for the records of one remainder, so no record fails twice.
    private static readonly string[] Stages = ["source", "selection", "running-totals", "operator"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 3, 11)]
    [InlineData(3, 1, 12)]
    [InlineData(2, 4, 13)]
    public async Task Dead_letters_are_exactly_once_after_failures_and_at_another_parallelism(int before, int after, int seed)
    {
        var random = new Random(seed);
        var job = new TriggeredJob(triggerEvery: 3);
        using var storage = new MemoryCheckpointStorage();
        var letters = new ListSink<DeadLetter>();
        var faults = new Faults();
        for (var failure = 0; failure < 4; failure++)
            faults.At("write", random.Next(1, 40));
        var totals = new ListSink<RunningTotal> { Faults = faults };
        var pipeline = Failing(job.Source<Reading>(null, Input.Split(3)), totals).WithDeadLetters(letters);
        var options = job.Options(storage, before) with { ErrorPolicy = ErrorPolicy.Skip };
        await job.StopAfterAsync(checkpoints: random.Next(4, 7), stop => pipeline.RunAsync(options with { StopRequested = stop }, Token));
        await pipeline.RunAsync(options with { Parallelism = after }, Token);
        Readings.AssertExactlyOnce(totals.Committed, [.. Input.Where(reading => StageOf(reading) is null)]);
        Assert.Equal(Expected(), letters.Committed.Select(letter => $"{letter.Stage} {(Reading)letter.Event!}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_dead_letter_has_the_record_the_key_if_it_is_known_the_position_and_the_exception()
    {
        var letters = new ListSink<DeadLetter>();
        await Failing(new(Input), new ListSink<RunningTotal>()).WithDeadLetters(letters).RunAsync(new() { JobId = "job", ErrorPolicy = ErrorPolicy.Skip }, Token);
        Assert.All(letters.Committed, letter =>
        {
            var reading = Assert.IsType<Reading>(letter.Event);
            Assert.Equal($"list-0:{Array.IndexOf(Input, reading) + 1}", letter.Position);
            Assert.Equal(letter.Exception.Message == "operator" ? reading.Sensor : null, letter.Key);
        });
    }

    [Fact]
    public async Task A_timer_that_fails_is_a_dead_letter_with_its_key_and_time()
    {
        var letters = new ListSink<DeadLetter>();
        await Pipeline.From(new ListSource<Reading>(Input)).WithEventTime(reading => reading.Time, TimeSpan.Zero)
            .KeyBy(WindowTotals.KeyOf).Process(() => new WindowTotals(new Faults().At("timer", 2))).To(new ListSink<WindowTotal>())
            .WithDeadLetters(letters).RunAsync(new() { JobId = "job", ErrorPolicy = ErrorPolicy.Skip }, Token);
        var letter = Assert.Single(letters.Committed);
        Assert.Equal(("window-totals", null), (letter.Stage, letter.Event));
        Assert.EndsWith($"@{letter.Timer!.Value.Timestamp.ToUnixTimeMilliseconds()}", (string)letter.Key!);
    }

    [Fact]
    public async Task The_output_of_both_sinks_is_recorded_under_their_names()
    {
        var job = new TriggeredJob(triggerEvery: 3);
        using var storage = new MemoryCheckpointStorage();
        await Failing(job.Source<Reading>(null, Input), new ListSink<RunningTotal>()).WithDeadLetters(new ListSink<DeadLetter>(), "rejected")
            .RunAsync(job.Options(storage) with { ErrorPolicy = ErrorPolicy.Skip }, Token);
        var latest = (await CheckpointStore.OpenForReadingAsync(storage, "job", cancellationToken: Token)).FindLatest()!;
        Assert.Equal(["sink", "rejected"], latest.Sinks.Select(sink => sink.Id));
    }

    [Fact]
    public async Task Dead_letters_can_be_added_to_a_job_whose_only_sink_has_another_name()
    {
        var job = new TriggeredJob(triggerEvery: 3);
        using var storage = new MemoryCheckpointStorage();
        var sink = new ListSink<RunningTotal> { Faults = new Faults().At("write", 8).At("commit", 2) };
        var letters = new ListSink<DeadLetter>();
        var options = job.Options(storage) with { Restart = RestartStrategy.None, ErrorPolicy = ErrorPolicy.Skip };
        await Assert.ThrowsAnyAsync<Exception>(() => Failing(job.Source<Reading>(null, Input), sink, "totals").RunAsync(options, Token));
        await Failing(job.Source<Reading>(null, Input), sink).WithDeadLetters(letters).RunAsync(options with { Restart = RestartStrategy.FixedDelay(5, TimeSpan.Zero) }, Token);
        Readings.AssertExactlyOnce(sink.Committed, [.. Input.Where(reading => StageOf(reading) is null)]);
        Assert.NotEmpty(letters.Committed);
    }

    [Fact]
    public async Task Dead_letters_under_a_policy_that_skips_nothing_and_two_sinks_for_them_are_refused()
    {
        var pipeline = Failing(new(Input), new ListSink<RunningTotal>()).WithDeadLetters(new ListSink<DeadLetter>());
        var unused = await Assert.ThrowsAsync<StateGenException>(() => pipeline.RunAsync(new() { JobId = "job" }, Token));
        Assert.Contains("'dead-letters'", unused.Message, StringComparison.Ordinal);
        Assert.Contains("ErrorPolicy.Skip", unused.Message, StringComparison.Ordinal);
        Assert.Contains("two dead-letter sinks", Assert.Throws<StateGenException>(pipeline.WithDeadLetters(new ListSink<DeadLetter>(), "more").Explain).Message);
        var taken = Failing(new(Input), new ListSink<RunningTotal>(), "dead-letters").WithDeadLetters(new ListSink<DeadLetter>());
        Assert.Contains("Two sinks", Assert.Throws<StateGenException>(taken.Explain).Message);
    }

    [Fact]
    public void Dead_letters_are_explained() =>
        Assert.EndsWith(
            "dead letters\n  sink 'dead-letters' (list)\n",
            Failing(new(Input), new ListSink<RunningTotal>()).WithDeadLetters(new ListSink<DeadLetter>()).Explain());

    private static RunnablePipeline Failing(ListSource<Reading> source, ListSink<RunningTotal> sink, string? name = null) =>
        Pipeline.From(source).WithEventTime(reading => Broken("source", reading).Time, TimeSpan.Zero)
            .Select(reading => Broken("selection", reading), name: "selection")
            .KeyBy(reading => Broken("running-totals", reading).Sensor).Process(() => new Picky()).To(sink, name);

    private static Reading Broken(string stage, Reading reading) => StageOf(reading) == stage ? throw new FormatException(stage) : reading;

    private static string? StageOf(Reading reading) => (reading.Value + 50) % 13 is var place && place < Stages.Length ? Stages[place] : null;

    private static IEnumerable<string> Expected() => Input.Where(reading => StageOf(reading) is not null)
        .Select(reading => $"{(StageOf(reading) is "operator" ? "running-totals" : StageOf(reading))} {reading}").Order(StringComparer.Ordinal);

    private sealed class Picky() : TotalOperator<Reading, RunningTotal>("running-totals")
    {
        protected override void OnEvent(Reading value, OperatorContext<RunningTotal> context)
        {
            Count++;
            Sum += value.Value;
            context.Emit(new(Key, Count, Sum));
            Broken("operator", value);
        }
    }
}
