using StateGen.Generators.Model;
using StateGen.Generators.Schemas;
using StateGen.Schemas.Resolution;
using StateGen.Schemas.Text;

namespace StateGen.Generators.Emission;

/// <summary>Emits what calls the upgrades of an operator: codecs and conversion are bound at compile time.</summary>
internal static class UpgradeEmitter
{
    /// <summary>The arguments that follow the schema in the construction of the definition.</summary>
    public static string Arguments(BindingModel binding) =>
        string.Concat(binding.Upgrades.Zip(SchemaBuilder.BuildUpgrades(binding), (upgrade, schema) => $",\n        {Construct(binding, upgrade, schema)}"));

    private static string Construct(BindingModel binding, UpgradeModel upgrade, StateUpgradeSchema schema)
    {
        var text = SchemaText.Write(new OperatorSchema(binding.OperatorId, "string", [new StateSchema(schema.StateName, StateKind.Value, schema.SourceType)], schema.Types));
        var arguments = $"{upgrade.UpgradeType}, {upgrade.Old.CSharpName}, {upgrade.Old.Codec}, {upgrade.New.CSharpName}, {upgrade.New.Codec}";
        return $""""
            new global::StateGen.Schemas.StateUpgrade<{arguments}>("""
            {Indent(text)}
                        """)
            """";
    }

    private static string Indent(string text) =>
        string.Join("\n", text.TrimEnd('\n').Split('\n').Select(line => line.Length == 0 ? "" : "            " + line));
}
