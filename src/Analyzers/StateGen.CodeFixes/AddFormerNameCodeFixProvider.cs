using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using StateGen.Analyzers.Schemas;

namespace StateGen.CodeFixes;

/// <summary>Adds <c>[FormerName]</c> to a state, a type or a member that has another name, so that stored values are kept.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddFormerNameCodeFixProvider))]
[Shared]
public sealed class AddFormerNameCodeFixProvider : CodeFixProvider
{
    private static readonly ProjectFixAll FixAll = new("Add [FormerName] to all renamed declarations", IsFixable, ApplyAsync);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["SG4006", "SG4009", "SG4010", "SG4011", "SG4013"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => FixAll;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics.Where(IsFixable))
        {
            if (await RenamedDeclaration.FindAsync(context.Document.Project, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } renamed)
                context.RegisterCodeFix(Describe(context.Document.Project, diagnostic, renamed), diagnostic);
        }
    }

    private static CodeAction Describe(Project project, Diagnostic diagnostic, RenamedDeclaration renamed) => CodeAction.Create(
        $"Add [FormerName(\"{renamed.FormerName}\")] to '{renamed.Name}'", cancellationToken => ApplyAsync(project, [diagnostic], cancellationToken), nameof(AddFormerNameCodeFixProvider));

    private static bool IsFixable(Diagnostic diagnostic) => diagnostic.Properties.ContainsKey(SchemaProperties.FormerName);

    // Several states may be made of one type, which needs one attribute.
    private static async Task<Solution> ApplyAsync(Project project, IReadOnlyList<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var renamed = await Task.WhenAll(diagnostics.Select(diagnostic => RenamedDeclaration.FindAsync(project, diagnostic, cancellationToken))).ConfigureAwait(false);
        var solution = project.Solution;
        foreach (var inDocument in renamed.OfType<RenamedDeclaration>().Distinct().GroupBy(declaration => declaration.Document.Id))
        {
            var root = (await inDocument.First().Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            var formerNames = inDocument.ToLookup(declaration => declaration.Syntax, declaration => declaration.FormerName);
            var named = root.ReplaceNodes(formerNames.Select(group => group.Key), (original, current) => formerNames[original].Aggregate(current, FormerNameSyntax.AddTo));
            solution = solution.WithDocumentSyntaxRoot(inDocument.Key, named);
        }

        return solution;
    }
}
