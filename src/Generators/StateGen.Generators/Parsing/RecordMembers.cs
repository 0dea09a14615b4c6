using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing;

/// <summary>Finds the members of a user's type that are visible where its codec stands.</summary>
internal sealed class RecordMembers(CodecScope scope, bool isNested)
{
    public IReadOnlyList<RecordMember> Find(INamedTypeSymbol type) =>
        [.. type.GetMembers().Where(IsCandidate).Select(Describe).OfType<RecordMember>()];

    /// <summary>A field without any property that code inside the type may change; known for types in source only.</summary>
    public static IFieldSymbol? FindMutableField(INamedTypeSymbol type) => type.GetMembers().OfType<IFieldSymbol>()
        .FirstOrDefault(field => field is { IsStatic: false, IsReadOnly: false, IsConst: false, AssociatedSymbol: null, IsImplicitlyDeclared: false });

    private bool IsCandidate(ISymbol member) =>
        member is { IsStatic: false, CanBeReferencedByName: true } && scope.IsAccessible(member, isNested);

    private RecordMember? Describe(ISymbol member) => member switch
    {
        IPropertySymbol { GetMethod: { } getter, IsIndexer: false } property when scope.IsAccessible(getter, isNested) => Describe(property),
        IFieldSymbol field => new(field, field.Type, !field.IsReadOnly, IsSettable: !field.IsReadOnly, IsMutable: !field.IsReadOnly, field.IsRequired),
        _ => null,
    };

    private RecordMember Describe(IPropertySymbol property)
    {
        var isSettable = property.SetMethod is { } setter && scope.IsAccessible(setter, isNested);
        return new(property, property.Type, property.SetMethod is not null, isSettable, IsMutable: property.SetMethod is { IsInitOnly: false }, property.IsRequired);
    }
}
