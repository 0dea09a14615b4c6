using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StateGen.Generators.Parsing.Codecs;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.Types.Records;

/// <summary>Finds the members of a user's type that its codec can access.</summary>
internal sealed class RecordMemberFinder(CodecScope scope, bool isNested)
{
    /// <summary>Returns the members of a type and of its base types. An overridden member occurs once, as the most derived type declares it.</summary>
    public IReadOnlyList<RecordMember> Find(INamedTypeSymbol type) => [.. LayersOf(type)
        .SelectMany(layer => layer.GetMembers())
        .Where(IsInstanceMember)
        .GroupBy(member => member.Name, StringComparer.Ordinal)
        .Select(same => Describe(same.First())).OfType<RecordMember>()];

    /// <summary>Returns a type and its base types, without <c>object</c> and <c>ValueType</c>.</summary>
    public static IEnumerable<INamedTypeSymbol> LayersOf(INamedTypeSymbol type) =>
        BaseTypes.Of(type).Prepend(type).TakeWhile(layer => layer.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType));

    /// <summary>Finds a field without a property that code inside the type may change. Such fields are known only for types in source.</summary>
    public static IFieldSymbol? FindMutableField(INamedTypeSymbol type) => LayersOf(type)
        .SelectMany(layer => layer.GetMembers()).OfType<IFieldSymbol>()
        .FirstOrDefault(field => field is { IsStatic: false, IsReadOnly: false, IsConst: false, AssociatedSymbol: null }
            && (!field.IsImplicitlyDeclared || CapturedParameters.IsAssigned(field)));

    /// <summary>Finds a member that derived types can see and that one of them hides with a member of the same name.</summary>
    public static ISymbol? FindHidden(INamedTypeSymbol type) => LayersOf(type).SelectMany(layer => layer.GetMembers())
        .Where(member => IsInstanceMember(member) && member.DeclaredAccessibility != Accessibility.Private)
        .GroupBy(member => member.Name, StringComparer.Ordinal)
        .Select(same => same.Zip(same.Skip(1), (derived, hidden) => (derived, hidden))
            .FirstOrDefault(pair => pair.derived is not IPropertySymbol { IsOverride: true }).hidden)
        .FirstOrDefault(hidden => hidden is not null);

    private static bool IsInstanceMember(ISymbol member) =>
        member is IPropertySymbol { IsStatic: false, IsIndexer: false } or IFieldSymbol { IsStatic: false, IsConst: false };

    private RecordMember? Describe(ISymbol member) => member switch
    {
        IPropertySymbol { IsStatic: false, GetMethod: { } getter, CanBeReferencedByName: true } property
            when scope.IsAccessible(getter, isNested) => Describe(property),
        IFieldSymbol { IsStatic: false, CanBeReferencedByName: true } field
            when scope.IsAccessible(field, isNested) => Describe(field),
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
    /// <summary>Gets the property or field.</summary>
    public ISymbol Symbol => symbol;

    public ITypeSymbol Type => type;

    /// <summary>
    /// Gets a value indicating whether the member has a setter, accessible or not. A member without one is computed, or is set by a constructor.
    /// </summary>
    public required bool HasSetter { get; init; }

    /// <summary>Gets a value indicating whether an object initializer in the codec can set the member.</summary>
    public required bool IsSettable { get; init; }

    /// <summary>Gets a value indicating whether the member can be set after construction.</summary>
    public required bool IsMutable { get; init; }

    /// <summary>Gets a value indicating whether an object initializer has to set the member.</summary>
    public required bool IsRequired { get; init; }

    /// <summary>Determines whether a parameter of a constructor sets the member.</summary>
    public bool Matches(IParameterSymbol parameter) =>
        string.Equals(symbol.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)
        && parameter.RefKind is RefKind.None or RefKind.In
        && SymbolEqualityComparer.Default.Equals(type, parameter.Type)
        && !(type.NullableAnnotation == NullableAnnotation.Annotated && parameter.NullableAnnotation == NullableAnnotation.NotAnnotated);
}

/// <summary>Recognizes the parameters of primary constructors that a class captures in fields, which the compiler names <c>&lt;parameter&gt;P</c>.</summary>
internal static class CapturedParameters
{
    private const string Suffix = ">P";

    /// <summary>Determines whether code of the class changes the parameter that a field captures. A local variable with the same name counts as well.</summary>
    public static bool IsAssigned(IFieldSymbol field) => NameOf(field) is { } name && field.ContainingType.DeclaringSyntaxReferences
        .SelectMany(reference => reference.GetSyntax().DescendantNodes())
        .Any(node => IsNamed(AssignedBy(node), name));

    /// <summary>Returns the name of the parameter that a field captures; null for other fields.</summary>
    public static string? NameOf(IFieldSymbol field) =>
        field.Name.StartsWith("<", StringComparison.Ordinal) && field.Name.EndsWith(Suffix, StringComparison.Ordinal)
            ? field.Name.Substring(1, field.Name.Length - 1 - Suffix.Length)
            : null;

    private static ExpressionSyntax? AssignedBy(SyntaxNode node) => node switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left,
        PostfixUnaryExpressionSyntax postfix when IsStep(postfix) => postfix.Operand,
        PrefixUnaryExpressionSyntax prefix when IsStep(prefix) => prefix.Operand,
        ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword or (int)SyntaxKind.OutKeyword } argument => argument.Expression,
        RefExpressionSyntax reference => reference.Expression,
        _ => null,
    };

    private static bool IsStep(SyntaxNode node) => (SyntaxKind)node.RawKind
        is SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression or SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression;

    private static bool IsNamed(ExpressionSyntax? assigned, string name) =>
        assigned is IdentifierNameSyntax identifier ? identifier.Identifier.ValueText == name
        : assigned is TupleExpressionSyntax tuple && tuple.Arguments.Any(argument => IsNamed(argument.Expression, name));
}
