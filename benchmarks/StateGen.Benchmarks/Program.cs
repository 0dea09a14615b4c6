using BenchmarkDotNet.Running;
using StateGen.Benchmarks.Checkpoints;
using StateGen.Benchmarks.Compiler;
using StateGen.Benchmarks.Memory;
using StateGen.Benchmarks.Musts.Pipelines;
using StateGen.Benchmarks.Observability;
using StateGen.Benchmarks.RocksDb;
using StateGen.Benchmarks.Serialization;
using StateGen.Benchmarks.Soak;

if (args is ["--corpus", var directory])
    return new CodeSoak(Console.Out).Run(directory);

if (!args.Contains("--ratios"))
{
    BenchmarkSwitcher.FromAssembly(typeof(MemoryStateBenchmarks).Assembly).Run(args);
    return 0;
}

// Without a name, every table is printed.
var tables = new Dictionary<string, Action<TextWriter>>(StringComparer.Ordinal)
{
    ["memory"] = MemoryRatios.Print,
    ["sorted-maps"] = SortedMapRatios.Print,
    ["windows"] = WindowRatios.Print,
    ["kinds"] = KindRatios.Print,
    ["serialization"] = SerializationRatios.Print,
    ["pipeline"] = PipelineBudget.Print,
    ["observability"] = ObservabilityRatios.Print,
    ["messagepack"] = MessagePackRatios.Print,
    ["rocksdb"] = RocksDbRatios.Print,
    ["backends"] = BackendRatios.Print,
    ["checkpoints"] = output => CheckpointRatios.Print(output, args),
    ["compiler"] = CompilerRatios.Print,
};
foreach (var (name, print) in tables)
{
    if (args.Contains(name) || !args.Any(tables.ContainsKey))
        print(Console.Out);
}

return 0;
