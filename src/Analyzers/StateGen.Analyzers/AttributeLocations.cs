using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StateGen.Analyzers;

/// <summary>Where attributes stand.</summary>
internal static class AttributeLocations
{
    /// <summary>The location of an attribute's first argument, or of the attribute where it has none; null for one of a referenced assembly.</summary>
    public static Location? OfFirstArgument(AttributeData attribute, CancellationToken cancellationToken)
    {
        var syntax = attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) as AttributeSyntax;
        return syntax?.ArgumentList?.Arguments.FirstOrDefault()?.Expression.GetLocation() ?? syntax?.GetLocation();
    }
}
