using BenchmarkDotNet.Running;
using StateGen.Benchmarks.Memory;

if (args.Contains("--ratios"))
    MemoryRatios.Print(Console.Out);
else
    BenchmarkSwitcher.FromAssembly(typeof(MemoryStateBenchmarks).Assembly).Run(args);
