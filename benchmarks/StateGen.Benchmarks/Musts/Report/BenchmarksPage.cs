using System.Text;
using StateGen.Benchmarks.Memory;
using StateGen.Benchmarks.Musts.Experiments;
using StateGen.Benchmarks.Musts.Pipelines;
using StateGen.Benchmarks.Musts.Variants;
using static StateGen.Benchmarks.Musts.Comparisons;

namespace StateGen.Benchmarks.Musts.Report;

/// <summary>Measures everything with fewer runs than the musts, and writes <c>benchmarks.md</c> with a table and a plot for each family.</summary>
internal sealed class BenchmarksPage(TextWriter progress, Func<IVariant> createFaster)
{
    private const int Runs = 3;
    private const string AboutRows =
        "Every record reads and writes each number once. The bare table is the limit of the processor: open addressing with prefetch, without batches, atomic "
        + "records or snapshots. While a snapshot of another operator with the same state is written, the operator that is measured keeps nothing for it: what is "
        + "slower then is the share of the processor that the writing thread takes.";
    private const string AboutPipelines =
        "The processor time of all threads at parallelism 1, where each line does what the one before it does, and one thing more. The events have 24 bytes and "
        + "an event time, and each leads to one output. The hand-written loop detects late events and uses `CollectionsMarshal.GetValueRefOrAddDefault`. If its dictionary "
        + "is in the processor's cache, it is faster than any pipeline.";
    private const int Million = 1_000_000;

    private static readonly TimeSpan Allowance = TimeSpan.FromSeconds(15);

    private readonly StringBuilder _page = new();
    private readonly Dictionary<string, string> _plots = new(StringComparer.Ordinal);

    /// <summary>Writes the page and its plots into a directory.</summary>
    public void Write(string directory)
    {
        var loadBefore = Machine.Load;
        WriteRows();
        WriteCollections();
        WriteSnapshots();
        WritePipelines();
        WriteCurve("keys", "Cost by number of keys", "keys", CostCurves.Keys);
        WriteCurve("states", "Cost by number of states", "states of 8 bytes", CostCurves.States);
        WriteCurve("bytes", "Cost by size of the row", "bytes per row", CostCurves.Bytes);
        File.WriteAllText(Path.Combine(directory, "benchmarks.md"), Introduction(loadBefore) + _page.ToString().TrimEnd() + "\n");
        Directory.CreateDirectory(Path.Combine(directory, "benchmarks"));
        foreach (var (name, plot) in _plots)
            File.WriteAllText(Path.Combine(directory, "benchmarks", name + ".svg"), plot);
    }

    private static string Introduction(string loadBefore) => $"""
        # Benchmarks

        `./build.sh bench --quick` wrote this page on {TimeProvider.System.GetUtcNow():yyyy-MM-dd}, on
        `{Machine.Description}`. The load was {loadBefore} at the start and {Machine.Load} at the end. `./build.sh bench --musts` measures with more runs and checks the ratios that StateGen promises.

        The variants of a table take turns in one process. They are filled, then warmed up, and each round goes through them in both orders. A cell is the
        median of up to {Runs} runs, with the range in brackets. Unless a table says otherwise, it is the processor time per record in nanoseconds, and there
        are 1,000,000 keys of type `long`. Compare figures inside one table only.


        """;

    private void WriteRows()
    {
        var comparisons = new Comparisons(createFaster);
        var uniform = Measure(comparisons.Rows(isZipf: false));
        var zipf = Measure(comparisons.Rows(isZipf: true));
        WriteTable("rows", "Rows of three numbers", AboutRows, ["uniform", "Zipf 0.99"], [uniform, zipf], [.. Variants(uniform)]);
    }

    private void WriteCollections()
    {
        Interleaving[] experiments = [Maps, Lists, Timers, Sample];
        WriteTable(
            "collections",
            "Maps, lists and timers",
            "Compared with the best code by hand: `Dictionary<(K, MK), V>`, `Dictionary<K, List<T>>`, `PriorityQueue` with a `HashSet`, and a program like the "
            + "sample. The maps, the lists and the last column have 131,072 keys.",
            ["map", "list", "timer", "two values, a map and a timer"],
            Array.ConvertAll(experiments, Measure),
            [Own, Best]);
    }

