using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StateGen.CodeFixes.SG1000;

/// <summary>Rewrites the arguments of <c>[State]</c>.</summary>
internal static class StateAttributeSyntax
{
    /// <summary>The attribute with an argument of a name; without one where the value is null.</summary>
    public static AttributeSyntax Set(AttributeSyntax attribute, string name, string? value)
    {
        var others = (attribute.ArgumentList?.Arguments ?? default).Where(argument => argument.NameEquals?.Name.Identifier.ValueText != name).Select(argument => argument.ToString());
        var arguments = value is null ? others.ToArray() : [.. others, $"{name} = {value}"];
        return attribute.WithArgumentList(arguments.Length == 0 ? null : SyntaxFactory.ParseAttributeArgumentList($"({string.Join(", ", arguments)})"));
    }
}
