using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using StateGen.Generators.Tests.Analyzers;
using StateGen.Generators.Tests.Schemas;
using StateGen.Schemas.Recording;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Fixes;

/// <summary>Represents a project in an editor, which is analyzed and fixed.</summary>
internal sealed class FixedProject(Project project)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public string? Shipped => TextOf(SchemaFileFormat.ShippedName);

    public string? Unshipped => TextOf(SchemaFileFormat.UnshippedName);

    /// <summary>Gets the first source file.</summary>
    public string Code => project.Documents.First(document => document.Name == "File0.cs").GetTextAsync(Cancellation).GetAwaiter().GetResult().ToString();

    public static FixedProject Create(RecordedProject? recorded, params IEnumerable<string> files)
    {
        var compilation = CompilationFactory.Create(files);
        var created = new AdhocWorkspace().AddProject("Sample", LanguageNames.CSharp)
            .WithCompilationOptions(compilation.Options).WithParseOptions(CompilationFactory.ParseOptions).WithMetadataReferences(compilation.References);
        foreach (var tree in compilation.SyntaxTrees)
            created = created.AddDocument(tree.FilePath, tree.GetRoot(Cancellation), filePath: "/project/" + tree.FilePath).Project;
        foreach (var file in recorded?.Files ?? [])
            created = created.AddAdditionalDocument(Path.GetFileName(file.Path), file.GetText(Cancellation)!, filePath: file.Path).Project;
        return new(created);
    }

    /// <summary>The diagnostics of the rules about schemas, by id.</summary>
    public async Task<string[]> FindIdsAsync() => [.. (await AnalyzeAsync(project)).Select(diagnostic => diagnostic.Id).Order(StringComparer.Ordinal)];

    /// <summary>Applies the only fix of the first diagnostic of a rule.</summary>
    public async Task<FixedProject> FixAsync(CodeFixProvider provider, string id)
    {
        var diagnostic = (await AnalyzeAsync(project)).First(diagnostic => diagnostic.Id == id);
        return await ApplyAsync(Assert.Single(await FindFixesAsync(provider, diagnostic)));
    }

    /// <summary>The fixes that are offered for the first diagnostic of a rule.</summary>
    public async Task<IReadOnlyList<CodeAction>> FindFixesAsync(CodeFixProvider provider, string id) =>
        await FindFixesAsync(provider, (await AnalyzeAsync(project)).First(diagnostic => diagnostic.Id == id));

    /// <summary>Fixes everything that a provider can.</summary>
    public async Task<FixedProject> FixAllAsync(CodeFixProvider provider, FixAllScope scope)
    {
        var document = project.Documents.First(document => document.Name == "File0.cs");
        var context = new FixAllContext(document, provider, scope, provider.GetType().Name, provider.FixableDiagnosticIds, new Source(), Cancellation);
        return await ApplyAsync((await provider.GetFixAllProvider()!.GetFixAsync(context))!);
    }

    private async Task<IReadOnlyList<CodeAction>> FindFixesAsync(CodeFixProvider provider, Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        TextDocument document = project.GetDocument(diagnostic.Location.SourceTree)
            ?? project.AdditionalDocuments.Single(file => file.FilePath == diagnostic.Location.GetLineSpan().Path);
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), Cancellation));
        return actions;
    }

    private async Task<FixedProject> ApplyAsync(CodeAction action)
    {
        var operation = Assert.Single((await action.GetOperationsAsync(Cancellation)).OfType<ApplyChangesOperation>());
        var changed = operation.ChangedSolution.GetProject(project.Id)!;
        await AssertCompilesAsync(changed);
        return new(changed);
    }

    private static async Task AssertCompilesAsync(Project project)
    {
        var texts = await Task.WhenAll(project.Documents.Where(document => document.Name.StartsWith("File", StringComparison.Ordinal)).Select(document => document.GetTextAsync(Cancellation)));
        var analyzed = await AnalyzedCode.AnalyzeAsync([.. texts.Select(text => text.ToString())], FilesOf(project));
        Assert.DoesNotContain(analyzed.InEditor, diagnostic => diagnostic.Id.StartsWith("CS", StringComparison.Ordinal));
    }

    private static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(Project project) => await (await project.GetCompilationAsync(Cancellation))!
        .WithAnalyzers([.. AnalyzedCode.Analyzers.Where(analyzer => analyzer.SupportedDiagnostics[0].Id.StartsWith("SG4", StringComparison.Ordinal))], new AnalyzerOptions(FilesOf(project)))
        .GetAnalyzerDiagnosticsAsync(Cancellation);

    private static ImmutableArray<AdditionalText> FilesOf(Project project) => [.. project.AdditionalDocuments
        .Select(document => new InMemoryFile(document.FilePath ?? document.Name, document.GetTextAsync(Cancellation).GetAwaiter().GetResult().ToString()))];

    private string? TextOf(string name)
    {
        SourceText? text = null;
        project.AdditionalDocuments.SingleOrDefault(document => document.Name == name)?.TryGetText(out text);
        return text?.ToString();
    }

    // What an editor gives to a fix of all.
    private sealed class Source : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => await AnalyzeAsync(project);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            (await AnalyzeAsync(document.Project)).Where(diagnostic => document.Project.GetDocument(diagnostic.Location.SourceTree)?.Id == document.Id);

        public override async Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            (await AnalyzeAsync(project)).Where(diagnostic => !diagnostic.Location.IsInSource);
    }
}
