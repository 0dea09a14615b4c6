using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StateGen.Generators.Parsing;

/// <summary>The names of attributes as the syntax gives them: what looks like one of ours may be another's.</summary>
internal static class AttributeNames
{
    /// <summary>Whether a declaration has an attribute of a name, with or without <c>Attribute</c> at its end.</summary>
    public static bool Has(MemberDeclarationSyntax declaration, string attribute) =>
        declaration.AttributeLists.SelectMany(list => list.Attributes).Any(candidate => NameOf(candidate.Name) is var name && (name == attribute || name == attribute + "Attribute"));

    private static string NameOf(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax aliased => aliased.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };
}
