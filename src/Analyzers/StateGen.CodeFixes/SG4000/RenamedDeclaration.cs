using Microsoft.CodeAnalysis;
using StateGen.Analyzers.SG4000;

namespace StateGen.CodeFixes.SG4000;

/// <summary>The declaration that a diagnostic asks to say its former name.</summary>
/// <param name="Document">Its document, which need not be that of the diagnostic.</param>
/// <param name="Syntax">What takes the attribute.</param>
/// <param name="Name">Its name.</param>
/// <param name="FormerName">The argument of the attribute.</param>
internal sealed record RenamedDeclaration(Document Document, SyntaxNode Syntax, string Name, string FormerName)
{
    /// <summary>Finds it; null where all of its code is generated.</summary>
    public static async Task<RenamedDeclaration?> FindAsync(Project project, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        foreach (var location in diagnostic.AdditionalLocations)
        {
            if (project.Solution.GetDocument(location.SourceTree) is not { } document || document is SourceGeneratedDocument
                || await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root)
                continue;
            if (root.FindNode(location.SourceSpan).FirstAncestorOrSelf<SyntaxNode>(FormerNameSyntax.CanBeAddedTo) is { } declaration)
                return new(document, declaration, root.GetText().ToString(location.SourceSpan), diagnostic.Properties[SchemaProperties.FormerName]!);
        }

        return null;
    }
}
