using static StateGen.Benchmarks.Musts.Must;

namespace StateGen.Benchmarks.Musts.Pipelines;

/// <summary>The musts of pipelines.</summary>
internal static class PipelineMusts
{
    public const string Loop = "hand-written loop";
    public const string One = "pipeline, p = 1";
    public const string Two = "pipeline, p = 2";

    public const int WideDevices = 100_000;
    public const int FewDevices = 10_000;
    public const int Wide = 100;
    private const string Functions = "source, Where and Select";
    private const string WithoutFunctions = "source and event time";
    private const string FunctionsInLoop = "Where and Select in a loop";
    private const string WideOne = "three operators, p = 1";
    private const string Lines = "lines of a file, bytes";
    private const string LinesAsStrings = "lines of a file, strings";
    private const string LinesInLoop = "File.ReadLines and hand-written loop";
    private const string WideHundred = "three operators, p = 100";

    /// <summary>Gets the variants from the source alone to the whole pipeline. Each does what the one before it does, and one thing more.</summary>
    public static IReadOnlyList<(string Name, Func<Readings, IReadingVariant> Create)> Budget { get; } =
    [
        ("source", RunningPipelines.Source),
        (WithoutFunctions, RunningPipelines.EventTime),
        ("and keys, exchange, operator without state", RunningPipelines.Exchange),
        ("and three values", RunningPipelines.State),
        ("and output", static readings => RunningPipelines.Whole(readings, 1)),
        (Loop, static readings => new HandWrittenLoop(readings)),
    ];

    public static Must[] Create()
    {
        var whole = new ReadingPasses("pipeline", static () => new(),
        [
            (Loop, static readings => new HandWrittenLoop(readings)),
            (One, static readings => RunningPipelines.Whole(readings, 1)),
            (Two, static readings => RunningPipelines.Whole(readings, 2)),
        ]);
        var functions = new ReadingPasses("functions", static () => new(devices: WideDevices),
        [
            (WithoutFunctions, RunningPipelines.EventTime),
            (Functions, RunningPipelines.Functions),
            (FunctionsInLoop, static readings => new FunctionLoop(readings)),
        ]);
        var wide = new ReadingPasses("wide pipeline", static () => new(WideDevices),
        [
            (WideOne, static readings => RunningPipelines.ThreeOperators(readings, 1)),
            (WideHundred, static readings => RunningPipelines.ThreeOperators(readings, Wide)),
        ]);
        var lines = new ReadingPasses("lines of a file", static () => new(FewDevices),
        [
            (Lines, FilePipeline.OfBytes),
            (LinesAsStrings, FilePipeline.OfStrings),
            (LinesInLoop, static readings => new FileLoop(readings)),
        ]);
        return
        [
            AtMost(1.5, whole, "pipeline, p = 1, vs hand-written loop", One, Loop),
            AtMost(0.60, whole, "pipeline, wall at p = 2 vs processor at p = 1", ReadingPasses.WallOf(Two), One),
            AtMost(1.1, whole, "pipeline, processor at p = 2 vs p = 1", Two, One),
            AtMost(5, " ns", functions, "pipeline, Where and Select over the lambdas in a loop", Functions) with
            {
                Minus = [WithoutFunctions, FunctionsInLoop],
            },
            AtMost(0, " B", functions, "pipeline, allocation per record, Where and Select", ReadingPasses.AllocationOf(Functions)) with
            {
                Minus = [ReadingPasses.AllocationOf(WithoutFunctions)],
            },
            AtMost(1.0, lines, "pipeline, lines of a file vs File.ReadLines and the loop", Lines, LinesInLoop),
            AtMost(1.5, wide, "pipeline, three operators, p = 100 vs p = 1", WideHundred, WideOne),
            AtMost(300, " MB", new WideMemory(), "pipeline, three operators, p = 100, memory", WideMemory.Peak),
        ];
    }
}
