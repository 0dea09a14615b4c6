using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing;

/// <summary>Finds the members of a user's type that are visible where its codec stands.</summary>
internal sealed class RecordMembers(CodecScope scope, bool isNested)
{
    public IReadOnlyList<RecordMember> Find(INamedTypeSymbol type) =>
        [.. type.GetMembers().Select(Describe).OfType<RecordMember>()];

    /// <summary>A field without any property that code inside the type may change; known for types in source only.</summary>
    public static IFieldSymbol? FindMutableField(INamedTypeSymbol type) => type.GetMembers().OfType<IFieldSymbol>()
        .FirstOrDefault(field => field is { IsStatic: false, IsReadOnly: false, IsConst: false, AssociatedSymbol: null, IsImplicitlyDeclared: false });

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
