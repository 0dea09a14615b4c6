namespace StateGen.Benchmarks.Memory;

/// <summary>
/// Gives a quick estimate of the ratios in one process. The variants take turns in every round, so that other load on the machine affects all of them.
/// The numbers are medians of processor time over the rounds, because wall-clock time means little on a busy machine.
/// </summary>
internal static class MemoryRatios
{
    private const int Rounds = 25;
    private const int WarmUpRounds = 4;

    private static readonly (string Name, Func<IVariant> Create)[] Variants =
    [
        ("three dictionaries", () => new ThreeDictionaries()),
        ("best dictionary", () => new BestDictionary()),
        ("generated accessors", () => new HostedOperator(new GeneratedCounters())),
        ("hand-written, same table", () => new HostedOperator(new HandWrittenCounters())),
    ];

    public static void Print(TextWriter output)
    {
        foreach (var isZipf in new[] { false, true })
            Print(output, isZipf);
    }

    private static void Print(TextWriter output, bool isZipf)
    {
        var workload = new Workload(isZipf);
        var runs = Array.ConvertAll(Variants, variant => new VariantRun(variant.Name, variant.Create, workload));
        for (var round = 0; round < WarmUpRounds + Rounds; round++)
        {
            foreach (var run in runs)
                run.Measure(isRecorded: round >= WarmUpRounds);
        }

        output.WriteLine($"{(isZipf ? "Zipf 0.99" : "uniform")}, {Workload.KeyCount:N0} keys, {Workload.RecordCount:N0} records per round, {Rounds} rounds");
        output.WriteLine($"{"variant",-26}{"ns/record",10}{"vs three",10}{"vs best",10}{"B/record",10}{"B/key",8}");
        foreach (var run in runs)
        {
            output.WriteLine($"{run.Name,-26}{run.Nanoseconds,10:F1}{run.SpeedUpOver(runs[0]),10:F2}{run.SpeedUpOver(runs[1]),10:F2}"
                + $"{run.BytesPerRecord,10:F3}{run.BytesPerKey,8:F1}");
        }

        output.WriteLine();
        foreach (var run in runs)
            run.Dispose();
    }

    /// <summary>The measurements of one variant.</summary>
    private sealed class VariantRun : IDisposable
    {
        private readonly Workload _workload;
        private readonly IVariant _variant;
        private readonly List<double> _rounds = [];
        private long _allocated;

        public VariantRun(string name, Func<IVariant> create, Workload workload)
        {
            Name = name;
            _workload = workload;
            var before = GC.GetTotalMemory(forceFullCollection: true);
            _variant = create();
            workload.Fill(_variant);
            BytesPerKey = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Workload.KeyCount;
        }

        public string Name { get; }

        public double BytesPerKey { get; }

        public double Nanoseconds => Median(_rounds);

        public double BytesPerRecord => _allocated / (double)(_rounds.Count * (long)Workload.RecordCount);

        public void Measure(bool isRecorded)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var start = Environment.CpuUsage.TotalTime;
            _variant.Process(_workload.Keys, _workload.Values, _workload.Timestamps);
            var elapsed = Environment.CpuUsage.TotalTime - start;
            if (!isRecorded)
                return;
            _allocated += GC.GetAllocatedBytesForCurrentThread() - allocated;
            _rounds.Add(elapsed.TotalNanoseconds / Workload.RecordCount);
        }

        /// <summary>Computes the median over the rounds of the factor by which this variant was faster.</summary>
        public double SpeedUpOver(VariantRun other) => Median(_rounds.Zip(other._rounds, (own, others) => others / own));

        public void Dispose() => _variant.Dispose();

        private static double Median(IEnumerable<double> values)
        {
            double[] sorted = [.. values.Order()];
            return sorted[sorted.Length / 2];
        }
    }
}
