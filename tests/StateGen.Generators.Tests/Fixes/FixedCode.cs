using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Tests.Analyzers;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Fixes;

/// <summary>
/// Applies the fix of a rule, or of an error of the compiler, to code in an editor, together with other files of the same project and the generator.
/// </summary>
internal sealed class FixedCode(CodeFixProvider provider, string ruleId, params string[] otherFiles)
{
    private const int MostFixes = 20;

    // Projects that begin with this one share what it has compiled and generated.
    private static readonly Project Empty = CreateProject();

    // A rule that the generator alone reports has none.
    private readonly DiagnosticAnalyzer? _analyzer = AnalyzedCode.Analyzers.SingleOrDefault(analyzer => analyzer.SupportedDiagnostics.Any(rule => rule.Id == ruleId));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Fixes the diagnostics of the rule one by one, until none is left or no fix is offered.</summary>
    public async Task<string> FixOneByOneAsync(string code)
    {
        for (var count = 0; count < MostFixes; count++)
        {
            var document = Open(code);
            if (await FindFirstFixAsync(document) is not { } fix)
                return code;
            code = await ApplyAsync(document, fix);
        }

        throw new InvalidOperationException($"{MostFixes} fixes were not enough for:\n{code}");
    }

    /// <summary>Fixes all diagnostics at once.</summary>
    public async Task<string> FixAllAsync(string code)
    {
        var document = Open(code);
        var equivalenceKey = (await FindFirstFixAsync(document))?.EquivalenceKey;
        var context = new FixAllContext(document, provider, FixAllScope.Document, equivalenceKey, [ruleId], new Source(this), Cancellation);
        return await ApplyAsync(document, (await provider.GetFixAllProvider()!.GetFixAsync(context))!);
    }

    /// <summary>
    /// Offers the fixes for the diagnostics of code once more after the code changed, as tools do that run again without a new analysis, and applies them.
    /// </summary>
    /// <returns>The titles of the offered fixes.</returns>
    public async Task<IReadOnlyList<string>> FixAgainAsync(string code, string changedCode)
    {
        var document = Open(changedCode);
        var actions = new List<CodeAction>();
        foreach (var old in await AnalyzeAsync(Open(code).Project))
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, old, (action, _) => actions.Add(action), Cancellation));
        foreach (var action in actions)
            await action.GetOperationsAsync(Cancellation);
        return [.. actions.Select(action => action.Title)];
    }

    /// <summary>The titles of the fixes that are offered for all diagnostics of the rule.</summary>
    public async Task<IReadOnlyList<string>> FindTitlesAsync(string code)
    {
        var document = Open(code);
        var actions = new List<CodeAction>();
        foreach (var diagnostic in await AnalyzeAsync(document.Project))
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), Cancellation));
        return [.. actions.Select(action => action.Title)];
    }

    private Document Open(string code)
    {
        var project = Empty;
        for (var i = 0; i < otherFiles.Length; i++)
            project = project.AddDocument($"Other{i}.cs", otherFiles[i], filePath: $"Other{i}.cs").Project;
        return project.AddDocument("File0.cs", code, filePath: "File0.cs");
    }

    private static Project CreateProject()
    {
        var compilation = CompilationFactory.Create();
        var project = new AdhocWorkspace().AddProject("Sample", LanguageNames.CSharp)
            .WithCompilationOptions(compilation.Options).WithParseOptions(CompilationFactory.ParseOptions).WithMetadataReferences(compilation.References)
            .AddAnalyzerReference(new GeneratorReference());
        foreach (var tree in compilation.SyntaxTrees)
            project = project.AddDocument(tree.FilePath, tree.GetRoot(), filePath: tree.FilePath).Project;
        project.GetCompilationAsync().GetAwaiter().GetResult();
        return project;
    }

    private static async Task<string> ApplyAsync(Document document, CodeAction action)
    {
        var operation = Assert.Single((await action.GetOperationsAsync(Cancellation)).OfType<ApplyChangesOperation>());
        return (await operation.ChangedSolution.GetDocument(document.Id)!.GetTextAsync(Cancellation)).ToString();
    }

    private async Task<CodeAction?> FindFirstFixAsync(Document document)
    {
        foreach (var diagnostic in await AnalyzeAsync(document.Project))
        {
            var actions = new List<CodeAction>();
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), Cancellation));
            if (actions.Count > 0)
                return Assert.Single(actions);
        }

        return null;
    }

    private async Task<IReadOnlyList<Diagnostic>> AnalyzeAsync(Project project)
    {
        var compilation = (await project.GetCompilationAsync(Cancellation))!;
        var ofAnalyzer = _analyzer is null ? [] : await compilation.WithAnalyzers([_analyzer]).GetAnalyzerDiagnosticsAsync(Cancellation);
        var ofGenerator = CSharpGeneratorDriver.Create([new OperatorGenerator().AsSourceGenerator()], parseOptions: CompilationFactory.ParseOptions)
            .RunGenerators(compilation, Cancellation).GetRunResult().Diagnostics;
        return [.. ofAnalyzer.Concat(ofGenerator).Concat(compilation.GetDiagnostics(Cancellation)).Where(diagnostic => diagnostic.Id == ruleId).OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    private sealed class Source(FixedCode code) : FixAllContext.DiagnosticProvider
    {
        // A project with two target frameworks reports each diagnostic twice.
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            [.. await code.AnalyzeAsync(project), .. await code.AnalyzeAsync(project)];

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            (await GetAllDiagnosticsAsync(document.Project, cancellationToken)).Where(diagnostic => diagnostic.Location.GetLineSpan().Path == document.FilePath);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
