using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.Problems;

/// <summary>A part of the declaration of a symbol. Syntax is looked up only when a problem is really reported.</summary>
/// <param name="Symbol">A type or a property of the user.</param>
/// <param name="Part">The part. If it does not exist, the location is that of the name.</param>
internal readonly record struct DiagnosticLocation(ISymbol Symbol, DeclarationPart Part)
{
    public Location Locate(CancellationToken cancellationToken) =>
        FindPart(cancellationToken) ?? FindName(cancellationToken);

    private Location? FindPart(CancellationToken cancellationToken) => Part switch
    {
        DeclarationPart.StateName =>
            FindNamedArgument("Name", cancellationToken) ?? FindAttribute(KnownTypes.DeclaresState, cancellationToken)?.GetLocation(),
        DeclarationPart.StateAttribute => FindAttribute(KnownTypes.IsStateAttribute, cancellationToken)?.GetLocation(),
        DeclarationPart.OperatorStateAttribute => FindAttribute(KnownTypes.IsOperatorStateAttribute, cancellationToken)?.GetLocation(),
        DeclarationPart.Upgrade => FindNamedArgument("Upgrade", cancellationToken),
        DeclarationPart.TtlAttribute => FindAttribute(KnownTypes.IsTtlAttribute, cancellationToken)?.GetLocation(),
        DeclarationPart.OperatorId => AttributeLocations.OfFirstArgument(Find(KnownTypes.IsOperatorAttribute), cancellationToken),
        DeclarationPart.KeyType => FindKeyType(cancellationToken),
        DeclarationPart.Name => null,
        _ => FindPropertyPart(cancellationToken),
    };

    private AttributeData? Find(Func<AttributeData, bool> isWanted) => Symbol.GetAttributes().FirstOrDefault(isWanted);

    private AttributeSyntax? FindAttribute(Func<AttributeData, bool> isWanted, CancellationToken cancellationToken) =>
        AttributeLocations.FindSyntax(Find(isWanted), cancellationToken);

    private Location? FindNamedArgument(string name, CancellationToken cancellationToken) =>
        FindAttribute(KnownTypes.DeclaresState, cancellationToken)?.ArgumentList?.Arguments
            .FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name)?.Expression.GetLocation();

    private Location? FindKeyType(CancellationToken cancellationToken) => DeclarationsOf(Symbol, cancellationToken)
        .OfType<TypeDeclarationSyntax>()
        .SelectMany(declaration => declaration.BaseList?.Types ?? default)
        .SelectMany(baseType => baseType.Type.DescendantNodesAndSelf().OfType<GenericNameSyntax>())
        .FirstOrDefault(name => name.Identifier.ValueText == KnownTypes.KeyedOperatorName)?
        .TypeArgumentList.Arguments[0].GetLocation();

    private Location? FindPropertyPart(CancellationToken cancellationToken)
    {
        var declaration = DeclarationsOf(Symbol, cancellationToken).OfType<BasePropertyDeclarationSyntax>().FirstOrDefault();
        return Part switch
        {
            DeclarationPart.PropertyType => declaration?.Type.GetLocation(),
            DeclarationPart.Accessors => declaration?.AccessorList?.GetLocation(),
            DeclarationPart.SetAccessor => FindSetAccessor(declaration)?.Keyword.GetLocation(),
            DeclarationPart.StaticModifier => declaration?.Modifiers.FirstOrDefault(modifier => modifier.IsKind(SyntaxKind.StaticKeyword)).GetLocation(),
            DeclarationPart.Initializer => (declaration as PropertyDeclarationSyntax)?.Initializer?.GetLocation(),
            _ => null,
        };
    }

    // A class may have several declarations. The location is in the one that is not partial, or otherwise in the one that carries [Operator].
    private Location FindName(CancellationToken cancellationToken)
    {
        var types = DeclarationsOf(Symbol, cancellationToken).OfType<TypeDeclarationSyntax>().ToArray();
        var operatorType = FindAttribute(KnownTypes.IsOperatorAttribute, cancellationToken)?.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        var type = types.FirstOrDefault(declaration => !declaration.Modifiers.Any(SyntaxKind.PartialKeyword)) ?? operatorType;
        return type?.Identifier.GetLocation() ?? Symbol.Locations[0];
    }

    private static AccessorDeclarationSyntax? FindSetAccessor(BasePropertyDeclarationSyntax? property) =>
        property?.AccessorList?.Accessors.FirstOrDefault(accessor => !accessor.IsKind(SyntaxKind.GetAccessorDeclaration));

    private static IEnumerable<SyntaxNode> DeclarationsOf(ISymbol symbol, CancellationToken cancellationToken) =>
        symbol.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken));
}

/// <summary>The part of a declaration that a problem is about.</summary>
internal enum DeclarationPart
{
    Name,
    PropertyType,
    Accessors,
    SetAccessor,
    StaticModifier,
    Initializer,
    StateName,
    StateAttribute,
    OperatorStateAttribute,
    TtlAttribute,
    Upgrade,
    OperatorId,
    KeyType,
}
