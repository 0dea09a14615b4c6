using StateGen.Benchmarks.Memory;

namespace StateGen.Benchmarks.Musts.Experiments;

/// <summary>The managed memory in bytes per key after variants have grown to a number of keys.</summary>
internal sealed class BytesPerKey(string name, int keyCount, IEnumerable<(string Name, Func<IVariant> Create)> variants) : IExperiment
{
    public string Name => name;

    public int Weight => 1;

    public IEnumerable<IReadOnlyDictionary<string, double>> Run(CancellationToken outOfTime)
    {
        var workload = new Workload(isZipf: false, keyCount, recordCount: 0);
        while (true)
        {
            outOfTime.ThrowIfCancellationRequested();
            yield return variants.ToDictionary(variant => variant.Name, variant => Measure(variant.Create, workload), StringComparer.Ordinal);
        }
    }

    private double Measure(Func<IVariant> create, Workload workload)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var variant = create();
        workload.Fill(variant);
        return (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)keyCount;
    }
}
