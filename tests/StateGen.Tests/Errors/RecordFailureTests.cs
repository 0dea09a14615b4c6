using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;
using StateGen.Tests.Telemetry;

namespace StateGen.Tests.Errors;

/// <summary>Records that fail in a stage other than an operator, under a policy that drops them.</summary>
[Collection("Telemetry")]
public sealed class RecordFailureTests
{
    private static readonly Reading[] Input = Readings.Generate(seed: 21, count: 400);

    public static TheoryData<string, int> Stages =>
        new(from stage in new[] { "event time", "Select", "Where", "SelectMany", "lazy SelectMany", "key" } from parallelism in new[] { 1, 3, 20 } select (stage, parallelism));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task A_record_that_fails_is_dropped_alone_with_event_times_and_watermarks_intact(string stage, int parallelism)
    {
        var letters = new List<DeadLetter>();
        var sink = new ListSink<WindowTotal>();
        await Failing(stage, new(Input.Split(parallelism))).KeyBy(value => KeyOf(stage, value)).Process(() => new WindowTotals()).To(sink)
            .RunAsync(new() { JobId = "job", Parallelism = parallelism, BatchSize = 16, ErrorPolicy = CollectingTo(letters) }, Token);
        Assert.Equal(Readings.Windows(Input.Where(reading => !IsBroken(reading))), sink.Committed.Sorted());
        Assert.Equal(Input.Where(IsBroken), letters.Select(letter => (Reading)letter.Event!).OrderBy(reading => Array.IndexOf(Input, reading)));
        Assert.All(letters, letter => Assert.Equal((StageOf(stage), null, "broken"), (letter.Stage, letter.Key, letter.Exception.Message)));
        Assert.All(letters, letter => Assert.Equal(letter.Event, At(letter.Position!, parallelism)));
    }

    [Fact]
    public async Task A_key_that_its_codec_refuses_drops_only_its_record()
    {
        var letters = new List<DeadLetter>();
        var sink = new ListSink<RunningTotal>();
        await Pipeline.From(new ListSource<Reading>(Input)).KeyBy(reading => IsBroken(reading) ? "\uD800" : reading.Sensor).Process(() => new RunningTotals()).To(sink)
            .RunAsync(new() { JobId = "job", ErrorPolicy = CollectingTo(letters) }, Token);
        Readings.AssertExactlyOnce(sink.Committed, [.. Input.Where(reading => !IsBroken(reading))]);
        Assert.Equal(Input.Where(IsBroken), letters.Select(letter => letter.Event));
    }

    [Fact]
    public async Task What_was_selected_for_a_record_that_fails_later_is_dropped_even_if_it_fills_a_batch()
    {
        var sink = new ListSink<long>();
        await Pipeline.From(new ListSource<Reading>(Input[..3])).SelectMany(reading => Copies(reading, 100, fails: reading == Input[1])).To(sink)
            .RunAsync(new() { JobId = "job", BatchSize = 16, ErrorPolicy = ErrorPolicy.Skip }, Token);
        Assert.Equal([.. Enumerable.Repeat(Input[0].Value, 100), .. Enumerable.Repeat(Input[2].Value, 100)], sink.Committed);
    }

    [Theory]
    [InlineData("Select")]
    [InlineData("event time")]
    [InlineData("key")]
    public async Task A_lack_of_memory_fails_the_job_under_every_policy(string stage)
    {
        var pipeline = Failing(stage, new(Input), new InsufficientMemoryException("full")).KeyBy(value => KeyOf(stage, value, new InsufficientMemoryException("full")))
            .Process(() => new WindowTotals()).To(new ListSink<WindowTotal>());
        var failure = await Assert.ThrowsAsync<FunctionException>(() => pipeline.RunAsync(new() { JobId = "job", ErrorPolicy = ErrorPolicy.Skip }, Token));
        Assert.IsType<InsufficientMemoryException>(failure.InnerException);
    }

    [Fact]
    public async Task Failures_are_counted_and_logged_once_for_each_batch_and_stage()
    {
        using var recorder = new TelemetryRecorder("stages");
        await Pipeline.From(new ListSource<Reading>(Input)).Select(Broken).Where(reading => reading.Value % 7 != 0 || Broken() is not null).To(new ListSink<Reading>())
            .RunAsync(new() { JobId = "stages", ErrorPolicy = ErrorPolicy.Skip, Logger = recorder }, Token);
        var rest = Input.Where(reading => !IsBroken(reading)).ToArray();
        var (selected, filtered) = (Input.Length - rest.Length, rest.Count(reading => reading.Value % 7 == 0));
        Assert.Equal(selected + filtered, recorder.Sum("stategen.records.failed", ("stategen.error_policy", "skip"), ("stategen.operator.id", "source")));
        Assert.Equal(["Select after source 'source'", "Where after source 'source'"], recorder.Logs.Where(entry => entry.Id.Id == 1300).Select(entry => entry.Fields.First(field => field.Key == "OperatorId").Value));
    }

    private static EventStream<Reading> Failing(string stage, ListSource<Reading> source, Exception? exception = null)
    {
        var stream = Pipeline.From(source);
        var timed = stream.WithEventTime(reading => stage == "event time" ? Broken(reading, exception).Time : reading.Time, TimeSpan.Zero);
        return stage switch
        {
            "Select" => timed.Select(reading => Broken(reading, exception)),
            "Where" => timed.Where(reading => Broken(reading) is not null),
            "SelectMany" => timed.SelectMany(reading => new[] { Broken(reading) }),
            "lazy SelectMany" => timed.SelectMany(reading => new[] { reading, reading }.Take(IsBroken(reading) ? 2 : 1).Select((value, index) => index == 1 ? Broken(value) : value)),
            _ => timed,
        };
    }

    private static string KeyOf(string stage, Reading reading, Exception? exception = null) =>
        WindowTotals.KeyOf(stage == "key" ? Broken(reading, exception) : reading);

    private static string StageOf(string stage) => stage switch { "event time" => "source", "key" => "window-totals", _ => $"{stage.Split(' ')[^1]} after source 'source'" };

    private static bool IsBroken(Reading reading) => reading.Value % 5 == 0;

    private static Reading Broken(Reading reading) => Broken(reading, null);

    private static Reading Broken(Reading reading, Exception? exception) => IsBroken(reading) ? throw exception ?? new FormatException("broken") : reading;

    private static Reading Broken() => throw new FormatException("broken");

    private static IEnumerable<long> Copies(Reading reading, int count, bool fails)
    {
        for (var copy = 0; copy < count; copy++)
            yield return reading.Value;
        if (fails)
            throw new FormatException("broken");
    }

    private static Reading At(string position, int splits)
    {
        var parts = position.Split('-', ':');
        return Input.Split(splits)[int.Parse(parts[1])][int.Parse(parts[2]) - 1];
    }

    private static ErrorPolicy CollectingTo(List<DeadLetter> letters) => ErrorPolicy.DeadLetter(letter =>
    {
        lock (letters)
            letters.Add(letter);
    });
}
