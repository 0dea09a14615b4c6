using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StateGen.Generators.Parsing.Problems;

/// <summary>The locations of attributes and their arguments in the source.</summary>
internal static class AttributeLocations
{
    /// <summary>The syntax of an attribute; null for one of a referenced assembly.</summary>
    public static AttributeSyntax? FindSyntax(AttributeData? attribute, CancellationToken cancellationToken) =>
        attribute?.ApplicationSyntaxReference?.GetSyntax(cancellationToken) as AttributeSyntax;

    /// <summary>The location of an attribute's first argument, or of the attribute where it has none; null for one of a referenced assembly.</summary>
    public static Location? OfFirstArgument(AttributeData? attribute, CancellationToken cancellationToken)
    {
        var syntax = FindSyntax(attribute, cancellationToken);
        return syntax?.ArgumentList?.Arguments.FirstOrDefault()?.Expression.GetLocation() ?? syntax?.GetLocation();
    }
}
