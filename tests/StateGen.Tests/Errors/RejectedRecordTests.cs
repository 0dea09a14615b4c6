using StateGen.Checkpoints;
using StateGen.TestKit;
using StateGen.TestKit.Pipelines;
using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Errors;

/// <summary>Lines that are no events, and records that a sink cannot write.</summary>
public sealed class RejectedRecordTests : IDisposable
{
    private static readonly Reading[] Input = Readings.Generate(seed: 41, count: 600);

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string InputPath => Path.Combine(_directory.Path, "in.csv");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(1, 3, 5)]
    [InlineData(3, 2, 6)]
    public async Task Rejected_lines_and_output_are_dead_letters_exactly_once_after_failures_and_at_another_parallelism(int before, int after, int seed)
    {
        await File.WriteAllLinesAsync(InputPath, Input.Select(LineOf), Token);
        var random = new Random(seed);
        var job = new TriggeredJob(triggerEvery: 4);
        using var storage = new MemoryCheckpointStorage();
        var (sink, faults) = (new ListSink<DeadLetter>(), new Faults());
        for (var failure = 0; failure < 4; failure++)
            faults.At("operator", random.Next(100, 700));
        var pipeline = Pipeline.From(job.Around(FileSource.Lines(InputPath, Parse, splits: 3)))
            .KeyBy(reading => reading.Sensor).Process(() => new RunningTotals()).Select(total => Passed(total, faults))
            .To(FileSink.Lines<RunningTotal>(Path.Combine(_directory.Path, "out"), Format)).WithDeadLetters(sink);
        var options = job.Options(storage, before) with { ErrorPolicy = ErrorPolicy.Skip, BatchSize = 16 };
        await job.StopAfterAsync(checkpoints: 5, stop => pipeline.RunAsync(options with { StopRequested = stop }, Token));
        await pipeline.RunAsync(options with { Parallelism = after }, Token);
        Assert.True(faults.Thrown > 0);
        AssertLetters(sink.Committed);
    }

    [Fact]
    public async Task A_file_without_any_event_is_read_to_its_end()
    {
        await File.WriteAllLinesAsync(InputPath, Enumerable.Range(1, 500).Select(line => $"broken {line}"), Token);
        var (sink, letters) = (new ListSink<Reading>(), new ListSink<DeadLetter>());
        await Pipeline.From(FileSource.Lines(InputPath, Parse)).To(sink).WithDeadLetters(letters)
            .RunAsync(new() { JobId = "job", BatchSize = 16, ErrorPolicy = ErrorPolicy.Skip }, Token);
        Assert.Empty(sink.Committed);
        Assert.Equal(Enumerable.Range(1, 500).Select(line => ($"broken {line}", $"{InputPath}:{line}")), letters.Committed.Select(letter => ((string)letter.Event!, letter.Position!)));
    }

    [Fact]
    public async Task Events_beside_rejected_lines_keep_their_line_numbers()
    {
        await File.WriteAllLinesAsync(InputPath, Input.Select(LineOf), Token);
        var letters = new List<DeadLetter>();
        await Pipeline.From(FileSource.Lines(InputPath, Parse)).Select(reading => reading.Value % 3 == 0 ? throw new FormatException("third") : reading)
            .To(new ListSink<Reading>()).RunAsync(new() { JobId = "job", BatchSize = 16, ErrorPolicy = ErrorPolicy.DeadLetter(letters.Add) }, Token);
        var selected = letters.Where(letter => letter.Stage == "Select after source 'source'").ToArray();
        Assert.NotEmpty(selected);
        Assert.All(selected, letter => Assert.Equal($"{InputPath}:{Array.IndexOf(Input, (Reading)letter.Event!) + 1}", letter.Position));
    }

    [Theory]
    [InlineData(typeof(OutOfMemoryException))]
    [InlineData(typeof(StateGenException))]
    public async Task A_parser_or_a_format_that_fails_for_another_reason_than_the_record_fails_the_job(Type type)
    {
        await File.WriteAllTextAsync(InputPath, "a\nb\n", Token);
        var options = new PipelineOptions { JobId = "job", ErrorPolicy = ErrorPolicy.Skip };
        var parsing = Pipeline.From(FileSource.Lines<string>(InputPath, _ => throw (Exception)Activator.CreateInstance(type)!)).To(new ListSink<string>());
        Assert.IsType(type, (await Assert.ThrowsAsync<SourceRecordException>(() => parsing.RunAsync(options, Token))).InnerException);
        var writing = Pipeline.From(FileSource.Lines(InputPath, line => line))
            .To(FileSink.Lines<string>(Path.Combine(_directory.Path, "out"), _ => throw (Exception)Activator.CreateInstance(type)!));
        Assert.IsType(type, await Record.ExceptionAsync(() => writing.RunAsync(options, Token)));
    }

    [Fact]
    public async Task A_dead_letter_that_its_sink_cannot_write_fails_the_job()
    {
        await File.WriteAllTextAsync(InputPath, "broken\n", Token);
        var pipeline = Pipeline.From(FileSource.Lines(InputPath, Parse)).To(new ListSink<Reading>())
            .WithDeadLetters(FileSink.Lines<DeadLetter>(Path.Combine(_directory.Path, "dead"), _ => throw new NotSupportedException("no form")));
        await Assert.ThrowsAsync<NotSupportedException>(() => pipeline.RunAsync(new() { JobId = "job", ErrorPolicy = ErrorPolicy.Skip }, Token));
    }

    [Fact]
    public async Task Rejected_output_leaves_nothing_in_a_file_and_no_file_of_its_own()
    {
        var output = Path.Combine(_directory.Path, "out");
        await Pipeline.From(new ListSource<string>(["a", "\uD800", "b", ""])).To(FileSink.Lines<string>(output, line => line == "" ? throw new FormatException() : line, header: "h"))
            .RunAsync(new() { JobId = "some", ErrorPolicy = ErrorPolicy.Skip }, Token);
        await Pipeline.From(new ListSource<string>(["\uD800"])).To(FileSink.Lines<string>(output, line => line, header: "h"))
            .RunAsync(new() { JobId = "none", ErrorPolicy = ErrorPolicy.Skip }, Token);
        Assert.Equal(["h", "a", "b"], await File.ReadAllLinesAsync(Assert.Single(Directory.GetFiles(output, "part-*")), Token));
    }

    private void AssertLetters(IReadOnlyList<DeadLetter> letters)
    {
        var good = Input.Where(reading => !IsBroken(reading)).ToArray();
        Assert.Equal(
            Input.Index().Where(entry => IsBroken(entry.Item)).Select(entry => $"{LineOf(entry.Item)} {InputPath}:{entry.Index + 1}").Order(StringComparer.Ordinal),
            letters.Where(letter => letter.Stage == "source").Select(letter => $"{letter.Event} {letter.Position}").Order(StringComparer.Ordinal));
        var numbers = good.CountBy(reading => reading.Sensor).SelectMany(sensor => Enumerable.Range(1, sensor.Value).Select(number => (sensor.Key, Number: (long)number)));
        var rejected = letters.Where(letter => letter.Stage == "sink").Select(letter => (RunningTotal)letter.Event!).Select(total => (total.Sensor, total.Number));
        Assert.Equal(numbers.Where(total => total.Number % 7 == 0).Order(), rejected.Order());
        var lines = Directory.GetFiles(Path.Combine(_directory.Path, "out"), "part-*").SelectMany(File.ReadLines).ToArray();
        Assert.Equal(numbers.Where(total => total.Number % 7 != 0).Select(total => $"{total.Key},{total.Number}").Order(), lines.Order());
    }

    // What no policy skips: the job restarts, and the record comes again.
    private static RunningTotal Passed(RunningTotal total, Faults faults)
    {
        try
        {
            faults.Pass("operator");
            return total;
        }
        catch (InjectedFailureException exception)
        {
            throw new StateGenException("unavailable", exception);
        }
    }

    private static string LineOf(Reading reading) =>
        IsBroken(reading) ? $"broken {reading.Milliseconds} {reading.Value} {reading.Sensor}" : $"{reading.Sensor},{reading.Value},{reading.Milliseconds}";

    private static Reading Parse(string line) =>
        line.Split(',') is [var sensor, var value, var time] ? new(sensor, long.Parse(value), long.Parse(time)) : throw new FormatException($"not three fields: {line}");

    private static string Format(RunningTotal total) => total.Number % 7 == 0 ? throw new FormatException("seven") : $"{total.Sensor},{total.Number}";

    private static bool IsBroken(Reading reading) => reading.Value % 5 == 0;
}
