using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Analyzers;
using StateGen.Generators.Diagnostics;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Analyzers;

/// <summary>Provides the diagnostics of the compiler, the generator and all analyzers for code.</summary>
internal sealed class AnalyzedCode
{
    private static readonly CSharpCompilation EmptyWithoutRocksDb = WithoutRocksDb(CompilationFactory.Create());

    private readonly List<Diagnostic> _compiler;
    private readonly ImmutableArray<Diagnostic> _generator;
    private readonly ImmutableArray<Diagnostic> _analyzers;
    private readonly bool _isDeclaredWrong;

    private AnalyzedCode(Compilation output, GeneratorDriverRunResult generator, ILookup<bool, Diagnostic> byCompiler)
    {
        var errors = Errors(byCompiler[true]);
        _compiler = [.. errors.Where(error => !IsRepeated(error))];
        _generator = generator.Diagnostics;
        _analyzers = [.. byCompiler[false]];
        _isDeclaredWrong = errors.Count > 0 && Errors(output.GetParseDiagnostics()).Count + Errors(output.GetDeclarationDiagnostics()).Count > 0;
    }

    /// <summary>Gets every analyzer of StateGen. Like the compiler, it finds them by their attribute.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
    [
        .. typeof(RuleAnalyzer).Assembly.GetTypes()
            .Where(type => type.IsDefined(typeof(DiagnosticAnalyzerAttribute), inherit: false))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    /// <summary>
    /// Gets the diagnostics that an editor shows: compiler errors and the diagnostics of the generator and every analyzer, without suggestions.
    /// </summary>
    public IEnumerable<Diagnostic> InEditor => [.. _compiler, .. _generator, .. _analyzers.Where(diagnostic => !IsSuggestion(diagnostic))];

    /// <summary>
    /// Gets the diagnostics of StateGen in a build, where a compiler error in a declaration keeps the analyzers silent, but not the generator.
    /// </summary>
    public IEnumerable<Diagnostic> OfRulesInBuild => _isDeclaredWrong ? _generator : [.. _generator, .. _analyzers.Where(diagnostic => !IsSuggestion(diagnostic))];

    /// <summary>Gets all diagnostics of the generator and the analyzers, including suggestions.</summary>
    public IEnumerable<Diagnostic> OfRules => [.. _generator, .. _analyzers];

    /// <summary>Gets the suggestions of the analyzers for code that is not wrong.</summary>
    public IEnumerable<Diagnostic> Suggestions => _analyzers.Where(IsSuggestion);

    /// <summary>Analyzes code that may be wrong. Neither the generator nor an analyzer may throw an exception for it.</summary>
    public static Task<AnalyzedCode> AnalyzeAsync(params string[] files) => AnalyzeAsync(files, []);

    /// <summary>Compiles code as it is written, without generated code.</summary>
    public static CSharpCompilation Compile(params ReadOnlySpan<string> files) => CompilationFactory.Create(files.ToArray());

    /// <summary>Compiles code as it is written, in a project that does not reference the backend on disk.</summary>
    public static CSharpCompilation CompileWithoutRocksDb(params ReadOnlySpan<string> files) =>
        EmptyWithoutRocksDb.RemoveAllSyntaxTrees().AddSyntaxTrees(Compile(files).SyntaxTrees);

    /// <summary>Analyzes code with additional files.</summary>
    public static Task<AnalyzedCode> AnalyzeAsync(string[] files, ImmutableArray<AdditionalText> additionalFiles) => AnalyzeAsync(Compile(files), additionalFiles);

    /// <summary>Analyzes a compilation with additional files.</summary>
    public static async Task<AnalyzedCode> AnalyzeAsync(CSharpCompilation input, ImmutableArray<AdditionalText> additionalFiles)
    {
        var files = input.SyntaxTrees.Select(tree => tree.ToString()).ToArray();
        var cancellationToken = TestContext.Current.CancellationToken;
        var parseOptions = (CSharpParseOptions?)input.SyntaxTrees.FirstOrDefault()?.Options ?? CompilationFactory.ParseOptions;
        var driver = CSharpGeneratorDriver.Create([new OperatorGenerator().AsSourceGenerator()], parseOptions: parseOptions)
            .RunGeneratorsAndUpdateCompilation(input, out var output, out _, cancellationToken);
        AssertNothingThrown(driver.GetRunResult().Results.Select(result => result.Exception).OfType<Exception>(), files);
        var thrown = new ConcurrentQueue<Exception>();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions(additionalFiles), onAnalyzerException: (exception, _, _) => thrown.Enqueue(exception), concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        // Both at once: the compiler binds the code for itself and for the analyzers only once.
        var diagnostics = await output.WithAnalyzers(Analyzers, options).GetAllDiagnosticsAsync(cancellationToken);
        AssertNothingThrown(thrown, files);
        var failed = diagnostics.Where(diagnostic => diagnostic.Id == DiagnosticIds.RuleFailed).Select(diagnostic => diagnostic.GetMessage()).ToArray();
        Assert.True(failed.Length == 0, string.Join("\n", failed.Concat(files)));
        return new(output, driver.GetRunResult(), diagnostics.ToLookup(diagnostic => diagnostic.Descriptor.CustomTags.Contains(WellKnownDiagnosticTags.Compiler, StringComparer.Ordinal)));
    }

    private static CSharpCompilation WithoutRocksDb(CSharpCompilation compilation) =>
        compilation.RemoveReferences(compilation.References.Single(reference => Path.GetFileName(reference.Display) == "StateGen.RocksDb.dll"));

    private static bool IsSuggestion(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Info;

    private static void AssertNothingThrown(IEnumerable<Exception> thrown, string[] files) =>
        Assert.True(!thrown.Any(), string.Join("\n", thrown.Select(exception => exception.ToString()).Concat(files)));

    // A type that does not exist does not exist in the generated half of a property either.
    private static bool IsRepeated(Diagnostic error) =>
        error.Id == "CS0246" && error.Location.GetLineSpan().Path.EndsWith(".g.cs", StringComparison.Ordinal);

    private static List<Diagnostic> Errors(IEnumerable<Diagnostic> diagnostics) =>
        [.. diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
}
