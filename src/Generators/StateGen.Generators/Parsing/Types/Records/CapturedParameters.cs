using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StateGen.Generators.Parsing.Types.Records;

/// <summary>Knows the parameters of primary constructors that a class keeps in fields of its own, which the compiler names <c>&lt;parameter&gt;P</c>.</summary>
internal static class CapturedParameters
{
    private const string Suffix = ">P";

    /// <summary>Whether code of the class changes the parameter that a field keeps. A local variable of the same name counts, too.</summary>
    public static bool IsAssigned(IFieldSymbol field) => NameOf(field) is { } name
        && field.ContainingType.DeclaringSyntaxReferences.SelectMany(reference => reference.GetSyntax().DescendantNodes()).Any(node => IsNamed(AssignedBy(node), name));

    /// <summary>The name of the parameter that a field keeps; null for other fields.</summary>
    public static string? NameOf(IFieldSymbol field) =>
        field.Name.StartsWith("<", StringComparison.Ordinal) && field.Name.EndsWith(Suffix, StringComparison.Ordinal) ? field.Name.Substring(1, field.Name.Length - 1 - Suffix.Length) : null;

    private static ExpressionSyntax? AssignedBy(SyntaxNode node) => node switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left,
        PostfixUnaryExpressionSyntax postfix when postfix.IsKind(SyntaxKind.PostIncrementExpression) || postfix.IsKind(SyntaxKind.PostDecrementExpression) => postfix.Operand,
        PrefixUnaryExpressionSyntax prefix when prefix.IsKind(SyntaxKind.PreIncrementExpression) || prefix.IsKind(SyntaxKind.PreDecrementExpression) => prefix.Operand,
        ArgumentSyntax argument when argument.RefKindKeyword.IsKind(SyntaxKind.RefKeyword) || argument.RefKindKeyword.IsKind(SyntaxKind.OutKeyword) => argument.Expression,
        RefExpressionSyntax reference => reference.Expression,
        _ => null,
    };

    private static bool IsNamed(ExpressionSyntax? assigned, string name) =>
        assigned is IdentifierNameSyntax identifier ? identifier.Identifier.ValueText == name
        : assigned is TupleExpressionSyntax tuple && tuple.Arguments.Any(argument => IsNamed(argument.Expression, name));
}
