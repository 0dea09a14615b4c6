using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Benchmarks.Compiler;
using StateGen.TestKit.Compiler;

namespace StateGen.Benchmarks.Soak;

/// <summary>
/// Runs the generator and every analyzer over any tree of C# files, generated files too, as if every class were an operator: once as the code is written, with
/// the rules about code applied to every class, and once with every class declared as an operator and every property as a state. The code need not compile:
/// what it references is mostly missing. An exception, or a file that takes more than ten seconds of processor time, fails the soak.
/// </summary>
internal sealed class CodeSoak(TextWriter output)
{
    private const int FilesOfCompilation = 100;
    private const string RuleThatThrew = "SG9001";
    private static readonly TimeSpan MostOfFile = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromMinutes(10);
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Preview);

    // What is generated is analyzed too.
    private static readonly CSharpCompilationOptions Options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true)
        .WithNullableContextOptions(NullableContextOptions.Enable).WithSyntaxTreeOptionsProvider(new WrittenByHand());

    private readonly ImmutableArray<DiagnosticAnalyzer> _analyzers = [.. CompilerComponents.CreateAnalyzers().Select(ForEveryClass)];
    private readonly ImmutableArray<DiagnosticAnalyzer> _analyzersOfOperators = [.. CompilerComponents.CreateAnalyzers()];
    private readonly List<string> _failures = [];
    private readonly Dictionary<string, int> _reports = new(StringComparer.Ordinal);
    private int _files;
    private long _lines;
    private (TimeSpan Time, string[] Paths) _slowest = (default, []);
    private (TimeSpan Time, string Path) _slowestFile;

    /// <summary>Analyzes the files below a directory.</summary>
    /// <returns>0 when nothing failed, otherwise 1.</returns>
    public int Run(string directory)
    {
        WarmUp();
        var start = Stopwatch.GetTimestamp();
        string[] paths = [.. Directory.EnumerateFiles(directory, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        foreach (var chunk in paths.Chunk(FilesOfCompilation))
        {
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            output.WriteLine($"{_files,7:N0} of {paths.Length:N0} files, {_lines,10:N0} lines, {seconds,6:F0} s: {Path.GetRelativePath(directory, chunk[0])}");
            output.Flush();
            if (!Analyze(chunk))
                break;
        }

        if (_slowest.Time <= MostOfFile)
            AnalyzeFiles(_slowest.Paths);
        Print(directory);
        return _failures.Count == 0 && _files > 0 ? 0 : 1;
    }

    // Like a compiler, the benchmarks load the analyzers at run time. One that knows a scope analyzes every class.
    private static DiagnosticAnalyzer ForEveryClass(DiagnosticAnalyzer analyzer)
    {
        var scope = analyzer.GetType().Assembly.GetType("StateGen.Analyzers.Flow.OperatorScope", throwOnError: true)!;
        var constructor = analyzer.GetType().GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [scope]);
        return constructor is null ? analyzer : (DiagnosticAnalyzer)constructor.Invoke([Enum.Parse(scope, "EveryClass")]);
    }

    // Nothing is compiled just in time for the first files.
    private void WarmUp() => _ = OperatorProject.Compile([(LongCallback.Usings, "Usings.cs"), (LongCallback.Write(statements: 100), "Long.cs")])
        .WithAnalyzers(_analyzers).GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult();

    private bool Analyze(string[] paths)
    {
        var compilation = Compile(paths);
        var analysis = Open(compilation, _analyzers);
        async Task AnalyzeAllAsync(CancellationToken cancellation) => Count((await analysis.GetAnalysisResultAsync(cancellation)).GetAllDiagnostics());
        if (!Finishes(paths[0] + " and more", AnalyzeAllAsync, out var time))
            return false;
        _files += paths.Length;
        _lines += compilation.SyntaxTrees.Take(paths.Length).Sum(tree => (long)tree.GetText().Lines.Count);
        if (time > _slowest.Time)
            _slowest = (time, paths);
        return (time <= MostOfFile || AnalyzeFiles(paths)) && AnalyzeOperators(paths);
    }

    private bool AnalyzeOperators(string[] paths)
    {
        var rewriter = new OperatorRewriter();
        var analysis = Open(Compile(paths, root => rewriter.Visit(root)), _analyzersOfOperators);
        async Task AnalyzeAllAsync(CancellationToken cancellation) => Count((await analysis.GetAnalysisResultAsync(cancellation)).GetAllDiagnostics());
        return Finishes(paths[0] + " and more, as operators", AnalyzeAllAsync, out _);
    }

    // File by file costs far more than all at once, so only files that took long together are measured alone.
    private bool AnalyzeFiles(string[] paths)
    {
        var compilation = Compile(paths);
        var analysis = Open(compilation, _analyzers);
        return compilation.SyntaxTrees.Take(paths.Length).All(tree => AnalyzeFile(analysis, compilation.GetSemanticModel(tree)));
    }

    // The compiler's part is left out: a file of global usings, for example, lets it bind all others.
    private bool AnalyzeFile(CompilationWithAnalyzers analysis, SemanticModel model)
    {
        var path = model.SyntaxTree.FilePath;
        if (!Finishes(path, cancellation => analysis.GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, cancellation), out var time))
            return false;
        if (time <= _slowestFile.Time && time <= MostOfFile)
            return true;
        var idle = Open(analysis.Compilation, [new SilentAnalyzer(looksAtCode: true)]);
        if (!Finishes(path, cancellation => idle.GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, cancellation), out var timeOfCompiler))
            return false;
        time -= timeOfCompiler;
        if (time > _slowestFile.Time)
            _slowestFile = (time, path);
        if (time > MostOfFile)
            Fail($"{path} took {time.TotalSeconds:F1} s");
        return true;
    }

    private Compilation Compile(string[] paths, Func<SyntaxNode, SyntaxNode>? rewrite = null)
    {
        var trees = paths.Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), ParseOptions, path));
        if (rewrite is not null)
            trees = trees.Select(tree => tree.WithRootAndOptions(rewrite(tree.GetRoot()), ParseOptions));
        var driver = CSharpGeneratorDriver.Create([CompilerComponents.CreateGenerator()], parseOptions: ParseOptions)
            .RunGeneratorsAndUpdateCompilation(CSharpCompilation.Create("Soak", trees, OperatorProject.References, Options), out var compilation, out _);
        foreach (var thrown in driver.GetRunResult().Results.Select(result => result.Exception).OfType<Exception>())
            Fail($"the generator, {paths[0]} and more: {thrown}");
        return compilation;
    }

    private CompilationWithAnalyzers Open(Compilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), (thrown, analyzer, _) => Fail($"{analyzer.GetType().Name}: {thrown}"), concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        return compilation.WithAnalyzers(analyzers, options);
    }

    // An analysis that does not end is not waited for: the process ends without it.
    private bool Finishes(string what, Func<CancellationToken, Task> analyze, out TimeSpan time)
    {
        var start = Environment.CpuUsage.TotalTime;
        var finishes = Task.Run(() => analyze(CancellationToken.None)).Wait(GivenUpAfter);
        time = Environment.CpuUsage.TotalTime - start;
        if (!finishes)
            Fail($"{what} did not end within {GivenUpAfter.TotalMinutes:F0} minutes");
        return finishes;
    }

    private void Count(ImmutableArray<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            _reports[diagnostic.Id] = _reports.GetValueOrDefault(diagnostic.Id) + 1;
            if (diagnostic.Id == RuleThatThrew)
                Fail(diagnostic.ToString());
        }
    }

    private void Fail(string failure)
    {
        lock (_failures)
            _failures.Add(failure);
        output.WriteLine(failure);
    }

    private void Print(string directory)
    {
        var counts = _reports.OrderBy(report => report.Key, StringComparer.Ordinal).Select(report => $"{report.Key} {report.Value}");
        output.WriteLine($"files        {_files,12:N0}");
        output.WriteLine($"lines        {_lines,12:N0}");
        output.WriteLine($"slowest file {_slowestFile.Time.TotalMilliseconds,12:N0} ms: {Path.GetRelativePath(directory, _slowestFile.Path ?? directory)}");
        output.WriteLine($"failures     {_failures.Count,12:N0}");
        output.WriteLine($"diagnostics  {_reports.Values.Sum(),12:N0} {string.Join(", ", counts)}");
    }

    private sealed class WrittenByHand : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.NotGenerated;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = default;
            return false;
        }

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = default;
            return false;
        }
    }
}
