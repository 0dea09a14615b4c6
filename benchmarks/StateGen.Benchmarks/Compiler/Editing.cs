using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace StateGen.Benchmarks.Compiler;

/// <summary>An editor with a project open, in which somebody types in one operator.</summary>
internal sealed class Editing
{
    private readonly OperatorProject _project;
    private readonly ImmutableArray<DiagnosticAnalyzer> _analyzers;
    private GeneratorDriver _driver;

    /// <param name="operators">How many operators the project has.</param>
    /// <param name="generator">The generator that runs.</param>
    /// <param name="analyzers">The analyzers that run over the edited file.</param>
    public Editing(int operators, ISourceGenerator generator, params DiagnosticAnalyzer[] analyzers)
    {
        _project = new(operators);
        _analyzers = [.. analyzers];
        _driver = CSharpGeneratorDriver.Create([generator], parseOptions: OperatorProject.Options).RunGenerators(_project.Compilation);
    }

    /// <summary>One edit: the generator runs, then the analyzers look at the edited file.</summary>
    /// <returns>The number of diagnostics, so that nothing is optimised away.</returns>
    public int Edit()
    {
        var compilation = _project.Edit(out var tree);
        _driver = _driver.RunGeneratorsAndUpdateCompilation(compilation, out var output, out var diagnostics);
        return diagnostics.Length + (_analyzers.IsEmpty ? 0 : Analyze(output, tree));
    }

    private int Analyze(Compilation compilation, SyntaxTree tree)
    {
        var analysis = compilation.WithAnalyzers(_analyzers, new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, concurrentAnalysis: true, logAnalyzerExecutionTime: false));
        return analysis.GetAnalyzerSyntaxDiagnosticsAsync(tree, CancellationToken.None).GetAwaiter().GetResult().Length
            + analysis.GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(tree), null, CancellationToken.None).GetAwaiter().GetResult().Length;
    }
}
