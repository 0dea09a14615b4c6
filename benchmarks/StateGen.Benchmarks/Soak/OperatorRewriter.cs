using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StateGen.Benchmarks.Soak;

/// <summary>Declares every class as an operator with an id of its own, and every property of a class as a state, whether or not they can be that.</summary>
internal sealed class OperatorRewriter : CSharpSyntaxRewriter
{
    private static readonly BaseTypeSyntax Base = SyntaxFactory.SimpleBaseType(SyntaxFactory.ParseTypeName("global::StateGen.KeyedOperator<string, int, int>"));
    private static readonly AttributeListSyntax State = Attribute("global::StateGen.State", argument: null);

    private int _operators;

    public override SyntaxNode? VisitClassDeclaration(ClassDeclarationSyntax node)
    {
        var inner = (ClassDeclarationSyntax)base.VisitClassDeclaration(node)!;
        var id = SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal($"operator-{_operators++}"));
        var declared = inner.AddAttributeLists(Attribute("global::StateGen.Operator", id));
        if (!declared.Modifiers.Any(SyntaxKind.PartialKeyword))
            declared = declared.AddModifiers(SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space));
        return declared.BaseList is null ? declared.WithBaseList(SyntaxFactory.BaseList([Base])) : declared;
    }

    public override SyntaxNode? VisitPropertyDeclaration(PropertyDeclarationSyntax node)
    {
        var inner = (PropertyDeclarationSyntax)base.VisitPropertyDeclaration(node)!;
        return node.Parent is not ClassDeclarationSyntax ? inner
            : inner.AddAttributeLists(State).AddModifiers(SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space));
    }

    private static AttributeListSyntax Attribute(string name, ExpressionSyntax? argument)
    {
        var attribute = SyntaxFactory.Attribute(SyntaxFactory.ParseName(name));
        if (argument is not null)
            attribute = attribute.AddArgumentListArguments(SyntaxFactory.AttributeArgument(argument));
        return SyntaxFactory.AttributeList([attribute]);
    }
}
