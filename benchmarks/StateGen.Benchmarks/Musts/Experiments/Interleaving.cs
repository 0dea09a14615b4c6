using StateGen.Benchmarks.Memory;

namespace StateGen.Benchmarks.Musts.Experiments;

/// <summary>
/// Variants that take turns on the same records, in nanoseconds of processor time per record. In each run, the variants are filled and then warmed up on the
/// steady state, so that the compiler's profile has seen it. Every round goes through the variants in both orders. No variant finds its rows in the
/// processor's cache: another one ran before it, or the cache was emptied, because the last of one order is the first of the other.
/// </summary>
internal sealed class Interleaving(string name, Func<Workload> createWorkload, IEnumerable<(string Name, Func<IVariant> Create)> variants) : IExperiment
{
    private const int LaterWarmUps = 2;
    private const int LargerThanCaches = 1 << 26;

    private static readonly byte[] Evicting = new byte[LargerThanCaches];

    public string Name => name;

    public int Weight { get; init; } = 1;

    public long MemoryNeeded { get; init; }

    public int Rounds { get; init; } = 2;

    /// <summary>Gets the number of rounds before the first measurement.</summary>
    public int FirstWarmUps { get; init; } = 4;

    /// <summary>Gets a value indicating whether the state reaches its usual size only during the first warm-up, so that each run needs all of it.</summary>
    public bool GrowsInWarmUp { get; init; }

    /// <summary>Gets the name of the figure that counts the bytes that a variant allocates per record.</summary>
    public static string AllocationOf(string variant) => $"{variant}: allocation";

    public IEnumerable<IReadOnlyDictionary<string, double>> Run(CancellationToken outOfTime)
    {
        var workload = createWorkload();
        for (var warmUps = FirstWarmUps; ; warmUps = GrowsInWarmUp ? FirstWarmUps : LaterWarmUps)
        {
            outOfTime.ThrowIfCancellationRequested();
            yield return RunOnce(workload, warmUps);
        }
    }

    private Dictionary<string, double> RunOnce(Workload workload, int warmUps)
    {
        var contestants = variants.Select(variant => new Contestant(variant.Name, variant.Create(), workload)).ToList();
        try
        {
            GC.Collect();
            Repeat(warmUps, contestants, workload);
            foreach (var contestant in contestants)
                contestant.Reset();
            Repeat(Rounds, contestants, workload);
            return Figures(contestants);
        }
        finally
        {
            foreach (var contestant in contestants)
                contestant.Dispose();
        }
    }

    private static void Repeat(int rounds, List<Contestant> contestants, Workload workload)
    {
        for (var pass = 0; pass < 2 * rounds; pass++)
        {
            foreach (var contestant in contestants)
                contestant.Pass();
            workload.Advance();
            contestants.Reverse();
            Evicting.AsSpan().Fill((byte)pass);
        }
    }

    private static Dictionary<string, double> Figures(List<Contestant> contestants)
    {
        var figures = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var contestant in contestants)
        {
            figures.Add(contestant.Name, contestant.NanosecondsPerRecord);
            figures.Add(AllocationOf(contestant.Name), contestant.BytesPerRecord);
        }

        return figures;
    }
}

/// <summary>The measurements of one variant in one run.</summary>
internal sealed class Contestant : IDisposable
{
    private const int SliceLength = 8192;

    private static readonly TimeSpan LongestPass = TimeSpan.FromSeconds(0.5);

    private readonly IVariant _variant;
    private readonly Workload _workload;
    private int _next;
    private long _records;
    private long _allocated;
    private TimeSpan _time;

    public Contestant(string name, IVariant variant, Workload workload)
    {
        Name = name;
        _variant = variant;
        _workload = workload;
        workload.Fill(variant);
        variant.Settle();
    }

    public string Name { get; }

    public double NanosecondsPerRecord => _time.TotalNanoseconds / _records;

    /// <summary>Gets the bytes per record, rounded to a hundredth: the clock and the harness allocate now and then.</summary>
    public double BytesPerRecord => Math.Round(_allocated / (double)_records, 2);

    /// <summary>Processes every record, or as many as fit into half a second; the next pass then starts where this one stopped.</summary>
    public void Pass()
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var start = ProcessorClock.OfThread;
        var elapsed = TimeSpan.Zero;
        for (var left = _workload.Keys.Length; left > 0 && elapsed < LongestPass; left -= SliceLength)
        {
            ProcessSlice();
            elapsed = ProcessorClock.OfThread - start;
        }

        _time += elapsed;
        _allocated += GC.GetAllocatedBytesForCurrentThread() - allocated;
        _variant.Settle();
    }

    public void Reset()
    {
        _records = _allocated = 0;
        _time = TimeSpan.Zero;
    }

    public void Dispose() => _variant.Dispose();

    private void ProcessSlice()
    {
        var length = Math.Min(SliceLength, _workload.Keys.Length - _next);
        _variant.Process(_workload.Keys.AsSpan(_next, length), _workload.Values.AsSpan(_next, length), _workload.Timestamps.AsSpan(_next, length));
        _records += length;
        _next = (_next + length) % _workload.Keys.Length;
    }
}
