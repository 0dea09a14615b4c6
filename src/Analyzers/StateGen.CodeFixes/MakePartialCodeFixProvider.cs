using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace StateGen.CodeFixes;

/// <summary>SG1001. Makes a type partial, and every type around it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialCodeFixProvider))]
[Shared]
public sealed class MakePartialCodeFixProvider() : EditorCodeFixProvider("SG1001")
{
    private protected override string TitleOf(Diagnostic diagnostic) => "Make the type and its containing types partial";

    private protected override Task<Action<DocumentEditor>?> FindEditAsync(Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        Task.FromResult<Action<DocumentEditor>?>(node is TypeDeclarationSyntax type ? editor => MakePartial(editor, type) : null);

    private static void MakePartial(DocumentEditor editor, TypeDeclarationSyntax type)
    {
        foreach (var declaration in type.AncestorsAndSelf().OfType<TypeDeclarationSyntax>())
            editor.ReplaceNode(declaration, (current, _) => PartialSyntax.AddTo((TypeDeclarationSyntax)current));
    }
}
