using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using StateGen.Analyzers.Backends;

namespace StateGen.CodeFixes;

/// <summary>SG3002. Turns a collection in a value state into a list or map state, where every use of it has a counterpart there.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TurnIntoCollectionStateCodeFixProvider))]
[Shared]
public sealed class TurnIntoCollectionStateCodeFixProvider() : EditorCodeFixProvider("SG3002")
{
    private protected override string TitleOf(Diagnostic diagnostic) => $"Turn into a {diagnostic.Properties[BackendProperties.CollectionState]}";

    private protected override async Task<Action<DocumentEditor>?> FindEditAsync(Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        if (!diagnostic.Properties.TryGetValue(BackendProperties.CollectionState, out var kind) || node.FirstAncestorOrSelf<PropertyDeclarationSyntax>() is not { AccessorList: not null } declaration
            || model.GetDeclaredSymbol(declaration, cancellationToken) is not { DeclaredAccessibility: Accessibility.Private } state)
            return null;
        var uses = declaration.FirstAncestorOrSelf<TypeDeclarationSyntax>()!.DescendantNodes().OfType<IdentifierNameSyntax>().Where(use => IsUse(use, state, model, cancellationToken));
        var edits = uses.Select(use => CollectionUseSyntax.FindCounterpart(use, kind!)).ToArray();
        return edits.All(edit => edit is not null) && IsWrittenInOneFile(state.ContainingType)
            ? await CompilingEdit.FindAsync(document, editor => Edit(editor, declaration, kind!, edits), cancellationToken).ConfigureAwait(false)
            : null;
    }

    private static bool IsUse(IdentifierNameSyntax use, ISymbol state, SemanticModel model, CancellationToken cancellationToken) =>
        use.Identifier.ValueText == state.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(use, cancellationToken).Symbol, state);

    // Another part of the class may use the state, too.
    private static bool IsWrittenInOneFile(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Count(reference => !reference.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)) == 1;

    private static void Edit(DocumentEditor editor, PropertyDeclarationSyntax declaration, string kind, (SyntaxNode Old, SyntaxNode New)?[] edits)
    {
        editor.ReplaceNode(declaration, (current, _) => Declare((PropertyDeclarationSyntax)current, kind));
        foreach (var (old, replacement) in edits.Select(edit => edit!.Value).GroupBy(edit => edit.Old).Select(same => same.First()))
            editor.ReplaceNode(old, replacement.WithTriviaFrom(old));
    }

    private static PropertyDeclarationSyntax Declare(PropertyDeclarationSyntax declaration, string kind)
    {
        var getter = declaration.AccessorList!.Accessors.First(accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration));
        return declaration.WithType(SyntaxFactory.ParseTypeName(kind + ArgumentsOf(declaration.Type)).WithTriviaFrom(declaration.Type))
            .WithAccessorList(declaration.AccessorList.WithAccessors(SyntaxFactory.SingletonList(getter)));
    }

    private static string ArgumentsOf(TypeSyntax type) => type switch
    {
        NullableTypeSyntax nullable => ArgumentsOf(nullable.ElementType),
        QualifiedNameSyntax qualified => ArgumentsOf(qualified.Right),
        GenericNameSyntax generic => generic.TypeArgumentList.ToString(),
        _ => "",
    };
}
