namespace StateGen.Benchmarks.Serialization;

/// <summary>
/// Gives a quick estimate of what MessagePack-CSharp costs in place of the codecs, as <see cref="SerializationRatios"/> does for other formats: interleaved
/// variants, medians of processor time. The columns are the time of the codec, and the time of the others divided by it.
/// </summary>
internal static class MessagePackRatios
{
    private const int Rounds = 25;
    private const int WarmUpRounds = 50;
    private const int BytesPerRound = 4_000_000;

    public static void Print(TextWriter output)
    {
        output.WriteLine($"MessagePack-CSharp with its standard resolver, time over that of the codec, {Rounds} rounds of {BytesPerRound / 1_000_000} MB");
        output.WriteLine($"{"shape",-38}{"way",-10}{"codec ns",10}{"codec B",10}{"library",10}{"sorted",10}{"library B",11}");
        foreach (var shape in MessagePackShapes.Create())
        {
            Print(output, shape, "buffer", shape.BufferWriters);
            Print(output, shape, "array", shape.ArrayWriters);
            Print(output, shape, "read", shape.Readers);
        }

        output.WriteLine();
    }

    private static void Print(TextWriter output, MessagePackShape shape, string way, IReadOnlyList<(string Name, Func<long> Run)> variants)
    {
        Variant[] runs = [.. variants.Select(variant => new Variant(variant.Run, shape))];
        for (var round = 0; round < WarmUpRounds + Rounds; round++)
        {
            foreach (var run in runs)
                run.Measure(isRecorded: round >= WarmUpRounds);
        }

        var (codec, library) = (runs[0], runs[1]);
        var sorted = runs.Length > 2 ? $"{runs[2].TimeOver(codec):F2}" : "";
        output.WriteLine($"{shape.Name,-38}{way,-10}{codec.Nanoseconds,10:F1}{codec.BytesPerValue,10:F1}"
            + $"{library.TimeOver(codec),10:F2}{sorted,10}{library.BytesPerValue,11:F1}");
    }

    /// <summary>The measurements of one way to write or read a shape.</summary>
    private sealed class Variant(Func<long> process, MessagePackShape shape)
    {
        private readonly List<double> _rounds = [];
        private readonly int _calls = Math.Max(1, BytesPerRound / shape.Length);
        private long _allocated;

        public double Nanoseconds => Median(_rounds);

        public double BytesPerValue => _allocated / (double)(_rounds.Count * (long)_calls * shape.Count);

        public void Measure(bool isRecorded)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var start = Environment.CpuUsage.TotalTime;
            for (var call = 0; call < _calls; call++)
                process();
            var elapsed = Environment.CpuUsage.TotalTime - start;
            if (!isRecorded)
                return;
            _allocated += GC.GetAllocatedBytesForCurrentThread() - allocated;
            _rounds.Add(elapsed.TotalNanoseconds / (_calls * (long)shape.Count));
        }

        /// <summary>Computes the median over the rounds of the time of this variant divided by that of the other.</summary>
        public double TimeOver(Variant other) => Median(_rounds.Zip(other._rounds, (own, others) => own / others));

        private static double Median(IEnumerable<double> values)
        {
            double[] sorted = [.. values.Order()];
            return sorted[sorted.Length / 2];
        }
    }
}
