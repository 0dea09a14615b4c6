namespace StateGen.Benchmarks.Musts.Pipelines;

/// <summary>A pipeline that runs until it is disposed, and processes the readings in passes.</summary>
internal sealed class RunningPipeline<T> : IReadingVariant
{
    private readonly PassSource _source;
    private readonly NullSink<T> _sink = new();
    private readonly long _expected;
    private readonly Task _run;

    /// <param name="readings">The readings.</param>
    /// <param name="parallelism">The parallelism, also of the source.</param>
    /// <param name="expected">The number of records that arrive at the sink in a pass.</param>
    /// <param name="build">A function that adds what is between the source and the sink.</param>
    public RunningPipeline(Readings readings, int parallelism, long expected, Func<SourceStream<Reading>, EventStream<T>> build)
    {
        _source = new(readings, parallelism);
        _expected = expected;
        var pipeline = build(Pipeline.From(_source)).To(_sink);
        _run = Task.Run(() => pipeline.RunAsync(new() { JobId = "readings", Parallelism = parallelism }));
    }

    public void Pass()
    {
        var complete = _sink.ExpectAsync(_expected);
        _source.BeginPass();
        // A pipeline that fails ends before the pass does.
        if (Task.WhenAny(complete, _run).GetAwaiter().GetResult() == _run)
            _run.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _source.Close();
        _run.GetAwaiter().GetResult();
    }
}

/// <summary>The pipelines that are measured.</summary>
internal static class RunningPipelines
{
    public static IReadingVariant Source(Readings readings) =>
        new RunningPipeline<Reading>(readings, 1, Readings.Count, static source => source);

    public static IReadingVariant EventTime(Readings readings) => new RunningPipeline<Reading>(readings, 1, Readings.Count, WithTime);

    public static IReadingVariant Exchange(Readings readings) => new RunningPipeline<long>(
        readings, 1, 1, static source => Keyed(source).Process(static () => new StatelessReadings(Readings.LastValue)));

    public static IReadingVariant State(Readings readings) => new RunningPipeline<long>(
        readings, 1, 1, static source => Keyed(source).Process(static () => new QuietTotals(Readings.LastValue)));

    public static IReadingVariant Whole(Readings readings, int parallelism) => new RunningPipeline<long>(
        readings, parallelism, Readings.Count, static source => Keyed(source).Process(static () => new ReadingTotals()));

    /// <summary>Three operators in a row, each on another key, so that all records go through three exchanges.</summary>
    public static IReadingVariant ThreeOperators(Readings readings, int parallelism) => new RunningPipeline<Reading>(
        readings,
        parallelism,
        Readings.Count,
        static source => Keyed(source).Process(static () => new CountedReadings(), id: "first")
            .KeyBy(static reading => ~reading.Device).Process(static () => new CountedReadings(), id: "second")
            .KeyBy(static reading => -reading.Device).Process(static () => new CountedReadings(), id: "third"));

    public static IReadingVariant Functions(Readings readings) => new RunningPipeline<long>(
        readings,
        1,
        readings.All.ToArray().Count(FunctionLoop.Condition),
        static source => WithTime(source).Where(FunctionLoop.Condition).Select(FunctionLoop.Selector));

    private static SourceStream<Reading> WithTime(SourceStream<Reading> source) =>
        source.WithEventTime(static reading => reading.Time, Readings.MaxOutOfOrderness);

    private static KeyedStream<long, Reading> Keyed(SourceStream<Reading> source) => WithTime(source).KeyBy(static reading => reading.Device);
}
