using StateGen.Benchmarks.Musts.Experiments;

namespace StateGen.Benchmarks.Musts.Pipelines;

/// <summary>Prints where the nanoseconds of a record go: pipelines of which each does one thing more than the one before it.</summary>
internal static class PipelineBudget
{
    private const int Runs = 5;

    private static readonly TimeSpan Allowance = TimeSpan.FromMinutes(2);

    public static void Print(TextWriter output)
    {
        foreach (var (title, create) in Workloads)
        {
            var series = Series.Measure(new ReadingPasses(title, create, PipelineMusts.Budget), Runs, Allowance);
            output.WriteLine($"{title,-46}{"ns/record",10}{"more",10}");
            var before = 0.0;
            foreach (var (name, _) in PipelineMusts.Budget)
            {
                var cost = series.Of(name).Median;
                output.WriteLine($"{name,-46}{cost,10:F1}{(name == PipelineMusts.Loop ? "" : $"{cost - before:F1}"),10}");
                before = cost;
            }

            output.WriteLine();
        }
    }

    /// <summary>Gets the readings for which the budget is measured.</summary>
    public static IReadOnlyList<(string Title, Func<Readings> Create)> Workloads { get; } =
    [
        ("1,000,000 keys", static () => new()),
        ("10,000 keys", static () => new(PipelineMusts.FewDevices)),
        ("10,000 keys, a watermark for each record", static () => new(PipelineMusts.FewDevices, isOrdered: true)),
    ];
}
