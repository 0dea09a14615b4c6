using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StateGen.CodeFixes.SG1000;

/// <summary>Classes whose properties can be set, as records whose properties are set once.</summary>
internal static class RecordSyntax
{
    /// <summary>Whether a class has a counterpart: whatever it lets others set are auto-properties. The parameters of its declaration would become members of a record.</summary>
    public static bool CanReplace(ClassDeclarationSyntax declaration)
    {
        var setters = declaration.Members.OfType<PropertyDeclarationSyntax>().SelectMany(SettersOf).ToArray();
        return declaration.ParameterList is null && setters.Length > 0 && setters.All(setter => setter is { Body: null, ExpressionBody: null });
    }

    /// <summary>The record.</summary>
    public static RecordDeclarationSyntax Of(ClassDeclarationSyntax declaration) => SyntaxFactory.RecordDeclaration(
        SyntaxKind.RecordDeclaration, declaration.AttributeLists, declaration.Modifiers, SyntaxFactory.Token(SyntaxKind.RecordKeyword).WithTriviaFrom(declaration.Keyword), default,
        declaration.Identifier, declaration.TypeParameterList, parameterList: null, declaration.BaseList, declaration.ConstraintClauses, declaration.OpenBraceToken,
        SyntaxFactory.List(declaration.Members.Select(Freeze)), declaration.CloseBraceToken, declaration.SemicolonToken);

    private static MemberDeclarationSyntax Freeze(MemberDeclarationSyntax member) => member is PropertyDeclarationSyntax property
        ? property.ReplaceNodes(SettersOf(property), static (setter, _) => SyntaxFactory.AccessorDeclaration(
            SyntaxKind.InitAccessorDeclaration, setter.AttributeLists, setter.Modifiers, SyntaxFactory.Token(SyntaxKind.InitKeyword).WithTriviaFrom(setter.Keyword), null, null, setter.SemicolonToken))
        : member;

    private static IEnumerable<AccessorDeclarationSyntax> SettersOf(PropertyDeclarationSyntax property) => property.Modifiers.Any(SyntaxKind.StaticKeyword)
        ? []
        : property.AccessorList?.Accessors.Where(accessor => accessor.IsKind(SyntaxKind.SetAccessorDeclaration)) ?? [];
}
