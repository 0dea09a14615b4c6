using StateGen.Generators.Model;
using StateGen.Generators.Schemas;
using StateGen.Schemas.Text;

namespace StateGen.Generators.Emission;

/// <summary>Emits the static description of an operator: its schema, as text, and its definition.</summary>
internal static class SchemaEmitter
{
    private const string OperatorSchema = "global::StateGen.Schemas.OperatorSchema";

    public static void Emit(SourceWriter writer, BindingModel binding)
    {
        var names = binding.Names;
        var definition = $"global::StateGen.OperatorDefinition<{binding.Key.CSharpName}>";
        var boundDefinition = $"global::StateGen.OperatorDefinition<{binding.Key.CSharpName}, {binding.Key.Codec}>";
        writer.WriteMember($""""
            /// <summary>What every checkpoint says of the state of this operator.</summary>
            private static readonly {OperatorSchema} {names.Schema} = {OperatorSchema}.Parse("""
            {Indent(SchemaText.Write(SchemaBuilder.Build(binding)))}
                """);
            """");
        writer.WriteMember(binding.TypeParameters.Count == 0
            ? $"""
                private static readonly {definition} {names.Definition} =
                    new {boundDefinition}({names.Schema}{UpgradeEmitter.Arguments(binding)}){RequiredBackend(binding)};
                """
            : $"private static {definition}? {names.Definition};");
    }

    /// <summary>What follows the construction of the definition.</summary>
    public static string RequiredBackend(BindingModel binding) => binding.RequiredBackend is { } backend ? $" {{ RequiredBackend = typeof({backend}) }}" : "";

    // No text of a schema has three double quotes in a row.
    public static string Indent(string text) =>
        string.Join("\n", text.TrimEnd('\n').Split('\n').Select(line => line.Length == 0 ? "" : "    " + line));
}
