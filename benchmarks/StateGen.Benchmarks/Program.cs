using BenchmarkDotNet.Running;
using StateGen.Benchmarks.Memory;
using StateGen.Benchmarks.Serialization;

if (!args.Contains("--ratios"))
{
    BenchmarkSwitcher.FromAssembly(typeof(MemoryStateBenchmarks).Assembly).Run(args);
    return;
}

if (!args.Contains("serialization"))
    MemoryRatios.Print(Console.Out);
SerializationRatios.Print(Console.Out);
