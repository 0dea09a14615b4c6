using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Editing;

namespace StateGen.CodeFixes;

/// <summary>Edits whose consequences lie in the code around them: they are tried first.</summary>
internal static class CompilingEdit
{
    /// <summary>The edit, if it brings no error of the compiler into its document that was not there before; else null.</summary>
    public static async Task<Action<DocumentEditor>?> FindAsync(Document document, Action<DocumentEditor> edit, CancellationToken cancellationToken)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancellationToken).ConfigureAwait(false);
        edit(editor);
        var before = await FindErrorsAsync(document, cancellationToken).ConfigureAwait(false);
        var after = await FindErrorsAsync(editor.GetChangedDocument(), cancellationToken).ConfigureAwait(false);
        return after.Except(before).Any() ? null : edit;
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
