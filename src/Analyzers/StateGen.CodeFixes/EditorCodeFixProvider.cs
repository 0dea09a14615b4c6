using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
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

/// <summary>Edits whose consequences lie in the code around them: they are tried first.</summary>
internal static class CompilingEdit
{
    /// <summary>The edit, if it brings no error of the compiler into its document that was not there before; else null.</summary>
    public static async Task<Action<DocumentEditor>?> FindAsync(Document document, Action<DocumentEditor> edit, CancellationToken cancellationToken) =>
        await HasNewErrorsAsync(document, await ApplyAsync(document, edit, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false) ? null : edit;

    /// <summary>The document after an edit.</summary>
    public static async Task<Document> ApplyAsync(Document document, Action<DocumentEditor> edit, CancellationToken cancellationToken)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancellationToken).ConfigureAwait(false);
        edit(editor);
        return editor.GetChangedDocument();
    }

    /// <summary>Whether a change of a document brings errors of the compiler into any document of the solution that has one of some names in it.</summary>
    /// <param name="document">The document before.</param>
    /// <param name="changed">The document after.</param>
    /// <param name="names">The names of what is changed.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public static async Task<bool> BreaksSolutionAsync(Document document, Document changed, ISet<string> names, CancellationToken cancellationToken)
    {
        var solution = document.Project.Solution;
        var dependents = solution.GetProjectDependencyGraph().GetProjectsThatTransitivelyDependOnThisProject(document.Project.Id);
        foreach (var before in dependents.Prepend(document.Project.Id).SelectMany(id => solution.GetProject(id)!.Documents))
        {
            if (await MentionsAsync(before, names, cancellationToken).ConfigureAwait(false)
                && await HasNewErrorsAsync(before, changed.Project.Solution.GetDocument(before.Id)!, cancellationToken).ConfigureAwait(false))
                return true;
        }

        return false;
    }

    private static async Task<bool> MentionsAsync(Document document, ISet<string> names, CancellationToken cancellationToken) =>
        await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is { } root
        && root.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && names.Contains(token.ValueText));

    private static async Task<bool> HasNewErrorsAsync(Document before, Document after, CancellationToken cancellationToken)
    {
        var known = await FindErrorsAsync(before, cancellationToken).ConfigureAwait(false);
        return (await FindErrorsAsync(after, cancellationToken).ConfigureAwait(false)).Except(known).Any();
    }

    // The generated half of a property may be that of the code before the edit; what the compiler says about that is in another document.
    private static async Task<IEnumerable<(string Id, string Message)>> FindErrorsAsync(Document document, CancellationToken cancellationToken)
    {
        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        return model.GetDiagnostics(cancellationToken: cancellationToken)
            .Where(diagnostic => diagnostic.DefaultSeverity == DiagnosticSeverity.Error)
            .Select(diagnostic => (diagnostic.Id, diagnostic.GetMessage()));
    }
}
