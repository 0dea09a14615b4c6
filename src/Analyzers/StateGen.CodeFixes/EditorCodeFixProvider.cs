using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace StateGen.CodeFixes;

/// <summary>A fix that edits the document of its diagnostic. Fixing all of a document applies every edit to one editor, so that neighbours do not get in each other's way.</summary>
public abstract class EditorCodeFixProvider : CodeFixProvider
{
    private protected EditorCodeFixProvider(params string[] ids) => FixableDiagnosticIds = [.. ids];

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <summary>What the menu of the editor says.</summary>
    /// <param name="diagnostic">What is to be fixed.</param>
    private protected abstract string TitleOf(Diagnostic diagnostic);

    /// <summary>Finds the edit that fixes a diagnostic, if every precondition of it holds.</summary>
    /// <param name="document">The document of the diagnostic.</param>
    /// <param name="node">The node that the diagnostic points at.</param>
    /// <param name="diagnostic">What is to be fixed.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The edit; null where there is none.</returns>
    private protected abstract Task<Action<DocumentEditor>?> FindEditAsync(Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(
        async (context, document, diagnostics) => await FixAsync(document, diagnostics, context.CancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (await FindAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is not null)
                context.RegisterCodeFix(Describe(context.Document, diagnostic), diagnostic);
        }
    }

    private CodeAction Describe(Document document, Diagnostic diagnostic) =>
        CodeAction.Create(TitleOf(diagnostic), cancellationToken => FixAsync(document, [diagnostic], cancellationToken), GetType().Name);

    private async Task<Document> FixAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in diagnostics)
        {
            if (await FindAsync(document, diagnostic, cancellationToken).ConfigureAwait(false) is { } edit)
                edit(editor);
        }

        return editor.GetChangedDocument();
    }

    private async Task<Action<DocumentEditor>?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        return await FindEditAsync(document, root!.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true), diagnostic, cancellationToken).ConfigureAwait(false);
    }
}
