using StateGen.Generators.Model;
using static StateGen.Generators.Emission.Literal;

namespace StateGen.Generators.Emission;

/// <summary>Emits the static description of an operator: its schema and its definition.</summary>
internal static class SchemaEmitter
{
    private const string Schemas = "global::StateGen.Schemas";

    public static void Emit(SourceWriter writer, BindingModel binding)
    {
        var names = binding.Names;
        var definition = $"global::StateGen.OperatorDefinition<{binding.Key.CSharpName}>";
        var boundDefinition = $"global::StateGen.OperatorDefinition<{binding.Key.CSharpName}, {binding.Key.Codec}>";
        writer.WriteMember($"""
            private static readonly {Schemas}.OperatorSchema {names.Schema} = new {Schemas}.OperatorSchema(
                {Of(binding.OperatorId)},
                {Of(binding.Key.SchemaName)},
            {List(States(binding), ",")}
            {List(Types(binding), ");")}
            """);
        writer.WriteMember($"""
            private static readonly {definition} {names.Definition} =
                new {boundDefinition}({names.Schema});
            """);
    }

    private static string List(IEnumerable<string> elements, string end)
    {
        var lines = elements.Select(element => $"        {element},").ToArray();
        return lines.Length == 0 ? $"    []{end}" : $"    [\n{string.Join("\n", lines)}\n    ]{end}";
    }

    private static IEnumerable<string> States(BindingModel binding) =>
        binding.Values.Select(state => (state.StateName, Text: Describe(state)))
            .Concat(binding.Collections.Select(state => (state.StateName, Text: Describe(state))))
            .OrderBy(state => state.StateName, StringComparer.Ordinal)
            .Select(state => state.Text);

    private static string Describe(ValueStateModel state) => Describe(state.StateName, "Value", state.Type, null, state.TimeToLive);

    private static string Describe(CollectionStateModel state) =>
        Describe(state.StateName, state.Kind.ToString(), state.Element, state.MapKey, state.TimeToLive);

    private static string Describe(string name, string kind, TypeUse type, TypeUse? mapKey, long? timeToLive)
    {
        var optional = (mapKey is null ? "" : $", MapKeyType: {Of(mapKey.SchemaName)}")
            + (timeToLive is null ? "" : $", TimeToLiveMilliseconds: {timeToLive}");
        return $"new({Of(name)}, {Schemas}.StateKind.{kind}, {Of(type.SchemaName)}{optional})";
    }

    // A type that is both a key and a value has two codecs and one shape.
    private static IEnumerable<string> Types(BindingModel binding) =>
        binding.Codecs.GroupBy(codec => codec.SchemaName, StringComparer.Ordinal).Select(codecs => Describe(codecs.First()));

    private static string Describe(CodecModel codec) => codec.Shape switch
    {
        EnumShape shape => $"new {Schemas}.EnumSchema({Of(codec.SchemaName)}, {Of(shape.UnderlyingType.SchemaName)}, {(shape.IsFlags ? "true" : "false")}, [{Join(shape.Members.Select(Describe))}])",
        RecordShape shape => $"new {Schemas}.RecordSchema({Of(codec.SchemaName)}, [{Join(shape.Members.Select(Describe))}])",
        _ => throw new InvalidOperationException($"{codec.SchemaName} has no shape in schemas."),
    };

    private static string Describe(EnumMemberModel member) => $"new({Of(member.Name)}, {Of(member.Value)})";

    private static string Describe(MemberModel member) => $"new({Of(member.Name)}, {Of(member.Type.SchemaName)})";

    private static string Join(IEnumerable<string> elements) => string.Join(", ", elements);
}
