using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Editing;

namespace StateGen.CodeFixes;

/// <summary>
/// Provides the base class of the code fixes that edit the document of their diagnostic. Fix All applies every edit of a document to one editor, so that edits
/// close to each other do not conflict.
/// </summary>
public abstract class EditorCodeFixProvider : CodeFixProvider
{
    private protected EditorCodeFixProvider(params string[] ids) => FixableDiagnosticIds = [.. ids];

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <summary>The title of the fix in the menu of the editor.</summary>
    /// <param name="diagnostic">The diagnostic to fix.</param>
    private protected abstract string TitleOf(Diagnostic diagnostic);

    /// <summary>Finds the edit that fixes a diagnostic, if all of its preconditions hold.</summary>
    /// <param name="document">The document of the diagnostic.</param>
    /// <param name="node">The node that the diagnostic points at.</param>
    /// <param name="diagnostic">The diagnostic to fix.</param>
    /// <param name="cancellationToken">The token that cancels the search.</param>
    /// <returns>The edit; null if a precondition does not hold.</returns>
    private protected abstract Task<Action<DocumentEditor>?> FindEditAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken);

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
        // A project with several target frameworks may report a diagnostic several times, but its edit must be made once.
        foreach (var diagnostic in diagnostics.GroupBy(diagnostic => diagnostic.Location.SourceSpan).Select(same => same.First()))
        {
            if (await FindAsync(document, diagnostic, cancellationToken).ConfigureAwait(false) is { } edit)
                edit(editor);
        }

        return editor.GetChangedDocument();
    }

    private async Task<Action<DocumentEditor>?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        // The diagnostic may be older than the document, which may have become shorter.
        if (!root.FullSpan.Contains(diagnostic.Location.SourceSpan))
            return null;
        var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        return await FindEditAsync(document, node, diagnostic, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>Tries edits that may affect the surrounding code, and rejects edits that cause compiler errors.</summary>
internal static class CompilingEdit
{
    private const string MissingPart = "CS9248";

    /// <summary>The edit, if it causes no new compiler error in its document; otherwise, null.</summary>
    public static async Task<Action<DocumentEditor>?> FindAsync(Document document, Action<DocumentEditor> edit, CancellationToken cancellationToken) =>
        await HasNewErrorsAsync(document, await ApplyAsync(document, edit, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false)
            ? null
            : edit;

    /// <summary>The document after an edit.</summary>
    public static async Task<Document> ApplyAsync(Document document, Action<DocumentEditor> edit, CancellationToken cancellationToken)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancellationToken).ConfigureAwait(false);
        edit(editor);
        return editor.GetChangedDocument();
    }

    /// <summary>
    /// Indicates whether a change of a document causes new compiler errors in any document of the same or a dependent project that mentions one of the given
    /// names.
    /// </summary>
    /// <param name="document">The document before the change.</param>
    /// <param name="changed">The document after the change.</param>
    /// <param name="names">The names of the changed declarations.</param>
    /// <param name="cancellationToken">The token that cancels the search.</param>
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

    // The generated part of a property may still match the code before the edit. The compiler reports the resulting errors in the generated document, except
    // that a new property has no generated part yet.
    private static async Task<IEnumerable<(string Id, string Message)>> FindErrorsAsync(Document document, CancellationToken cancellationToken)
    {
        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        return model.GetDiagnostics(cancellationToken: cancellationToken)
            .Where(diagnostic => diagnostic.DefaultSeverity == DiagnosticSeverity.Error && diagnostic.Id != MissingPart)
            .Select(diagnostic => (diagnostic.Id, diagnostic.GetMessage()));
    }
}
