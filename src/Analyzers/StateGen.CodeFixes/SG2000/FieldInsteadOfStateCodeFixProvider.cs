using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using StateGen.Analyzers.SG2000;
using StateGen.Generators.Diagnostics;

namespace StateGen.CodeFixes.SG2000;

/// <summary>
/// SG2001. Turns a field or auto-property of an operator into a state, and updates its uses. A list, set or dictionary becomes a collection state if every use
/// has a counterpart there.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(FieldInsteadOfStateCodeFixProvider))]
[Shared]
public sealed class FieldInsteadOfStateCodeFixProvider() : EditorCodeFixProvider(DiagnosticIds.FieldInsteadOfState)
{
    private protected override string TitleOf(Diagnostic diagnostic) =>
        $"Turn into state '{diagnostic.Properties[OperatorCodeProperties.StateName]}'";

    private protected override async Task<Action<DocumentEditor>?> FindEditAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        if (!diagnostic.Properties.TryGetValue(OperatorCodeProperties.StateName, out var name)
            || model.GetDeclaredSymbol(node, cancellationToken) is not { } member)
            return null;
        var type = node.FirstAncestorOrSelf<TypeDeclarationSyntax>()!;
        var uses = type.DescendantNodes().OfType<IdentifierNameSyntax>().Where(use => IsUse(use, member, model, cancellationToken)).ToArray();
        if (name != member.Name && (IsUsedElsewhere(member, type, cancellationToken) || uses.Any(use => IsHidden(use, name!, model))))
            return null;
        if (uses.Any(use => IsReference(use, model)))
            return null;
        var declaration = node.FirstAncestorOrSelf<MemberDeclarationSyntax>()!;
        if (FieldToCollection.Find(member, declaration, name!) is { } collection)
            return await collection.FindEditAsync(document, uses, cancellationToken).ConfigureAwait(false);
        return editor => Edit(editor, declaration, uses, name!);
    }

    private static bool IsUse(IdentifierNameSyntax use, ISymbol member, SemanticModel model, CancellationToken cancellationToken) =>
        use.Identifier.ValueText == member.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(use, cancellationToken).Symbol, member);

    // The fix renames only the uses in this part of the class.
    private static bool IsUsedElsewhere(ISymbol member, TypeDeclarationSyntax type, CancellationToken cancellationToken) =>
        member.DeclaredAccessibility != Accessibility.Private
        || member.ContainingType.DeclaringSyntaxReferences.Select(part => part.GetSyntax(cancellationToken))
            .Any(part => part != type && part.DescendantTokens().Any(token => token.ValueText == member.Name));

    private static bool IsHidden(IdentifierNameSyntax use, string name, SemanticModel model) =>
        ExpressionOf(use) == use && model.LookupSymbols(use.SpanStart, name: name)
            .Any(symbol => symbol is ILocalSymbol or IParameterSymbol or IRangeVariableSymbol or IMethodSymbol { MethodKind: MethodKind.LocalFunction });

    // A property cannot be passed by ref or out.
    private static bool IsReference(IdentifierNameSyntax use, SemanticModel model) => ExpressionOf(use).Parent switch
    {
        ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None),
        RefExpressionSyntax => true,
        MemberAccessExpressionSyntax call => model.GetSymbolInfo(call).Symbol is IMethodSymbol { ReducedFrom.Parameters: [{ RefKind: RefKind.Ref }, ..] },
        _ => false,
    };

    private static ExpressionSyntax ExpressionOf(IdentifierNameSyntax use) =>
        use.Parent is MemberAccessExpressionSyntax access && access.Name == use ? access : use;

    private static void Edit(DocumentEditor editor, MemberDeclarationSyntax declaration, IdentifierNameSyntax[] uses, string name)
    {
        editor.ReplaceNode(declaration, (current, _) => Declare((MemberDeclarationSyntax)current, name));
        foreach (var use in uses)
            editor.ReplaceNode(use, (current, _) => Rename((IdentifierNameSyntax)current, name));
    }

    private static IdentifierNameSyntax Rename(IdentifierNameSyntax use, string name) =>
        use.WithIdentifier(SyntaxFactory.Identifier(name).WithTriviaFrom(use.Identifier));

    private static MemberDeclarationSyntax Declare(MemberDeclarationSyntax declaration, string name)
    {
        var type = declaration is FieldDeclarationSyntax field ? field.Declaration.Type : ((PropertyDeclarationSyntax)declaration).Type;
        var state = $"[State] {FieldModifiers.OfState(declaration)} {type} {name} {{ get; set; }}";
        return SyntaxFactory.ParseMemberDeclaration(state)!.WithTriviaFrom(declaration);
    }
}
