using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StateGen.Generators.Parsing.Codecs;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.Types.Records;

/// <summary>Finds the members of a user's type that are visible where its codec stands.</summary>
internal sealed class RecordMemberFinder(CodecScope scope, bool isNested)
{
    /// <summary>The members of a type and of those that it derives from; an overridden one once, as the most derived type has it.</summary>
    public IReadOnlyList<RecordMember> Find(INamedTypeSymbol type) =>
        [.. LayersOf(type).SelectMany(layer => layer.GetMembers()).Where(IsInstanceMember).GroupBy(member => member.Name, StringComparer.Ordinal).Select(same => Describe(same.First())).OfType<RecordMember>()];

    /// <summary>A type and the types that it derives from, without <c>object</c> and <c>ValueType</c>.</summary>
    public static IEnumerable<INamedTypeSymbol> LayersOf(INamedTypeSymbol type) =>
        BaseTypes.Of(type).Prepend(type).TakeWhile(layer => layer.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType));

    /// <summary>A field without any property that code inside the type may change; known for types in source only.</summary>
    public static IFieldSymbol? FindMutableField(INamedTypeSymbol type) => LayersOf(type).SelectMany(layer => layer.GetMembers()).OfType<IFieldSymbol>()
        .FirstOrDefault(field => field is { IsStatic: false, IsReadOnly: false, IsConst: false, AssociatedSymbol: null } && (!field.IsImplicitlyDeclared || CapturedParameters.IsAssigned(field)));

    /// <summary>A member that derived types can see and that one of them hides behind another of the same name.</summary>
    public static ISymbol? FindHidden(INamedTypeSymbol type) => LayersOf(type).SelectMany(layer => layer.GetMembers())
        .Where(member => IsInstanceMember(member) && member.DeclaredAccessibility != Accessibility.Private)
        .GroupBy(member => member.Name, StringComparer.Ordinal)
        .Select(same => same.Zip(same.Skip(1), (derived, hidden) => (derived, hidden)).FirstOrDefault(pair => pair.derived is not IPropertySymbol { IsOverride: true }).hidden)
        .FirstOrDefault(hidden => hidden is not null);

    private static bool IsInstanceMember(ISymbol member) => member is IPropertySymbol { IsStatic: false, IsIndexer: false } or IFieldSymbol { IsStatic: false, IsConst: false };

    private RecordMember? Describe(ISymbol member) => member switch
    {
        IPropertySymbol { IsStatic: false, GetMethod: { } getter, CanBeReferencedByName: true } property when scope.IsAccessible(getter, isNested) => Describe(property),
        IFieldSymbol { IsStatic: false, CanBeReferencedByName: true } field when scope.IsAccessible(field, isNested) => Describe(field),
        _ => null,
    };

    private RecordMember Describe(IPropertySymbol property) => new(property, property.Type)
    {
        HasSetter = property.SetMethod is not null,
        IsSettable = property.SetMethod is { } setter && scope.IsAccessible(setter, isNested),
        IsMutable = property.SetMethod is { IsInitOnly: false },
        IsRequired = property.IsRequired,
    };

    private static RecordMember Describe(IFieldSymbol field) => new(field, field.Type)
    {
        HasSetter = !field.IsReadOnly,
        IsSettable = !field.IsReadOnly,
        IsMutable = !field.IsReadOnly,
        IsRequired = field.IsRequired,
    };
}

/// <summary>A property or field of a user's type that a codec can read.</summary>
internal sealed class RecordMember(ISymbol symbol, ITypeSymbol type)
{
    /// <summary>The property or field.</summary>
    public ISymbol Symbol => symbol;

    public ITypeSymbol Type => type;

    /// <summary>Whether something can set it, accessible or not; a member without is computed, or set by a constructor.</summary>
    public required bool HasSetter { get; init; }

    /// <summary>Whether an object initializer in the codec can set it.</summary>
    public required bool IsSettable { get; init; }

    /// <summary>Whether it can be set after construction.</summary>
    public required bool IsMutable { get; init; }

    /// <summary>Whether an object initializer has to set it.</summary>
    public required bool IsRequired { get; init; }

    /// <summary>Whether a parameter of a constructor sets the member.</summary>
    public bool Matches(IParameterSymbol parameter) =>
        string.Equals(symbol.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)
        && parameter.RefKind is RefKind.None or RefKind.In
        && SymbolEqualityComparer.Default.Equals(type, parameter.Type)
        && !(type.NullableAnnotation == NullableAnnotation.Annotated && parameter.NullableAnnotation == NullableAnnotation.NotAnnotated);
}

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
