using BenchmarkDotNet.Attributes;

namespace StateGen.Benchmarks.Memory;

/// <summary>
/// Measures a read-modify-write of three 8-byte states per record over a million long keys, with dictionaries and with generated accessors on the memory
/// backend. Times are per record.
/// </summary>
[MemoryDiagnoser]
public class MemoryStateBenchmarks
{
    private Workload _workload = null!;
    private IVariant _threeDictionaries = null!;
    private IVariant _bestDictionary = null!;
    private IVariant _generated = null!;
    private IVariant _handWritten = null!;

    [Params(false, true)]
    public bool Zipf { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _workload = new(Zipf);
        _threeDictionaries = Filled(new ThreeDictionaries());
        _bestDictionary = Filled(new BestDictionary());
        _generated = Filled(new HostedOperator(new GeneratedCounters()));
        _handWritten = Filled(new HostedOperator(new HandWrittenCounters()));
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _generated.Dispose();
        _handWritten.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Workload.RecordCount)]
    public void ThreeDictionaries() => Process(_threeDictionaries);

    [Benchmark(OperationsPerInvoke = Workload.RecordCount)]
    public void BestDictionary() => Process(_bestDictionary);

    [Benchmark(OperationsPerInvoke = Workload.RecordCount)]
    public void GeneratedAccessors() => Process(_generated);

    [Benchmark(OperationsPerInvoke = Workload.RecordCount)]
    public void HandWrittenOnTheSameTable() => Process(_handWritten);

    private void Process(IVariant variant) => variant.Process(_workload.Keys, _workload.Values, _workload.Timestamps);

    private IVariant Filled(IVariant variant)
    {
        _workload.Fill(variant);
        return variant;
    }
}
