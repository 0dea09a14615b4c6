using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using StateGen.Analyzers.SG3000;
using StateGen.Generators.Diagnostics;

namespace StateGen.CodeFixes.SG3000;

/// <summary>SG1010 and SG3002. Turns a collection in a value state into a list or map state, if every use has a counterpart there.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CollectionInValueStateCodeFixProvider))]
[Shared]
public sealed class CollectionInValueStateCodeFixProvider() : EditorCodeFixProvider(DiagnosticIds.MutableStateType, DiagnosticIds.CollectionInValueState)
{
    private protected override string TitleOf(Diagnostic diagnostic) =>
        diagnostic.Properties.TryGetValue(BackendProperties.CollectionState, out var kind) ? $"Convert to {kind}" : "Convert to ListState or MapState";

    private protected override async Task<Action<DocumentEditor>?> FindEditAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        if (node.FirstAncestorOrSelf<PropertyDeclarationSyntax>() is not { AccessorList: not null } declaration
            || model.GetDeclaredSymbol(declaration, cancellationToken) is not { DeclaredAccessibility: Accessibility.Private } state
            || !IsWrittenInOneFile(state.ContainingType)
            || await CollectionRewrite.FindAsync(document, node, diagnostic, cancellationToken).ConfigureAwait(false) is not { } rewrite)
            return null;
        var uses = declaration.FirstAncestorOrSelf<TypeDeclarationSyntax>()!.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(use => IsUse(use, state, model, cancellationToken));
        var edits = uses.Select(rewrite.FindCounterpart).ToArray();
        return edits.All(edit => edit is not null) && !CollectionRewrite.AreNested(edits)
            ? await CompilingEdit.FindAsync(document, editor => Edit(editor, declaration, rewrite, edits), cancellationToken).ConfigureAwait(false)
            : null;
    }

    private static bool IsUse(IdentifierNameSyntax use, ISymbol state, SemanticModel model, CancellationToken cancellationToken) =>
        use.Identifier.ValueText == state.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(use, cancellationToken).Symbol, state);

    // Another part of the class may also use the state.
    private static bool IsWrittenInOneFile(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Count(reference => !reference.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)) == 1;

    private static void Edit(
        DocumentEditor editor, PropertyDeclarationSyntax declaration, CollectionRewrite rewrite, (SyntaxNode Old, SyntaxNode? New)?[] edits)
    {
        editor.ReplaceNode(declaration, (current, _) => Declare((PropertyDeclarationSyntax)current, rewrite));
        CollectionRewrite.Apply(editor, edits);
    }

    private static PropertyDeclarationSyntax Declare(PropertyDeclarationSyntax declaration, CollectionRewrite rewrite)
    {
        var getter = declaration.AccessorList!.Accessors.First(accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration));
        return declaration.WithType(SyntaxFactory.ParseTypeName(rewrite.TypeFor(declaration.Type)).WithTriviaFrom(declaration.Type))
            .WithAccessorList(declaration.AccessorList.WithAccessors(SyntaxFactory.SingletonList(getter)));
    }
}
