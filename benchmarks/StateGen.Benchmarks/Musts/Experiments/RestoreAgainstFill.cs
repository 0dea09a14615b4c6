using StateGen.Benchmarks.Memory;

namespace StateGen.Benchmarks.Musts.Experiments;

/// <summary>
/// Opening an operator from a snapshot against filling it with one record for each key, in seconds of processor time of all threads, because a restore may
/// use several.
/// </summary>
internal sealed class RestoreAgainstFill(string name, int keyCount) : IExperiment
{
    public const string Restore = "restore";
    public const string Fill = "fill";

    private const int WarmUpKeys = 20_000;
    private const int WarmUps = 20;

    public string Name => name;

    public int Weight { get; init; } = 1;

    public long MemoryNeeded { get; init; }

    public IEnumerable<IReadOnlyDictionary<string, double>> Run(CancellationToken outOfTime)
    {
        WarmUp(outOfTime);
        var workload = new Workload(isZipf: false, keyCount, recordCount: 0);
        var snapshot = TakeSnapshot(workload, outOfTime);
        for (var isRestoreFirst = false; ; isRestoreFirst = !isRestoreFirst)
            yield return Measure(workload, snapshot, isRestoreFirst, outOfTime);
    }

    private static void WarmUp(CancellationToken outOfTime)
    {
        var workload = new Workload(isZipf: false, WarmUpKeys, recordCount: 0);
        var snapshot = TakeSnapshot(workload, outOfTime);
        for (var warmUp = 0; warmUp < WarmUps; warmUp++)
            Measure(workload, snapshot, isRestoreFirst: false, outOfTime);
    }

    private static Dictionary<string, double> Measure(
        Workload workload, OperatorHostSnapshot snapshot, bool isRestoreFirst, CancellationToken outOfTime)
    {
        var figures = new Dictionary<string, double>(StringComparer.Ordinal);
        if (isRestoreFirst)
            figures.Add(Restore, MeasureRestore(snapshot, outOfTime));
        figures.Add(Fill, MeasureFill(workload));
        if (!isRestoreFirst)
            figures.Add(Restore, MeasureRestore(snapshot, outOfTime));
        return figures;
    }

    private static double MeasureFill(Workload workload) => MeasureSeconds(() =>
    {
        var host = new HostedOperator(new GeneratedCounters());
        workload.Fill(host);
        return host;
    });

    private static double MeasureRestore(OperatorHostSnapshot snapshot, CancellationToken outOfTime) => MeasureSeconds(
        () => OperatorHost.OpenAsync(new GeneratedCounters(), new() { Restore = [snapshot] }, outOfTime).GetAwaiter().GetResult());

    private static double MeasureSeconds(Func<IDisposable> open)
    {
        GC.Collect();
        var start = ProcessorClock.OfProcess;
        using var host = open();
        return (ProcessorClock.OfProcess - start).TotalSeconds;
    }

    private static OperatorHostSnapshot TakeSnapshot(Workload workload, CancellationToken outOfTime)
    {
        using var host = new HostedOperator(new GeneratedCounters());
        workload.Fill(host);
        return host.TakeSnapshot(outOfTime);
    }
}
