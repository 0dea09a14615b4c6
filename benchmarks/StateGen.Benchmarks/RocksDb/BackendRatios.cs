using StateGen.Benchmarks.Memory;
using StateGen.Benchmarks.Musts.Variants;
using StateGen.RocksDb;

namespace StateGen.Benchmarks.RocksDb;

/// <summary>
/// The same workloads on both backends: interleaved rounds, medians of the processor time of the process, so that the background threads of RocksDB count.
/// RocksDB has its default options. Each operator is filled first.
/// </summary>
internal static class BackendRatios
{
    private const int RecordsPerRound = 1 << 16;
    private const int Rounds = 9;
    private const int WarmUpRounds = 3;

    private static readonly (string Name, int Keys, Func<KeyedOperator<long, long, long>> Create, bool FiresTimers)[] Workloads =
    [
        ("three values", 10_000, static () => new GeneratedCounters(), false),
        ("three values", 1_000_000, static () => new GeneratedCounters(), false),
        ("map", 100_000, static () => new MapCounters(), false),
        ("list", 100_000, static () => new ValueLists(), false),
        ("timer", 100_000, static () => new TimerPerRecord(), true),
    ];

    public static void Print(TextWriter output)
    {
        output.WriteLine($"RocksDB {RocksDbLibrary.Version}, {Rounds} rounds of {RecordsPerRound:N0} records, processor time of all threads");
        output.WriteLine($"{"workload",-16}{"keys",12}{"memory ns",12}{"RocksDB ns",12}{"ratio",8}");
        foreach (var (name, keys, create, firesTimers) in Workloads)
        {
            var directory = Directory.CreateTempSubdirectory("stategen-backends-").FullName;
            try
            {
                using var memory = new HostedOperator(create()) { FiresTimers = firesTimers };
                using var rocksDb = new HostedOperator(create(), backend: RocksDbBackend.At(directory)) { FiresTimers = firesTimers };
                var (inMemory, onDisk) = Measure(new(isZipf: false, keys, RecordsPerRound), memory, rocksDb);
                output.WriteLine($"{name,-16}{keys,12:N0}{inMemory,12:F0}{onDisk,12:F0}{onDisk / inMemory,8:F1}");
            }
            finally
            {
                Directory.Delete(directory, recursive: true);
            }
        }

        output.WriteLine();
    }

    private static (double Memory, double RocksDb) Measure(Workload workload, HostedOperator memory, HostedOperator rocksDb)
    {
        workload.Fill(memory);
        workload.Fill(rocksDb);
        var (inMemory, onDisk) = (new List<double>(), new List<double>());
        for (var round = 0; round < WarmUpRounds + Rounds; round++)
        {
            var (first, second) = (Measure(workload, memory), Measure(workload, rocksDb));
            workload.Advance();
            if (round < WarmUpRounds)
                continue;
            inMemory.Add(first);
            onDisk.Add(second);
        }

        return (Median(inMemory), Median(onDisk));
    }

    private static double Measure(Workload workload, HostedOperator variant)
    {
        var start = Environment.CpuUsage.TotalTime;
        variant.Process(workload.Keys, workload.Values, workload.Timestamps);
        return (Environment.CpuUsage.TotalTime - start).TotalNanoseconds / workload.Keys.Length;
    }

    private static double Median(List<double> rounds)
    {
        rounds.Sort();
        return rounds[rounds.Count / 2];
    }
}
