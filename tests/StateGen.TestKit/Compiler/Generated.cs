using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using StateGen.Generators;

namespace StateGen.TestKit.Compiler;

/// <summary>
/// What the generator made of sources. The one way through which tests run it: each run is repeated after an unrelated edit, must then be cached,
/// and holds no symbol, syntax or location in its models.
/// </summary>
internal sealed class Generated
{
    // Of a member of a type in the global namespace, and of the text in it.
    private const int Indentation = 8;

    private readonly Lazy<(EmitResult Result, byte[] Image)> _emitted;

    private Generated(CSharpCompilation input, CSharpCompilation output, GeneratorDriverRunResult result)
    {
        Input = input;
        Output = output;
        Result = result;
        _emitted = new(Emit);
    }

    public CSharpCompilation Input { get; }

    public CSharpCompilation Output { get; }

    public GeneratorDriverRunResult Result { get; }

    /// <summary>The texts of the generated files by hint name.</summary>
    public IReadOnlyDictionary<string, string> Files =>
        Result.Results.Single().GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString(), StringComparer.Ordinal);

    /// <summary>What the generator itself reported.</summary>
    public IReadOnlyList<Diagnostic> Reported => Result.Diagnostics;

    /// <summary>The errors of the compiler after generation.</summary>
    public IReadOnlyList<Diagnostic> Errors => [.. Output.GetDiagnostics(TestContext.Current.CancellationToken).Where(IsError)];

    /// <summary>The errors after which the compiler runs no analyzer.</summary>
    public IReadOnlyList<Diagnostic> DeclarationErrors => [.. Output.GetDeclarationDiagnostics(TestContext.Current.CancellationToken).Where(IsError)];

    /// <summary>Runs the generator on correct code: there must be no error, no warning and no problem.</summary>
    public static Generated From(params string[] sources)
    {
        var generated = FromWrong(sources);
        Assert.Empty(generated._emitted.Value.Result.Diagnostics.Where(diagnostic => diagnostic.Severity != DiagnosticSeverity.Hidden));
        Assert.Empty(generated.Problems());
        return generated;
    }

    /// <summary>Runs the generator on code that may be wrong.</summary>
    public static Generated FromWrong(params string[] sources) => Run(CompilationFactory.Create(sources));

    /// <summary>Runs the generator on a compilation, twice.</summary>
    public static Generated Run(CSharpCompilation input)
    {
        var driver = CreateDriver().RunGeneratorsAndUpdateCompilation(input, out var output, out _);
        var result = driver.GetRunResult();
        Assert.Null(result.Results.Single().Exception);
        ModelGraph.AssertFreeOfSymbols(result);
        var edited = CompilationFactory.Edit(input, CompilationFactory.UnrelatedFile, text => text + " // edited");
        Caching.AssertCached(driver.RunGenerators(edited).GetRunResult());
        return new(input, (CSharpCompilation)output, result);
    }

    public static GeneratorDriver CreateDriver() => CSharpGeneratorDriver.Create(
        [new OperatorGenerator().AsSourceGenerator()],
        parseOptions: CompilationFactory.ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>The only generated file whose name contains a text.</summary>
    public string File(string nameContains) => Files.Single(file => file.Key.Contains(nameContains, StringComparison.Ordinal)).Value;

    /// <summary>The text of the schema in the only generated file whose name contains a text.</summary>
    public string SchemaOf(string nameContains) => string.Join("\n", File(nameContains).Split("\"\"\"")[1].Split('\n').Select(line => line.Length > Indentation ? line[Indentation..] : ""));

    /// <summary>What the parser finds wrong, which must be the same before and after generation.</summary>
    public IReadOnlyList<FoundProblem> Problems()
    {
        var problems = ProblemCollector.Collect(Input);
        Assert.Equal(problems, ProblemCollector.Collect(Output));
        Assert.Equal(problems.Where(problem => problem.HidesAnalyzers).Select(problem => problem.Id).Order(), Reported.Select(diagnostic => diagnostic.Id).Order());
        return problems;
    }

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;

    /// <summary>Compiles and loads the result.</summary>
    /// <param name="dependencies">What it references, which is loaded before it.</param>
    public Assembly Load(params Generated[] dependencies)
    {
        var context = new AssemblyLoadContext(name: null, isCollectible: true);
        foreach (var dependency in dependencies)
            dependency.Load(context);
        return Load(context);
    }

    private Assembly Load(AssemblyLoadContext context)
    {
        var (result, image) = _emitted.Value;
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return context.LoadFromStream(new MemoryStream(image));
    }

    // Once: it binds everything, and finds what there is to report while it does.
    private (EmitResult Result, byte[] Image) Emit()
    {
        using var stream = new MemoryStream();
        var result = Output.Emit(stream, cancellationToken: TestContext.Current.CancellationToken);
        return (result, stream.ToArray());
    }

    /// <summary>Calls <c>Scenario.RunAsync</c> of the sources, which asserts by itself.</summary>
    /// <param name="dependencies">What the sources reference.</param>
    public async Task RunScenarioAsync(params Generated[] dependencies)
    {
        var scenario = Load(dependencies).GetType("Scenario")!.GetMethod("RunAsync")!;
        await (Task)scenario.Invoke(null, null)!;
    }
}
