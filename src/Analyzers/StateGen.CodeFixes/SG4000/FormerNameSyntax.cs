using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace StateGen.CodeFixes.SG4000;

/// <summary>Writes <c>[FormerName]</c> before declarations.</summary>
internal static class FormerNameSyntax
{
    public static bool CanBeAddedTo(SyntaxNode node) =>
        node is PropertyDeclarationSyntax or FieldDeclarationSyntax or ParameterSyntax or EnumMemberDeclarationSyntax or BaseTypeDeclarationSyntax;

    public static SyntaxNode AddTo(SyntaxNode declaration, string formerName)
    {
        var name = SyntaxFactory.ParseName("global::StateGen.FormerName").WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation);
        var argument = SyntaxFactory.AttributeArgument(SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(formerName)));
        var attribute = SyntaxFactory.Attribute(name, SyntaxFactory.AttributeArgumentList(SyntaxFactory.SingletonSeparatedList(argument)));
        var list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(attribute));
        return declaration switch
        {
            ParameterSyntax parameter => AddTo(parameter, list),
            MemberDeclarationSyntax member => AddTo(member, list),
            _ => declaration,
        };
    }

    // Before the first token, which keeps what stands around it: comments and the line's indentation.
    private static ParameterSyntax AddTo(ParameterSyntax parameter, AttributeListSyntax list) => parameter
        .WithoutLeadingTrivia()
        .WithAttributeLists(parameter.WithoutLeadingTrivia().AttributeLists.Insert(0, list.WithTrailingTrivia(SyntaxFactory.Space)))
        .WithLeadingTrivia(parameter.GetLeadingTrivia());

    private static MemberDeclarationSyntax AddTo(MemberDeclarationSyntax member, AttributeListSyntax list)
    {
        var bare = member.WithoutLeadingTrivia();
        return bare.WithAttributeLists(bare.AttributeLists.Insert(0, list.WithTrailingTrivia(SyntaxFactory.Space))).WithLeadingTrivia(member.GetLeadingTrivia());
    }
}
