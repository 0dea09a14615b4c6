using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace StateGen.Benchmarks.Compiler;

/// <summary>
/// Simulates an editor with an open project in which one operator is edited. Like an editor, it keeps the syntax trees of generated files whose text did not
/// change, whereas <see cref="GeneratorDriver.RunGeneratorsAndUpdateCompilation"/> would parse all of them again.
/// </summary>
internal sealed class Editing
{
    private readonly OperatorProject _project;
    private readonly ImmutableArray<DiagnosticAnalyzer> _analyzers;
    private readonly Dictionary<string, SyntaxTree> _generated = new(StringComparer.Ordinal);
    private GeneratorDriver _driver;
    private CSharpCompilation _written;
    private CSharpCompilation _whole;
    private SyntaxTree _edited;

    /// <param name="operators">The number of operators in the project.</param>
    /// <param name="generator">The generator that runs.</param>
    /// <param name="analyzers">The analyzers that run over the edited file.</param>
    public Editing(int operators, ISourceGenerator generator, params DiagnosticAnalyzer[] analyzers)
    {
        _project = new(operators);
        _analyzers = [.. analyzers];
        _written = _whole = _project.Compilation;
        _edited = _project.EditedTree;
        _driver = Open(CompilerComponents.CreateGenerator()); // Its files belong to the project, no matter which generator is measured.
        Generate();
        _driver = Open(generator);
        Generate();
    }

    /// <summary>Makes one edit: runs the generator, then the analyzers over the edited file.</summary>
    /// <returns>The number of files and diagnostics, so that nothing is optimized away.</returns>
    public int Edit()
    {
        var old = _edited;
        _edited = _project.Edit();
        _written = _written.ReplaceSyntaxTree(old, _edited);
        _whole = _whole.ReplaceSyntaxTree(old, _edited);
        Generate();
        return _generated.Count + (_analyzers.IsEmpty ? 0 : Analyze());
    }

    private static CSharpGeneratorDriver Open(ISourceGenerator generator) => CSharpGeneratorDriver.Create([generator], parseOptions: OperatorProject.Options);

    private void Generate()
    {
        _driver = _driver.RunGenerators(_written);
        foreach (var source in _driver.GetRunResult().Results.SelectMany(result => result.GeneratedSources))
        {
            var known = _generated.GetValueOrDefault(source.HintName);
            if (known is not null && known.GetText().ContentEquals(source.SourceText))
                continue;
            var tree = CSharpSyntaxTree.ParseText(source.SourceText, OperatorProject.Options, source.SyntaxTree.FilePath);
            _whole = known is null ? _whole.AddSyntaxTrees(tree) : _whole.ReplaceSyntaxTree(known, tree);
            _generated[source.HintName] = tree;
        }
    }

    private int Analyze()
    {
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        var analysis = _whole.WithAnalyzers(_analyzers, options);
        return analysis.GetAnalyzerSyntaxDiagnosticsAsync(_edited, CancellationToken.None).GetAwaiter().GetResult().Length
            + analysis.GetAnalyzerSemanticDiagnosticsAsync(_whole.GetSemanticModel(_edited), null, CancellationToken.None).GetAwaiter().GetResult().Length;
    }
}
