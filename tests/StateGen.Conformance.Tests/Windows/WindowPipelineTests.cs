using StateGen.Checkpoints;
using StateGen.Conformance.Tests.Probes;
using StateGen.TestKit.Backends;
using StateGen.TestKit.Pipelines;

namespace StateGen.Conformance.Tests.Windows;

/// <summary>Windows in a pipeline that fails and continues at another parallelism, against LINQ over the whole input.</summary>
public abstract class WindowPipelineTests(BackendUnderTest backend) : ConformanceTests(backend)
{
    private const int MaxOutOfOrderness = 70;
    private const int Splits = 3;

    [Theory]
    [InlineData(11, 1, 2)]
    [InlineData(12, 2, 4)]
    [InlineData(13, 4, 1)]
    [InlineData(14, 2, 2)]
    public async Task Every_window_ends_once_with_all_of_its_values(int seed, int before, int after)
    {
        var input = Generate(seed, count: 900);
        using var storage = new MemoryCheckpointStorage();
        var sink = new ListSink<Measurement>();
        var faults = new Faults().At("event", 150).At("timer", 90).At("event", 700).At("timer", 400);
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            var run = Pipeline(input, sink, faults).RunAsync(JobOptions(storage, attempt % 2 == 1 ? before : after), Cancellation);
            if (attempt < 5)
                await Assert.ThrowsAnyAsync<Exception>(() => run);
            else
                await run;
        }

        Assert.Equal(4, faults.Thrown);
        Assert.Equal(Sorted(Expected(input)), Sorted(sink.Committed));
    }

    private static RunnablePipeline Pipeline(Measured[] input, ListSink<Measurement> sink, Faults faults)
    {
        var splits = Enumerable.Range(0, Splits).Select(split => input.Where((_, index) => index % Splits == split).ToArray()).ToArray();
        return StateGen.Pipeline.From(new ListSource<Measured>(splits) { ReadSize = 20 })
            .WithEventTime(measured => measured.Time, TimeSpan.FromMilliseconds(MaxOutOfOrderness))
            .KeyBy(measured => measured.Sensor).Process(() => new Windowed(faults)).To(sink);
    }

    // In the order of time, but for a bounded distance.
    private static Measured[] Generate(int seed, int count)
    {
        var random = new Random(seed);
        var time = -500L;
        return [.. Enumerable.Range(0, count).Select(_ => new Measured(
            $"sensor-{random.Next(7)}", (time += random.Next(9)) - random.Next(MaxOutOfOrderness), random.Next(-50, 100)))];
    }

    private static IEnumerable<Measurement> Expected(Measured[] input) => input.GroupBy(measured => measured.Sensor).SelectMany(sensor => Tumbling(sensor)
        .Concat(Sliding(sensor)).Concat(Sessions(sensor)));

    private static IEnumerable<Measurement> Tumbling(IGrouping<string, Measured> sensor) => sensor
        .GroupBy(measured => Math.Floor((measured.Milliseconds - Windowed.Offset) / (double)Windowed.Size))
        .Select(group => Measure("tumbling", ((long)group.Key * Windowed.Size) + Windowed.Offset, Windowed.Size, group));

    private static IEnumerable<Measurement> Sliding(IGrouping<string, Measured> sensor) =>
        from number in Enumerable.Range(-20, 200)
        let start = number * (long)Windowed.Slide
        let values = sensor.Where(measured => measured.Milliseconds >= start && measured.Milliseconds < start + Windowed.Size).ToList()
        where values.Count > 0
        select Measure("sliding", start, Windowed.Size, values);

    private static IEnumerable<Measurement> Sessions(IGrouping<string, Measured> sensor)
    {
        var session = new List<Measured>();
        foreach (var measured in sensor.OrderBy(measured => measured.Milliseconds))
        {
            if (session.Count > 0 && measured.Milliseconds - session[^1].Milliseconds >= Windowed.Gap)
            {
                yield return Session(session);
                session = [];
            }

            session.Add(measured);
        }

        yield return Session(session);
    }

    private static Measurement Session(List<Measured> session) => Measure(
        "session", session[0].Milliseconds, session[^1].Milliseconds + Windowed.Gap - session[0].Milliseconds, session);

    private static Measurement Measure(string kind, long start, long length, IEnumerable<Measured> values) => new(
        kind, values.First().Sensor, start, start + length, values.Count(), values.Sum(measured => measured.Value));

    private static IEnumerable<Measurement> Sorted(IEnumerable<Measurement> measurements) => measurements
        .OrderBy(measured => measured.Kind, StringComparer.Ordinal).ThenBy(measured => measured.Sensor, StringComparer.Ordinal)
        .ThenBy(measured => measured.End);

    private PipelineOptions JobOptions(ICheckpointStorage storage, int parallelism) => new()
    {
        JobId = "windows",
        Backend = Options().Backend,
        CheckpointTo = CheckpointTarget.ToStorage(storage),
        CheckpointInterval = TimeSpan.FromMilliseconds(1),
        Parallelism = parallelism,
        MaxParallelism = 8,
    };
}
