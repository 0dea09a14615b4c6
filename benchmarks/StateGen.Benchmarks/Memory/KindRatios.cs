using StateGen.Benchmarks.Musts.Variants;
using StateGen.RocksDb;

namespace StateGen.Benchmarks.Memory;

/// <summary>
/// Compares the kinds of state with what one writes by hand, and RocksDB with memory. The variants of a kind take turns in every round. The numbers are medians
/// of processor time of all threads. RocksDB has its default options, so that the rows of all keys are in its cache.
/// </summary>
internal static class KindRatios
{
    private const int Rounds = 9;
    private const int WarmUpRounds = 3;
    private const int RecordCount = 200_000;
    private const int RecordsOnDisk = 20_000;
    private const int KeyCount = 10_000;
    private const long TimePerCycle = 100;

    // Timers are up to two seconds ahead, so that as many fire as are registered.
    private const int TimerValues = 16;

    private static readonly (string Name, Func<KeyedOperator<long, long, long>> Create, Func<IVariant> CreateByHand)[] Kinds =
    [
        ("sorted map", static () => new SortedWindow(), static () => new DictionaryWindow()),
        ("reducing", static () => new KeyedSums(), static () => new DictionarySums()),
        ("aggregating", static () => new KeyedAverages(), static () => new DictionaryAverages()),
        ("tumbling window", static () => new TumblingTotals(), static () => new DictionaryTotals()),
        ("operator list", static () => new BufferedValues(), static () => new BufferedList()),
        ("event-time timer", static () => new TimerPerRecord(), static () => new QueuedTimers()),
        ("processing-time timer", static () => new ProcessingTimerPerRecord(), static () => new QueuedTimers()),
    ];

    public static void Print(TextWriter output)
    {
        output.WriteLine($"{KeyCount:N0} keys, {RecordCount:N0} records per round ({RecordsOnDisk:N0} on RocksDB {RocksDbLibrary.Version}), {Rounds} rounds");
        output.WriteLine($"{"kind",-24}{"by hand ns",12}{"memory ns",12}{"ratio",8}{"RocksDB µs",12}{"ratio",8}");
        foreach (var (name, create, createByHand) in Kinds)
        {
            var directory = Directory.CreateTempSubdirectory("stategen-kinds-").FullName;
            try
            {
                Measured[] measured = [new(createByHand(), RecordCount), new(Host(create()), RecordCount), new(Host(create(), directory), RecordsOnDisk)];
                Measure(measured, hasTimers: name.EndsWith("timer", StringComparison.Ordinal));
                var (byHand, memory, onDisk) = (measured[0], measured[1], measured[2]);
                output.WriteLine($"{name,-24}{byHand.Nanoseconds,12:F1}{memory.Nanoseconds,12:F1}{memory.RatioTo(byHand),8:F2}"
                    + $"{onDisk.Nanoseconds / 1000,12:F2}{onDisk.RatioTo(memory),8:F1}");
            }
            finally
            {
                Directory.Delete(directory, recursive: true);
            }
        }

        output.WriteLine();
    }

    private static HostedOperator Host(KeyedOperator<long, long, long> keyedOperator, string? directory = null) =>
        new(keyedOperator, new StandingTime(), directory is null ? null : RocksDbBackend.At(directory)) { FiresTimers = true, FiresProcessingTimers = true };

    private static void Measure(Measured[] variants, bool hasTimers)
    {
        for (var round = 0; round < WarmUpRounds + Rounds; round++)
        {
            foreach (var variant in variants)
                variant.Run(round, hasTimers, isRecorded: round >= WarmUpRounds);
        }

        foreach (var variant in variants)
            variant.Dispose();
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>A variant with its costs. Its times go on from round to round, and every key has one record in each cycle.</summary>
    private sealed class Measured(IVariant variant, int count) : IDisposable
    {
        private readonly List<double> _costs = [];

        public double Nanoseconds => Median(_costs);

        public double RatioTo(Measured other) => Median(_costs.Zip(other._costs, static (own, others) => own / others));

        public void Run(int round, bool hasTimers, bool isRecorded)
        {
            var (keys, values, times) = (new long[count], new long[count], new long[count]);
            for (var i = 0; i < count; i++)
            {
                var number = ((long)round * count) + i;
                times[i] = number / KeyCount * TimePerCycle;
                (keys[i], values[i]) = (number * 7919 % KeyCount, hasTimers ? number % TimerValues : times[i] + (number % TimePerCycle));
            }

            var start = Environment.CpuUsage.TotalTime;
            variant.Process(keys, values, times);
            if (isRecorded)
                _costs.Add((Environment.CpuUsage.TotalTime - start).TotalNanoseconds / count);
        }

        public void Dispose() => variant.Dispose();
    }

    /// <summary>A clock that stands still: the host is told the processing time.</summary>
    private sealed class StandingTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }
}
