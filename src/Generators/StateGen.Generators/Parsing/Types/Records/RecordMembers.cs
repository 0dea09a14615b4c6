using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Codecs;

namespace StateGen.Generators.Parsing.Types.Records;

/// <summary>Finds the members of a user's type that are visible where its codec stands.</summary>
internal sealed class RecordMembers(CodecScope scope, bool isNested)
{
    /// <summary>The members of a type and of those that it derives from; an overridden one once, as the most derived type has it.</summary>
    public IReadOnlyList<RecordMember> Find(INamedTypeSymbol type) =>
        [.. LayersOf(type).SelectMany(layer => layer.GetMembers()).Where(IsInstanceMember).GroupBy(member => member.Name, StringComparer.Ordinal).Select(same => Describe(same.First())).OfType<RecordMember>()];

    /// <summary>A type and the types that it derives from, without <c>object</c> and <c>ValueType</c>.</summary>
    public static IEnumerable<INamedTypeSymbol> LayersOf(INamedTypeSymbol type)
    {
        for (var layer = type; layer is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) }; layer = layer.BaseType)
            yield return layer;
    }

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
