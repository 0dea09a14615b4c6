using System.Diagnostics;
using StateGen.Benchmarks.Memory;
using StateGen.Benchmarks.Musts.Variants;

namespace StateGen.Benchmarks.Musts.Experiments;

/// <summary>
/// The pause of an operator while a snapshot begins, in microseconds of wall time, because a pause is what others wait for. Between two snapshots, the
/// operator processes records, and each snapshot is written to its end.
/// </summary>
internal sealed class SnapshotPause(string name, Func<KeyedOperator<long, long, long>> createOperator, int keyCount) : IExperiment
{
    public const string Pause = "pause";

    private const int RecordsBetween = 1 << 17;
    private const int WarmUps = 2;

    public string Name => name;

    public int Weight { get; init; } = 1;

    public long MemoryNeeded { get; init; }

    public IEnumerable<IReadOnlyDictionary<string, double>> Run(CancellationToken outOfTime)
    {
        var workload = new Workload(isZipf: false, keyCount, RecordsBetween);
        using var host = new HostedOperator(createOperator());
        workload.Fill(host);
        for (var warmUp = 0; warmUp < WarmUps; warmUp++)
            Measure(host, workload, outOfTime);
        while (true)
            yield return new Dictionary<string, double>(StringComparer.Ordinal) { [Pause] = Measure(host, workload, outOfTime).TotalMicroseconds };
    }

    private static TimeSpan Measure(HostedOperator host, Workload workload, CancellationToken outOfTime)
    {
        host.Process(workload.Keys, workload.Values, workload.Timestamps);
        workload.Advance();
        var start = Stopwatch.GetTimestamp();
        using var snapshot = host.BeginSnapshot();
        var pause = Stopwatch.GetElapsedTime(start);
        snapshot.WriteAsync(DiscardedFiles.Instance, outOfTime).GetAwaiter().GetResult();
        return pause;
    }
}
