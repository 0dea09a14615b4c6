using System.Text.Json.Serialization;
using StateGen.Checkpoints;
using StateGen.Csv;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Errors;

/// <summary>
/// Input or code that is broken fails the job with an error that names the place. What was committed stays, and the job ends exactly once when the input or the
/// code has been mended, or when the record is skipped.
/// </summary>
public sealed partial class BadInputTests : IDisposable
{
    private const int Broken = 450;

    private static readonly Reading[] Input = Readings.Generate(seed: 51, count: 600);

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string, string> Functions => new()
    {
        { "Select", "Select after source 'source' failed for the record at {0}:451: broken" },
        { "Where", "Where after source 'source' failed for the record at {0}:451: broken" },
        { "SelectMany", "SelectMany after source 'source' failed for the record at {0}:451: broken" },
        { "key", "The key of operator 'running-totals' failed for the record at {0}:451: broken" },
        { "event time", "The event time of source 'source' failed for the record at {0}:451: broken" },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string InputPath => _directory["in"];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task A_function_that_throws_is_named_with_file_and_line_and_can_be_mended(string function, string message)
    {
        await File.WriteAllLinesAsync(InputPath, Input.Select(LineOf), Token);
        var source = FileSource.Lines(InputPath, Parse);
        var isBroken = true;
        var failure = await RunBrokenAndMendedAsync(source, stream => Apply(function, stream, () => isBroken), () => isBroken = false);
        Assert.Equal(string.Format(message, InputPath), Assert.IsType<FunctionException>(failure).Message);
        Assert.Equal($"{InputPath}:451", ((FunctionException)failure).Position);
    }

    [Theory]
    [InlineData("lines", "line 451: not three fields: 'broken", 0)]
    [InlineData("csv", "line 452: a quote stands within a field that does not begin with one: 'sen\"or", 1)]
    [InlineData("json", "line 451: the line is not the JSON of type Reading: Expected", 0)]
    public async Task A_record_that_is_no_event_is_named_with_file_and_line_and_can_be_mended(string format, string message, int header)
    {
        var lines = Lines(format).ToArray();
        var whole = lines[Broken + header];
        // The job that resumes requires the same length.
        lines[Broken + header] = format switch
        {
            "lines" => "broken".PadRight(whole.Length),
            "csv" => $"{whole[..3]}\"{whole[4..]}",
            _ => whole[..^9].PadRight(whole.Length),
        };
        await File.WriteAllLinesAsync(InputPath, lines, Token);
        var mended = (string[])lines.Clone();
        mended[Broken + header] = whole;
        var failure = await RunBrokenAndMendedAsync(SourceOf(format), stream => Totals(stream), () => File.WriteAllLines(InputPath, mended));
        Assert.StartsWith($"{InputPath}, {message}", Assert.IsType<SourceRecordException>(failure).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lines")]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task A_record_that_is_no_event_can_be_skipped_by_the_next_run(string format)
    {
        var lines = Lines(format).ToArray();
        var broken = lines.Length - Input.Length + Broken;
        lines[broken] = format == "csv" ? $"a\"{lines[broken]}" : "{\"Sensor\":";
        await File.WriteAllLinesAsync(InputPath, lines, Token);
        var job = new TriggeredJob(triggerEvery: 3);
        using var storage = new MemoryCheckpointStorage();
        var (sink, letters) = (new ListSink<RunningTotal>(), new ListSink<DeadLetter>());
        var pipeline = Totals(Pipeline.From(job.Around(SourceOf(format)))).To(sink);
        await Assert.ThrowsAsync<SourceRecordException>(() => pipeline.RunAsync(job.Options(storage) with { Restart = RestartStrategy.None }, Token));
        var result = await pipeline.WithDeadLetters(letters).RunAsync(job.Options(storage) with { ErrorPolicy = ErrorPolicy.Skip }, Token);
        Assert.NotNull(result.RestoredCheckpointId);
        Readings.AssertExactlyOnce(sink.Committed, [.. Input[..Broken], .. Input[(Broken + 1)..]]);
        Assert.Equal((lines[broken], $"{InputPath}:{broken + 1}"), (Assert.Single(letters.Committed).Event, letters.Committed[0].Position));
    }

    private async Task<Exception> RunBrokenAndMendedAsync(ISource<Reading> source, Func<SourceStream<Reading>, EventStream<RunningTotal>> totals, Action mend)
    {
        var job = new TriggeredJob(triggerEvery: 3);
        using var storage = new MemoryCheckpointStorage();
        var sink = new ListSink<RunningTotal>();
        var pipeline = totals(Pipeline.From(job.Around(source))).To(sink);
        var options = job.Options(storage) with { Restart = RestartStrategy.None };
        var failure = await Assert.ThrowsAnyAsync<StateGenException>(() => pipeline.RunAsync(options, Token));
        var committed = sink.Committed.ToArray();
        Assert.NotEmpty(committed);
        // The same again: the error neither moves nor destroys anything.
        var second = await Assert.ThrowsAnyAsync<StateGenException>(() => pipeline.RunAsync(options, Token));
        Assert.Equal((failure.Message, failure.GetType()), (second.Message, second.GetType()));
        mend();
        var result = await pipeline.RunAsync(options, Token);
        Assert.NotNull(result.RestoredCheckpointId);
        Assert.Equal(committed, sink.Committed.Take(committed.Length));
        Readings.AssertExactlyOnce(sink.Committed, Input);
        return failure;
    }

    private static EventStream<RunningTotal> Totals(EventStream<Reading> stream, Func<Reading, string>? key = null) =>
        stream.KeyBy(key ?? (reading => reading.Sensor)).Process(() => new RunningTotals());

    private static EventStream<RunningTotal> Apply(string function, SourceStream<Reading> stream, Func<bool> isBroken)
    {
        return function switch
        {
            "Select" => Totals(stream.Select(Checked)),
            "Where" => Totals(stream.Where(reading => Checked(reading) is not null)),
            "SelectMany" => Totals(stream.SelectMany(reading => new[] { Checked(reading) })),
            "event time" => Totals(stream.WithEventTime(reading => Checked(reading).Time, TimeSpan.Zero)),
            _ => Totals(stream, reading => Checked(reading).Sensor),
        };

        Reading Checked(Reading reading) => isBroken() && reading == Input[Broken] ? throw new FormatException("broken") : reading;
    }

    private ISource<Reading> SourceOf(string format) => format switch
    {
        "lines" => FileSource.Lines(InputPath, Parse),
        "csv" => CsvSource.Rows(InputPath, row => new Reading(row["sensor"].ToString(), row["value"].Parse<long>(), row["time"].Parse<long>())),
        _ => FileSource.JsonLines(InputPath, ReadingContext.Default.Reading),
    };

    private static IEnumerable<string> Lines(string format) => format switch
    {
        "lines" => Input.Select(LineOf),
        "csv" => Input.Select(LineOf).Prepend("sensor,value,time"),
        _ => Input.Select(reading => System.Text.Json.JsonSerializer.Serialize(reading, ReadingContext.Default.Reading)),
    };

    private static string LineOf(Reading reading) => $"{reading.Sensor},{reading.Value},{reading.Milliseconds}";

    private static Reading Parse(string line) =>
        line.Split(',') is [var sensor, var value, var time] ? new(sensor, long.Parse(value), long.Parse(time)) : throw new FormatException("not three fields");

    [JsonSerializable(typeof(Reading))]
    private sealed partial class ReadingContext : JsonSerializerContext;
}
