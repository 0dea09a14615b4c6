using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Text;
using StateGen.Generators.Tests.Analyzers;
using StateGen.Generators.Tests.Fixes;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Editor;

/// <summary>A project of many operators that is open in an editor, with the generator and all analyzers. Each document holds one operator.</summary>
internal sealed class EditedProject : IDisposable
{
    private readonly AdhocWorkspace _workspace = new();
    private readonly ProjectId _id;

    /// <param name="documents">The texts of the documents.</param>
    public EditedProject(IEnumerable<string> documents)
    {
        var compilation = CompilationFactory.Create(documents);
        var project = _workspace.AddProject("Sample", LanguageNames.CSharp)
            .WithCompilationOptions(compilation.Options).WithParseOptions(CompilationFactory.ParseOptions).WithMetadataReferences(compilation.References)
            .AddAnalyzerReference(new GeneratorReference());
        foreach (var tree in compilation.SyntaxTrees)
            project = project.AddDocument(tree.FilePath, tree.GetText(Cancellation), filePath: tree.FilePath).Project;
        _id = project.Id;
        Assert.True(_workspace.TryApplyChanges(project.Solution));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Project Current => _workspace.CurrentSolution.GetProject(_id)!;

    public void Dispose() => _workspace.Dispose();

    /// <summary>Replaces a text in a document.</summary>
    public async Task EditAsync(int document, string old, string edited)
    {
        var text = await Open(document).GetTextAsync(Cancellation);
        var span = new TextSpan(PositionOf(text, old), old.Length);
        Assert.True(_workspace.TryApplyChanges(_workspace.CurrentSolution.WithDocumentText(Open(document).Id, text.WithChanges(new TextChange(span, edited)))));
    }

    public async Task<string> ReadAsync(int document) => (await Open(document).GetTextAsync(Cancellation)).ToString();

    /// <summary>Finds what an editor shows in a document: the compiler's diagnostics and those of all analyzers, for this document only and without suggestions.</summary>
    public async Task<IReadOnlyList<Diagnostic>> FindAsync(int document) => await FindAsync(Open(document));

    /// <summary>Applies the only fix of a diagnostic.</summary>
    public async Task FixAsync(CodeFixProvider provider, int document, Diagnostic diagnostic) => await ApplyAsync(await FindFixAsync(provider, document, diagnostic));

    /// <summary>Fixes a diagnostic and all that are like it in the project.</summary>
    public async Task FixAllAsync(CodeFixProvider provider, int document, Diagnostic diagnostic)
    {
        var fix = await FindFixAsync(provider, document, diagnostic);
        var context = new FixAllContext(Open(document), provider, FixAllScope.Project, fix.EquivalenceKey, [diagnostic.Id], new Source(), Cancellation);
        await ApplyAsync((await provider.GetFixAllProvider()!.GetFixAsync(context))!);
    }

    /// <summary>Goes from a name in a document to its definition, as an editor does.</summary>
    /// <returns>The name and text of each document that holds a part of the definition.</returns>
    public async Task<IReadOnlyList<(string Name, string Text)>> GoToDefinitionAsync(int document, string use)
    {
        var opened = Open(document);
        var position = PositionOf(await opened.GetTextAsync(Cancellation), use);
        var symbol = (await SymbolFinder.FindSymbolAtPositionAsync(opened, position, Cancellation))!;
        var definition = (IPropertySymbol)(await SymbolFinder.FindSourceDefinitionAsync(symbol, Current.Solution, Cancellation))!;
        var parts = new List<(string, string)>();
        foreach (var location in new[] { definition, definition.PartialImplementationPart }.OfType<IPropertySymbol>().SelectMany(part => part.Locations))
        {
            var holder = Current.Solution.GetDocument(location.SourceTree) ?? (await Current.GetSourceGeneratedDocumentsAsync(Cancellation))
                .Single(generated => generated.FilePath == location.SourceTree!.FilePath);
            var text = await holder.GetTextAsync(Cancellation);
            parts.Add((holder is SourceGeneratedDocument generated ? "generated: " + generated.HintName : holder.Name, text.Lines.GetLineFromPosition(location.SourceSpan.Start).ToString().Trim()));
        }

        return parts;
    }

    private Document Open(int document) => Current.Documents.Single(candidate => candidate.Name == $"File{document}.cs");

    private static async Task<IReadOnlyList<Diagnostic>> FindAsync(Document document)
    {
        var compilation = (await document.Project.GetCompilationAsync(Cancellation))!;
        var tree = (await document.GetSyntaxTreeAsync(Cancellation))!;
        var model = compilation.GetSemanticModel(tree);
        var thrown = new List<Exception>();
        var options = new CompilationWithAnalyzersOptions(
            document.Project.AnalyzerOptions, onAnalyzerException: (exception, _, _) => thrown.Add(exception), concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        var analysis = compilation.WithAnalyzers(AnalyzedCode.Analyzers, options);
        var ofSyntax = await analysis.GetAnalyzerSyntaxDiagnosticsAsync(tree, Cancellation);
        var ofMeaning = await analysis.GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, Cancellation);
        Assert.Empty(thrown);
        return [.. model.GetDiagnostics(cancellationToken: Cancellation).Concat(ofSyntax).Concat(ofMeaning).Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Info)];
    }

    private async Task<CodeAction> FindFixAsync(CodeFixProvider provider, int document, Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        await provider.RegisterCodeFixesAsync(new CodeFixContext(Open(document), diagnostic, (action, _) => actions.Add(action), Cancellation));
        return Assert.Single(actions);
    }

    private async Task ApplyAsync(CodeAction action)
    {
        var operation = Assert.Single((await action.GetOperationsAsync(Cancellation)).OfType<ApplyChangesOperation>());
        operation.Apply(_workspace, Cancellation);
    }

    private static int PositionOf(SourceText text, string part)
    {
        var position = text.ToString().IndexOf(part, StringComparison.Ordinal);
        Assert.True(position >= 0, $"There is no '{part}' in:\n{text}");
        return position;
    }

    private sealed class Source : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken)
        {
            var all = new List<Diagnostic>();
            foreach (var document in project.Documents)
                all.AddRange(await GetDocumentDiagnosticsAsync(document, cancellationToken));
            return all;
        }

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => await FindAsync(document);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
