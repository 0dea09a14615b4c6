using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace StateGen.TestKit.Compiler;

/// <summary>
/// Measures how long the analyzers of one long callback run, and how long an analyzer that only asks for the operations of a method, so that the code is bound
/// for it too. The lengths and analyzers are interleaved, analyzers do not run concurrently, and the numbers are medians of the processor time of the process.
/// </summary>
internal sealed class AnalysisCost
{
    private readonly List<(double All, double Idle)>[] _times;

    /// <param name="compilations">Compilations of long callbacks.</param>
    /// <param name="analyzers">All analyzers.</param>
    /// <param name="rounds">The number of rounds. The first third of them warms up the process.</param>
    public AnalysisCost(IReadOnlyList<Compilation> compilations, ImmutableArray<DiagnosticAnalyzer> analyzers, int rounds)
    {
        _times = [.. compilations.Select(_ => new List<(double, double)>())];
        for (var round = 0; round < rounds; round++)
        {
            for (var index = 0; index < compilations.Count; index++)
            {
                var idle = Measure(compilations[index], [new IdleAnalyzer()]);
                _times[index].Add((Measure(compilations[index], analyzers), idle));
            }
        }
    }

    /// <summary>Gets the milliseconds that all analyzers take for a compilation.</summary>
    public double AllOf(int index) => Median(_times[index].Select(time => time.All));

    /// <summary>Gets the milliseconds that the idle analyzer takes for a compilation.</summary>
    public double IdleOf(int index) => Median(_times[index].Select(time => time.Idle));

    /// <summary>Gets how many times as long all analyzers take as the idle one does: the median of all rounds.</summary>
    public double RatioOf(int index) => Median(_times[index].Select(time => time.All / time.Idle));

    private static double Measure(Compilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var fresh = compilation.Clone(); // Nothing is bound in it yet.
        var failed = new List<Exception>();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: (exception, _, _) => failed.Add(exception), concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        var start = Environment.CpuUsage.TotalTime;
        var found = fresh.WithAnalyzers(analyzers, options).GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult();
        var time = (Environment.CpuUsage.TotalTime - start).TotalMilliseconds;
        if (failed.Count > 0)
            throw new AggregateException(failed);
        return found.FirstOrDefault(diagnostic => diagnostic.Severity > DiagnosticSeverity.Info) is { } mistake
            ? throw new InvalidOperationException($"The callback is wrong: {mistake}")
            : time;
    }

    private double Median(IEnumerable<double> times)
    {
        var sorted = times.Skip(_times[0].Count / 3).Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class IdleAnalyzer : DiagnosticAnalyzer
    {
        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
            [new("IDLE", "Nothing", "Nothing", "Benchmark", DiagnosticSeverity.Warning, isEnabledByDefault: true)];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterOperationBlockAction(_ => { });
        }
    }
}
