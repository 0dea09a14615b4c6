using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using StateGen.Generators.Diagnostics;

namespace StateGen.CodeFixes.SG1000;

/// <summary>SG1018. Removes a member that the generator writes, unless other code uses it as something else.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReservedMemberCodeFixProvider))]
[Shared]
public sealed class ReservedMemberCodeFixProvider() : EditorCodeFixProvider(DiagnosticIds.ReservedMember)
{
    private protected override string TitleOf(Diagnostic diagnostic) => "Remove the member";

    private protected override async Task<Action<DocumentEditor>?> FindEditAsync(Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        node.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member and not BaseFieldDeclarationSyntax { Declaration.Variables.Count: > 1 }
            ? await CompilingEdit.FindAsync(document, editor => editor.RemoveNode(member, SyntaxRemoveOptions.KeepUnbalancedDirectives), cancellationToken).ConfigureAwait(false)
            : null;
}
