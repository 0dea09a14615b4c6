namespace StateGen.Benchmarks.Serialization;

/// <summary>
/// Gives a quick estimate of the ratios, as <see cref="Memory.MemoryRatios"/> does for state: interleaved variants, medians of processor time.
/// </summary>
internal static class SerializationRatios
{
    private const int Rounds = 25;
    private const int WarmUpRounds = 5;
    private const int CallsPerRound = 1_000;

    public static void Print(TextWriter output)
    {
        var readings = Reading.Generate();
        var serializers = Serializers.All.Select(serializer => (serializer.Name, Serializer: serializer.Create(readings))).ToArray();
        output.WriteLine($"a record of six fields, {CallsPerRound * Reading.Different:N0} records per round, {Rounds} rounds");
        Print(output, "write", [.. serializers.Select(serializer => new Run(serializer.Name, () => serializer.Serializer.Write()))]);
        Print(output, "read", [.. serializers.Select(serializer => new Run(serializer.Name, () => serializer.Serializer.Read()))]);
    }

    private static void Print(TextWriter output, string what, Run[] runs)
    {
        for (var round = 0; round < WarmUpRounds + Rounds; round++)
        {
            foreach (var run in runs)
                run.Measure(isRecorded: round >= WarmUpRounds);
        }

        output.WriteLine($"{what,-26}{"ns/record",10}{"vs JSON",10}{"vs proto",10}{"B/record",10}");
        foreach (var run in runs)
        {
            output.WriteLine($"{run.Name,-26}{run.Nanoseconds,10:F1}{run.SpeedUpOver(runs[0]),10:F2}{run.SpeedUpOver(runs[1]),10:F2}"
                + $"{run.BytesPerRecord,10:F1}");
        }

        output.WriteLine();
    }

    /// <summary>The measurements of one serializer in one direction.</summary>
    private sealed class Run(string name, Func<long> process)
    {
        private readonly List<double> _rounds = [];
        private long _allocated;

        public string Name => name;

        public double Nanoseconds => Median(_rounds);

        public double BytesPerRecord => _allocated / (double)(_rounds.Count * (long)CallsPerRound * Reading.Different);

        public void Measure(bool isRecorded)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var start = Environment.CpuUsage.TotalTime;
            for (var call = 0; call < CallsPerRound; call++)
                process();
            var elapsed = Environment.CpuUsage.TotalTime - start;
            if (!isRecorded)
                return;
            _allocated += GC.GetAllocatedBytesForCurrentThread() - allocated;
            _rounds.Add(elapsed.TotalNanoseconds / (CallsPerRound * (long)Reading.Different));
        }

        /// <summary>Computes the median over the rounds of the factor by which this serializer was faster.</summary>
        public double SpeedUpOver(Run other) => Median(_rounds.Zip(other._rounds, (own, others) => others / own));

        private static double Median(IEnumerable<double> values)
        {
            double[] sorted = [.. values.Order()];
            return sorted[sorted.Length / 2];
        }
    }
}
