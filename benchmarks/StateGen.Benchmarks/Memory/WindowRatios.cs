using StateGen.RocksDb;

namespace StateGen.Benchmarks.Memory;

/// <summary>
/// Compares window states on both backends with what one writes by hand. The variants take turns in every round, in which windows end, too. The numbers are
/// medians of processor time.
/// </summary>
internal static class WindowRatios
{
    /// <summary>The length of a tumbling window in milliseconds.</summary>
    public const long Length = 1_000;

    /// <summary>The gap of a session in milliseconds.</summary>
    public const long Gap = 150;

    private const int Rounds = 9;
    private const int WarmUpRounds = 3;
    private const int RecordCount = 200_000;
    private const int RecordsOnDisk = 20_000;
    private const int KeyCount = 1_000;
    private const long TimePerCycle = 100;
    private const string OnDisk = " on RocksDB";

    public static void Print(TextWriter output)
    {
        (string Name, IVariant Variant)[] variants =
        [
            ("dictionary by hand", new DictionaryTotals()),
            ("map state by hand", Host(new MapTotals())),
            ("windows", Host(new TumblingTotals())),
            ("sessions", Host(new SessionTotals())),
            ($"map state{OnDisk}", Host(new MapTotals(), onDisk: true)),
            ($"windows{OnDisk}", Host(new TumblingTotals(), onDisk: true)),
            ($"sessions{OnDisk}", Host(new SessionTotals(), onDisk: true)),
        ];
        var costs = Array.ConvertAll(variants, _ => new List<double>());
        for (var round = 0; round < WarmUpRounds + Rounds; round++)
        {
            for (var i = 0; i < variants.Length; i++)
                Run(variants[i].Name, variants[i].Variant, round, costs[i]);
        }

        output.WriteLine($"{KeyCount:N0} keys, {Length / TimePerCycle} values per window, {RecordCount:N0} records per round ({RecordsOnDisk:N0} on disk)");
        output.WriteLine($"{"variant",-26}{"ns/record",10}{"ratio",8}");
        for (var i = 0; i < variants.Length; i++)
        {
            var reference = costs[variants[i].Name.EndsWith(OnDisk, StringComparison.Ordinal) ? 4 : 0];
            output.WriteLine($"{variants[i].Name,-26}{Median(costs[i]),10:F1}{Median(costs[i].Zip(reference, (own, other) => own / other)),8:F2}");
            variants[i].Variant.Dispose();
        }

        output.WriteLine();
    }

    private static HostedOperator Host(KeyedOperator<long, long, long> keyedOperator, bool onDisk = false) => new(
        keyedOperator, backend: onDisk ? RocksDbBackend.At(Directory.CreateTempSubdirectory("windows").FullName) : null) { FiresTimers = true };

    // The times of a variant go on from round to round. Every key has one value in each cycle, and every tenth time a pause, which ends its session.
    private static void Run(string name, IVariant variant, int round, List<double> costs)
    {
        var count = name.EndsWith(OnDisk, StringComparison.Ordinal) ? RecordsOnDisk : RecordCount;
        var (keys, values, times) = (new long[count], new long[count], new long[count]);
        for (var i = 0; i < count; i++)
        {
            var cycle = (((long)round * count) + i) / KeyCount;
            (keys[i], values[i], times[i]) = (i % KeyCount, i, (cycle * TimePerCycle) + (cycle / 10 * 10 * Gap));
        }

        var start = Environment.CpuUsage.TotalTime;
        variant.Process(keys, values, times);
        if (round >= WarmUpRounds)
            costs.Add((Environment.CpuUsage.TotalTime - start).TotalNanoseconds / count);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
