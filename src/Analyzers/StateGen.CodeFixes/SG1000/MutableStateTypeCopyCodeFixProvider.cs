using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.CodeFixes.SG1000;

/// <summary>SG1010. Declares a state whose type can be changed in place <c>[State(Copy = true)]</c>, where that is all that is wrong with it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MutableStateTypeCopyCodeFixProvider))]
[Shared]
public sealed class MutableStateTypeCopyCodeFixProvider() : EditorCodeFixProvider("SG1010")
{
    private protected override string TitleOf(Diagnostic diagnostic) => "Copy the values with [State(Copy = true)]";

    private protected override async Task<Action<DocumentEditor>?> FindEditAsync(Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (await RetainedValue.FindAsync(document, node, cancellationToken).ConfigureAwait(false) is not { } held || !held.CanBe(held.Type, copied: true, cancellationToken))
            return null;
        var reference = held.Property.GetAttributes().First(KnownTypes.IsStateAttribute).ApplicationSyntaxReference;
        return reference?.GetSyntax(cancellationToken) is AttributeSyntax attribute && attribute.SyntaxTree == node.SyntaxTree
            ? editor => editor.ReplaceNode(attribute, (current, _) => StateAttributeSyntax.Set((AttributeSyntax)current, "Copy", "true"))
            : null;
    }
}