    private void WriteSnapshots()
    {
        var pause = Measure(new SnapshotPause("snapshot pause", () => new RowsAndMap(), Million)).Of(SnapshotPause.Pause);
        var restore = Measure(new RestoreAgainstFill("restore", Million));
        var memory = Measure(Growth);
        Head("Snapshots and memory", "A pause is wall time. A restore and a fill are processor time of all threads.");
        _page.Append($"""
            | | median and range |
            |---|---|
            | pause at 1,000,000 rows and as many entries of a map | {Cell(pause)} µs |
            | restore of 1,000,000 rows | {Cell(restore.Of(RestoreAgainstFill.Restore))} s |
            | fill with 1,000,000 rows | {Cell(restore.Of(RestoreAgainstFill.Fill))} s |
            | bytes per key: StateGen | {Cell(memory.Of(Own))} |
            | bytes per key: `Dictionary<long, Row>` | {Cell(memory.Of(Best))} |


            """);
        Plot("snapshots", "Restore and fill of 1,000,000 rows", SvgPlot.Bars(
            "Restore and fill of 1,000,000 rows",
            "seconds",
            ["restore", "fill"],
            [(Own, [restore.Of(RestoreAgainstFill.Restore).Median, restore.Of(RestoreAgainstFill.Fill).Median])]));
    }

    private void WritePipelines()
    {
        Head("A pipeline", AboutPipelines);
        WriteCells(
            [.. PipelineBudget.Workloads.Select(static workload => workload.Title)],
            [.. PipelineBudget.Workloads.Select(workload => Measure(new ReadingPasses(workload.Title, workload.Create, PipelineMusts.Budget)))],
            [.. PipelineMusts.Budget.Select(static variant => variant.Name)]);
    }

    private void WriteTable(string file, string title, string text, string[] columns, Series[] measured, string[] variants)
    {
        Head(title, text);
        WriteCells(columns, measured, variants);
        Plot(file, title, SvgPlot.Bars(title, "nanoseconds per record", columns, Lines(measured, variants)));
    }

    private void WriteCurve(string file, string title, string unit, (string Label, Interleaving Experiment)[] points)
    {
        var measured = Array.ConvertAll(points, point => Measure(point.Experiment));
        string[] labels = [.. points.Select(point => point.Label)];
        string[] variants = [.. Variants(measured[0])];
        Head(title, $"The columns are {unit}.");
        WriteCells(labels, measured, variants);
        Plot(file, title, SvgPlot.Lines(title, $"nanoseconds per record over {unit}", labels, Lines(measured, variants)));
    }

    private void WriteCells(string[] columns, Series[] measured, string[] variants)
    {
        _page.Append($"| | {string.Join(" | ", columns)} |\n|---|{string.Concat(columns.Select(_ => "---|"))}\n");
        foreach (var variant in variants)
            _page.Append($"| {variant} | {string.Join(" | ", measured.Select(series => Cell(series.Of(variant))))} |\n");
        _page.Append('\n');
    }

    private void Head(string title, string text) => _page.Append($"## {title}\n\n{text}\n\n");

    private void Plot(string file, string title, string svg)
    {
        _page.Append($"![{title}](benchmarks/{file}.svg)\n\n");
        _plots.Add(file, svg);
    }

    private Series Measure(IExperiment experiment)
    {
        progress.WriteLine($"{experiment.Name} ...");
        return Series.Measure(experiment, Runs, Allowance);
    }

    // The figures of allocations are the others.
    private static IEnumerable<string> Variants(Series series) => series.Names.Where(name => series.Names.Contains(Interleaving.AllocationOf(name)));

    private static (string Name, double[] Values)[] Lines(Series[] measured, string[] variants) =>
        Array.ConvertAll(variants, variant => (variant, Array.ConvertAll(measured, series => series.Of(variant).Median)));

    private static string Cell(Spread spread) => $"{Number(spread.Median)} ({Number(spread.Least)}–{Number(spread.Most)})";

    private static string Number(double value) => value.ToString(value >= 100 ? "N0" : "0.##");
}
