using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.States;

/// <summary>Copies the declaration of a partial property: the other half must repeat its modifiers to the letter (CS8799, CS8800).</summary>
internal static class PropertyParser
{
    public static PropertyModel Parse(IPropertySymbol property, CancellationToken cancellationToken)
    {
        var syntax = (BasePropertyDeclarationSyntax)property.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken);
        var accessors = syntax.AccessorList?.Accessors ?? default;
        return new()
        {
            Name = property.Name,
            Header = $"{string.Concat(syntax.Modifiers.Select(modifier => modifier.ValueText + " "))}{TypeOf(property)} {NameOf(property)}",
            Getter = Copy(accessors.FirstOrDefault(accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration))),
            Setter = Copy(accessors.FirstOrDefault(accessor => !accessor.IsKind(SyntaxKind.GetAccessorDeclaration))),
        };
    }

    private static string? Copy(AccessorDeclarationSyntax? accessor) =>
        accessor is null ? null : string.Concat(accessor.Modifiers.Select(modifier => modifier.ValueText + " ")) + accessor.Keyword.ValueText;

    private static string TypeOf(IPropertySymbol property) => property.RefKind switch
    {
        RefKind.Ref => "ref ",
        RefKind.RefReadOnly => "ref readonly ",
        _ => "",
    } + TypeNames.AsDeclared(WithDeclaredNullability(ObliviousTypes.Declare(property.Type)));

    // A reference is null where it was not set. Where nullability is not declared, the generated half, which is compiled with it, has to say so.
    private static ITypeSymbol WithDeclaredNullability(ITypeSymbol type) =>
        type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.None } && !KnownTypes.IsCollection(type)
            ? type.WithNullableAnnotation(NullableAnnotation.Annotated)
            : type;

    private static string NameOf(IPropertySymbol property) => property.IsIndexer
        ? $"this[{string.Join(", ", property.Parameters.Select(parameter => $"{TypeNames.AsDeclared(parameter.Type)} {TypeNames.Escape(parameter.Name)}"))}]"
        : TypeNames.Escape(property.Name);
}
