using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using StateGen.Generators.Diagnostics;

namespace StateGen.CodeFixes.SG1000;

/// <summary>SG1018. Removes a member whose name is reserved for generated code, unless other code depends on the member.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReservedMemberCodeFixProvider))]
[Shared]
public sealed class ReservedMemberCodeFixProvider() : EditorCodeFixProvider(DiagnosticIds.ReservedMember)
{
    private protected override string TitleOf(Diagnostic diagnostic) => "Remove the member";

    private protected override async Task<Action<DocumentEditor>?> FindEditAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (node.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member || member is BaseFieldDeclarationSyntax { Declaration.Variables.Count: > 1 })
            return null;
        Action<DocumentEditor> edit = editor => editor.RemoveNode(member, SyntaxRemoveOptions.KeepUnbalancedDirectives);
        return await CompilingEdit.FindAsync(document, edit, cancellationToken).ConfigureAwait(false);
    }
}
