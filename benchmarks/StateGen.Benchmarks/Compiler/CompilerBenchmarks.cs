using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;

namespace StateGen.Benchmarks.Compiler;

/// <summary>Measures the cost of the generator and the analyzers per edit of one operator, in projects of different sizes.</summary>
[MemoryDiagnoser]
public class CompilerBenchmarks
{
    private Editing _empty = null!;
    private Editing _silent = null!;
    private Editing _generator = null!;
    private Editing _all = null!;

    [Params(10, 100, 1000)]
    public int Operators { get; set; }

    [GlobalSetup]
    public void Open()
    {
        _empty = new(Operators, new EmptyTransform().AsSourceGenerator());
        _silent = new(Operators, new EmptyTransform().AsSourceGenerator(), new SilentAnalyzer(looksAtCode: true));
        _generator = new(Operators, CompilerComponents.CreateGenerator());
        _all = new(Operators, CompilerComponents.CreateGenerator(), CompilerComponents.CreateAnalyzers());
    }

    [Benchmark(Baseline = true)]
    public int EmptyTransform() => _empty.Edit();

    [Benchmark]
    public int EmptyTransformAndSilentAnalyzer() => _silent.Edit();

    [Benchmark]
    public int Generator() => _generator.Edit();

    [Benchmark]
    public int GeneratorAndAnalyzers() => _all.Edit();
}
