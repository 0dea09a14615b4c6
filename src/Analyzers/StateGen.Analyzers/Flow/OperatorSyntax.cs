using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StateGen.Analyzers.Flow;

/// <summary>What the syntax of an operator says.</summary>
internal static class OperatorSyntax
{
    /// <summary>Whether an expression is in the initializer of a property.</summary>
    public static bool IsInInitializer(SyntaxNode expression) => expression.FirstAncestorOrSelf<EqualsValueClauseSyntax>(clause => clause.Parent is PropertyDeclarationSyntax) is not null;

    /// <summary>Whether a field or property is declared alone, without an initializer, a body or attributes.</summary>
    public static bool IsPlainDeclaration(SyntaxNode declaration) => declaration switch
    {
        VariableDeclaratorSyntax { Initializer: null, Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: FieldDeclarationSyntax { AttributeLists.Count: 0 } } } => true,
        PropertyDeclarationSyntax { Initializer: null, AttributeLists.Count: 0, AccessorList.Accessors: var accessors } =>
            accessors.All(accessor => accessor is { Body: null, ExpressionBody: null }),
        _ => false,
    };
}
