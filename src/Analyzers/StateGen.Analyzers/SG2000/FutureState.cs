using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Codecs;
using StateGen.Generators.Parsing.Operators;
using StateGen.Generators.Parsing.Symbols;
using StateGen.Generators.Parsing.Types;

namespace StateGen.Analyzers.SG2000;

/// <summary>
/// Determines whether a field or auto-property of an operator can become a state, and under which name: a value state, or a collection state for a list, set or
/// dictionary. A captured parameter cannot become one.
/// </summary>
internal static class FutureState
{
    /// <summary>The name of the state; null if the fix cannot turn the field into a state.</summary>
    public static string? FindName(ISymbol field, Compilation compilation, CancellationToken cancellationToken)
    {
        var name = NameOf(field);
        return CanBeDeclared(field, cancellationToken) && IsFree(name, field) && CanBeKept(TypeOf(field), field, compilation, cancellationToken) ? name : null;
    }

    private static string NameOf(ISymbol field)
    {
        var bare = field.Name.TrimStart('_');
        return bare.Length == 0 ? field.Name : char.ToUpperInvariant(bare[0]) + bare.Substring(1);
    }

    private static ITypeSymbol TypeOf(ISymbol field) => field is IFieldSymbol { Type: var type } ? type : ((IPropertySymbol)field).Type;

    // A state cannot express an initializer with another value than the initial one of the state, or a declaration of several fields.
    private static bool CanBeDeclared(ISymbol field, CancellationToken cancellationToken) =>
        field is IFieldSymbol or IPropertySymbol { IsVirtual: false, IsOverride: false } && !field.IsStatic && KnownTypes.IsOperator(field.ContainingType)
        && field.DeclaringSyntaxReferences is [var declaration] && IsPlain(declaration.GetSyntax(cancellationToken), TypeOf(field));

    // A single declaration without a body or attributes.
    private static bool IsPlain(SyntaxNode declaration, ITypeSymbol type) => declaration switch
    {
        VariableDeclaratorSyntax
        {
            Initializer: var initializer,
            Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: FieldDeclarationSyntax { AttributeLists.Count: 0 } },
        } => InitialValue.IsOfState(initializer?.Value, type),
        PropertyDeclarationSyntax { Initializer: var initializer, AttributeLists.Count: 0, AccessorList.Accessors: var accessors } =>
            accessors.All(accessor => accessor is { Body: null, ExpressionBody: null }) && InitialValue.IsOfState(initializer?.Value, type),
        _ => false,
    };

    private static bool IsFree(string name, ISymbol field) =>
        name == field.Name ? field is IPropertySymbol : name != field.ContainingType.Name && !IsMember(name, field.ContainingType);

    private static bool IsMember(string name, INamedTypeSymbol type) =>
        BaseTypes.Of(type).Prepend(type).Any(candidate => !candidate.GetMembers(name).IsEmpty);

    // The members of a struct in a property cannot be assigned one by one, so a struct must be readonly or built in.
    private static bool CanBeKept(ITypeSymbol type, ISymbol field, Compilation compilation, CancellationToken cancellationToken)
    {
        var scope = new CodecScope(compilation, field.ContainingType, MemberNames.Of(field.ContainingType));
        if (FutureCollection.IsFor(type))
            return FutureCollection.UsesOf((INamedTypeSymbol)type).All(use => Parse(use.Type, use.Role) is not null);
        return Parse(type, CodecRole.Value) is { RefusesNull: false }
            && (type.IsReferenceType || type.IsReadOnly || type.OriginalDefinition.SpecialType != SpecialType.None || type.TypeKind == TypeKind.Enum);

        TypeUse? Parse(ITypeSymbol used, CodecRole role) =>
            new TypeUseParser(scope, role, cancellationToken).Parse(used, used.Name, TypeUseParser.MayBeNull(used));
    }
}

/// <summary>Determines which collections that are changed in place can become a collection state.</summary>
internal static class FutureCollection
{
    /// <summary>Indicates whether a type is a list, set or dictionary that is changed in place.</summary>
    public static bool IsFor(ITypeSymbol type) => type is INamedTypeSymbol
    {
        MetadataName: "List`1" or "HashSet`1" or "Dictionary`2", ContainingNamespace: { Name: "Generic", ContainingNamespace.Name: "Collections" },
    };

    /// <summary>The types that the collection state will hold. A set becomes a map whose values are always true.</summary>
    public static IEnumerable<(ITypeSymbol Type, CodecRole Role)> UsesOf(INamedTypeSymbol type) => type.TypeArguments
        .Select((argument, index) => (argument, index == 0 && type.Name != "List" ? CodecRole.Key : CodecRole.Value));
}

/// <summary>
/// Recognizes initializers that give a field the value with which a state of its type begins. The syntax decides, because rules cannot bind it.
/// </summary>
internal static class InitialValue
{
    /// <summary>Indicates whether an initializer can be dropped.</summary>
    /// <param name="value">The value of the initializer; null if there is none.</param>
    /// <param name="type">The type of the field.</param>
    public static bool IsOfState(ExpressionSyntax? value, ITypeSymbol type) => value switch
    {
        null => true,
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression, Operand: var operand } => IsOfState(operand, type),
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression or (int)SyntaxKind.NullLiteralExpression } => true,
        _ when FutureCollection.IsFor(type) => IsEmptyCollection(value),
        // A state of such a type begins with null, not with zero.
        _ when type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T => false,
        DefaultExpressionSyntax => true,
        LiteralExpressionSyntax { Token.Value: var literal } => type.IsValueType && IsZero(literal),
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } when type.TypeKind == TypeKind.Enum =>
            type.GetMembers(name).OfType<IFieldSymbol>().Any(member => IsZero(member.ConstantValue)),
        _ => false,
    };

    private static bool IsEmptyCollection(ExpressionSyntax value) => value
        is CollectionExpressionSyntax { Elements.Count: 0 }
        or BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 }, Initializer: null };

    private static bool IsZero(object? value) => value switch
    {
        bool flag => !flag,
        char character => character == '\0',
        IConvertible number => number is not string && number.ToDecimal(CultureInfo.InvariantCulture) == 0,
        _ => false,
    };
}
