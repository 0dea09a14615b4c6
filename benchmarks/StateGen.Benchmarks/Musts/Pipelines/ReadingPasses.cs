using System.Diagnostics;
using StateGen.Benchmarks.Musts.Experiments;

namespace StateGen.Benchmarks.Musts.Pipelines;

/// <summary>
/// Variants that take turns on the same readings, in nanoseconds of the processor time of all threads per reading. They stay open, so that their state has its
/// full size and their code is compiled when they are measured. Every round goes through the variants in both orders.
/// </summary>
internal sealed class ReadingPasses(
    string name, Func<Readings> createReadings, IReadOnlyList<(string Name, Func<Readings, IReadingVariant> Create)> variants) : IExperiment
{
    private const int WarmUps = 8;
    private const int Rounds = 3;

    public string Name => name;

    public int Weight { get; init; } = 2;

    public long MemoryNeeded { get; init; }

    /// <summary>Gets the name of the figure of the time in nanoseconds that passes per reading.</summary>
    public static string WallOf(string variant) => $"{variant}: wall";

    /// <summary>Gets the name of the figure of the bytes that a variant allocates per reading.</summary>
    public static string AllocationOf(string variant) => $"{variant}: allocation";

    public IEnumerable<IReadOnlyDictionary<string, double>> Run(CancellationToken outOfTime)
    {
        var readings = createReadings();
        var contestants = variants.Select(variant => new Contestant(variant.Name, variant.Create(readings))).ToList();
        try
        {
            Repeat(WarmUps, contestants, readings, outOfTime);
            while (true)
            {
                contestants.ForEach(static contestant => contestant.Reset());
                Repeat(Rounds, contestants, readings, outOfTime);
                yield return Figures(contestants);
            }
        }
        finally
        {
            contestants.ForEach(static contestant => contestant.Dispose());
        }
    }

    private static void Repeat(int rounds, List<Contestant> contestants, Readings readings, CancellationToken outOfTime)
    {
        for (var pass = 0; pass < 2 * rounds; pass++)
        {
            outOfTime.ThrowIfCancellationRequested();
            foreach (var contestant in contestants)
                contestant.Pass();
            readings.Advance();
            contestants.Reverse();
        }
    }

    private static Dictionary<string, double> Figures(List<Contestant> contestants)
    {
        var figures = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var contestant in contestants)
        {
            figures.Add(contestant.Name, contestant.NanosecondsOf(contestant.Processor));
            figures.Add(WallOf(contestant.Name), contestant.NanosecondsOf(contestant.Wall));
            figures.Add(AllocationOf(contestant.Name), contestant.BytesPerReading);
        }

        return figures;
    }

    private sealed class Contestant(string name, IReadingVariant variant) : IDisposable
    {
        private long _passes;
        private long _allocated;

        public string Name => name;

        public TimeSpan Processor { get; private set; }

        public TimeSpan Wall { get; private set; }

        /// <summary>Gets the bytes per reading, rounded to a hundredth: a pass allocates a few objects.</summary>
        public double BytesPerReading => Math.Round(_allocated / (double)(_passes * Readings.Count), 2);

        public double NanosecondsOf(TimeSpan time) => time.TotalNanoseconds / (_passes * Readings.Count);

        public void Pass()
        {
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var wall = Stopwatch.GetTimestamp();
            var processor = ProcessorClock.OfProcess;
            variant.Pass();
            Processor += ProcessorClock.OfProcess - processor;
            Wall += Stopwatch.GetElapsedTime(wall);
            _allocated += GC.GetTotalAllocatedBytes(precise: true) - allocated;
            _passes++;
        }

        public void Reset()
        {
            (_passes, _allocated) = (0, 0);
            Processor = Wall = TimeSpan.Zero;
        }

        public void Dispose() => variant.Dispose();
    }
}
