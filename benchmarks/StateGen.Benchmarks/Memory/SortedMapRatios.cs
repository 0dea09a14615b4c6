using StateGen.RocksDb;

namespace StateGen.Benchmarks.Memory;

/// <summary>
/// Compares sorted maps on both backends with what one writes by hand. The variants take turns in every round. The numbers are medians of processor time.
/// </summary>
internal static class SortedMapRatios
{
    /// <summary>The number of map keys of the large map.</summary>
    public const int BoardSize = 1 << 20;

    private const string OnDisk = "RocksDB";
    private const int Rounds = 9;
    private const int WarmUpRounds = 3;
    private const int RecordCount = 200_000;
    private const int RecordsOnDisk = 10_000;
    private const int KeyCount = 10_000;

    public static void Print(TextWriter output)
    {
        var windowKeys = new long[RecordCount];
        for (var i = 0; i < RecordCount; i++)
            windowKeys[i] = i * 7919L % KeyCount;
        Print(output, "window of about 10 entries under 10,000 keys", windowKeys, fillRounds: 1, [
            ("memory", () => new HostedOperator(new SortedWindow())),
            ("SortedDictionary by hand", () => new DictionaryWindow()),
            (OnDisk, () => new HostedOperator(new SortedWindow(), backend: RocksDbBackend.At(NewDirectory()))),
        ]);
        Print(output, "put and range of 10 in one map of about a million entries", new long[RecordCount], fillRounds: 12, [
            ("memory", () => new HostedOperator(new SortedBoard())),
            ("SortedSet by hand", () => new SetBoard()),
            (OnDisk, () => new HostedOperator(new SortedBoard(), backend: RocksDbBackend.At(NewDirectory()))),
        ]);
    }

    private static string NewDirectory() => Directory.CreateTempSubdirectory("sorted-maps").FullName;

    private static void Print(TextWriter output, string title, long[] keys, int fillRounds, (string Name, Func<IVariant> Create)[] variants)
    {
        var runs = Array.ConvertAll(variants, variant => (variant.Name, Variant: variant.Create(), Rounds: new List<double>(), Allocated: new List<double>()));
        var values = new long[RecordCount];
        for (var round = 0; round < fillRounds + WarmUpRounds + Rounds; round++)
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = ((long)round * RecordCount / KeyCount * 100) + (i / KeyCount * 100) + (i % 100);
            foreach (var run in runs)
            {
                var count = run.Name == OnDisk ? RecordsOnDisk : RecordCount;
                var allocated = GC.GetAllocatedBytesForCurrentThread();
                var start = Environment.CpuUsage.TotalTime;
                run.Variant.Process(keys.AsSpan(0, count), values.AsSpan(0, count), values.AsSpan(0, count));
                if (round < fillRounds + WarmUpRounds)
                    continue;
                run.Rounds.Add((Environment.CpuUsage.TotalTime - start).TotalNanoseconds / count);
                run.Allocated.Add((GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)count);
            }
        }

        output.WriteLine($"{title}, {RecordCount:N0} records per round ({RecordsOnDisk:N0} on disk), {Rounds} rounds");
        output.WriteLine($"{"variant",-26}{"ns/record",10}{"vs memory",10}{"B/record",10}");
        foreach (var run in runs)
        {
            output.WriteLine($"{run.Name,-26}{Median(run.Rounds),10:F1}{Median(run.Rounds.Zip(runs[0].Rounds, (own, memory) => own / memory)),10:F2}"
                + $"{Median(run.Allocated),10:F1}");
            run.Variant.Dispose();
        }

        output.WriteLine();
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
