using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StateGen.Generators.Parsing.Problems;

/// <summary>Finds the locations of attributes and their arguments in the source.</summary>
internal static class AttributeLocations
{
    /// <summary>Finds the syntax of an attribute; null for an attribute of a referenced assembly.</summary>
    public static AttributeSyntax? FindSyntax(AttributeData? attribute, CancellationToken cancellationToken) =>
        attribute?.ApplicationSyntaxReference?.GetSyntax(cancellationToken) as AttributeSyntax;

    /// <summary>
    /// Finds the location of an attribute's first argument, or of the attribute if it has none; null for an attribute of a referenced assembly.
    /// </summary>
    public static Location? OfFirstArgument(AttributeData? attribute, CancellationToken cancellationToken)
    {
        var syntax = FindSyntax(attribute, cancellationToken);
        return syntax?.ArgumentList?.Arguments.FirstOrDefault()?.Expression.GetLocation() ?? syntax?.GetLocation();
    }
}
