using StateGen.Generators.Model;

namespace StateGen.Generators.Emission;

/// <summary>Describes what an operator keeps as the schema that checkpoints carry and that recorded schemas are compared with.</summary>
internal static class SchemaBuilder
{
    public static OperatorSchema Build(BindingModel binding) => new(
        binding.OperatorId,
        binding.Key.SchemaName,
        binding.Values.Select(Describe).Concat(binding.Collections.Select(Describe)).OrderBy(state => state.Name, StringComparer.Ordinal).ToEquatableArray(),
        Types(binding));

    // A type that is both a key and a value has two codecs and one shape.
    private static EquatableArray<TypeSchema> Types(BindingModel binding) => binding.Codecs
        .Where(codec => codec.Shape.IsNamed)
        .GroupBy(codec => codec.SchemaName, StringComparer.Ordinal)
        .Select(codecs => Describe(codecs.First()))
        .OrderBy(type => type.Name, StringComparer.Ordinal)
        .ToEquatableArray();

    private static StateSchema Describe(ValueStateModel state) =>
        new(state.StateName, StateKind.Value, state.Type.SchemaName, MapKeyType: null, state.TimeToLive);

    private static StateSchema Describe(CollectionStateModel state) =>
        new(state.StateName, state.Kind == CollectionKind.Map ? StateKind.Map : StateKind.List, state.Element.SchemaName, state.MapKey?.SchemaName, state.TimeToLive);

    private static TypeSchema Describe(CodecModel codec) => codec.Shape switch
    {
        EnumShape shape => new EnumSchema(codec.SchemaName, shape.UnderlyingType.SchemaName, shape.IsFlags, shape.Members.Select(Describe).ToEquatableArray()),
        RecordShape shape => new RecordSchema(codec.SchemaName, shape.Members.Select(Describe).ToEquatableArray()),
        UnionShape shape => new UnionSchema(codec.SchemaName, shape.Cases.Select(single => new UnionCaseSchema(single.Tag, single.Type.SchemaName)).ToEquatableArray()),
        OpaqueShape shape => new OpaqueSchema(codec.SchemaName, shape.Version),
        _ => throw new InvalidOperationException($"{codec.SchemaName} has no shape in schemas."),
    };

    private static EnumMemberSchema Describe(EnumMemberModel member) => new(member.Name, member.Value);

    private static MemberSchema Describe(MemberModel member) => new(member.Name, member.Type.SchemaName);
}
