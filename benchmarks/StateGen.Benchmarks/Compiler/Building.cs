using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace StateGen.Benchmarks.Compiler;

/// <summary>
/// Builds a project with the compiler alone: parse, generate, analyze, emit. The other parts of a real build make the ratio smaller.
/// </summary>
internal sealed class Building
{
    private readonly OperatorProject _project;
    private readonly DiagnosticAnalyzer[] _analyzers = CompilerComponents.CreateAnalyzers();
    private readonly SyntaxTree[] _generated;

    /// <param name="operators">The number of operators in the project.</param>
    public Building(int operators)
    {
        _project = new(operators);
        Generate(_project.Compilation, out var output);
        _generated = [.. output.SyntaxTrees.Skip(_project.Compilation.SyntaxTrees.Length)];
    }

    /// <summary>Builds the files of the project and the generated files, as if those had been written by hand.</summary>
    public long BuildWithout() => Emit(ParseAll());

    /// <summary>
    /// Builds the same files with an analyzer that does nothing. It measures the cost of requesting analyzer diagnostics separately from emitting, which
    /// the compiler does at once.
    /// </summary>
    public long BuildIdle()
    {
        var compilation = ParseAll();
        return Emit(compilation) + Analyze(compilation, [new SilentAnalyzer(looksAtCode: false)]);
    }

    /// <summary>Builds with the generator and every analyzer.</summary>
    public long BuildWith()
    {
        Generate(_project.Reparse(), out var output);
        return Emit(output) + Analyze(output, _analyzers);
    }

    private CSharpCompilation ParseAll() => _project.Reparse()
        .AddSyntaxTrees(_generated.Select(tree => CSharpSyntaxTree.ParseText(tree.GetText(), OperatorProject.Options, tree.FilePath)));

    private static int Analyze(Compilation compilation, DiagnosticAnalyzer[] analyzers)
    {
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        return compilation.WithAnalyzers([.. analyzers], options).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult().Length;
    }

    private static void Generate(CSharpCompilation compilation, out Compilation output) =>
        CSharpGeneratorDriver.Create([CompilerComponents.CreateGenerator()], parseOptions: OperatorProject.Options)
            .RunGeneratorsAndUpdateCompilation(compilation, out output, out _);

    private static long Emit(Compilation compilation)
    {
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        if (result.Success)
            return assembly.Length;
        var errors = result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(5);
        throw new InvalidOperationException(string.Join("\n", errors));
    }
}
