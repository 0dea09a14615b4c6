using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StateGen.Generators.Parsing;

/// <summary>
/// Decides by the looks of the syntax which attributed properties can be stray. Looking at syntax costs nothing as long as a file is unchanged, whereas
/// every property that is let through has its symbols bound again after each keystroke.
/// </summary>
internal static class AttributeSyntaxFilter
{
    /// <summary>State in a declaration that is itself marked <c>[Operator]</c> is not stray; in other declarations of the class it may be.</summary>
    public static bool MayBeStrayState(SyntaxNode node) =>
        node is MemberDeclarationSyntax { Parent: MemberDeclarationSyntax type } && !AttributeNames.Has(type, "Operator");

    /// <summary>A time to live beside <c>[State]</c> is not stray.</summary>
    public static bool MayBeStrayTimeToLive(SyntaxNode node) => node is MemberDeclarationSyntax property && !AttributeNames.Has(property, "State");
}
