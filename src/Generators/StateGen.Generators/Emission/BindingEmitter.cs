using StateGen.Generators.Model;
using StateGen.Generators.Schemas;
using StateGen.Schemas.Resolution;
using StateGen.Schemas.Text;

namespace StateGen.Generators.Emission;

/// <summary>
/// Emits the members that connect an operator to the engine: its definition, and the methods that open its tables, load and store the row, and clear all
/// state of a key.
/// </summary>
internal static class BindingEmitter
{
    public static void Emit(SourceWriter writer, BindingModel binding)
    {
        EmitDefinition(writer, binding);
        EmitOpenState(writer, binding);
        EmitClearState(writer, binding);
        if (binding.RecordLoop is { } loop)
        {
            EmitProcessRun(writer, binding, loop);
            EmitRecordOperator(writer, binding, loop);
        }

        if (binding.Values.Count == 0)
            return;
        EmitStoreRow(writer, binding);
        EmitLoadRow(writer, binding);
    }

    private static void EmitDefinition(SourceWriter writer, BindingModel binding) => writer.WriteMember($"""
        {GeneratedFile.Attribute}
        {GeneratedFile.HiddenFromDebugger}
        {binding.OverrideAccessibility} override global::StateGen.OperatorDefinition<{binding.Key.CSharpName}> Definition => {Definition(binding)};
        """);

    // A generic operator looks up its types when it is opened. The type initializer would wrap an error in a TypeInitializationException.
    private static string Definition(BindingModel binding)
    {
        if (binding.TypeParameters.Count == 0)
            return binding.Names.Definition;
        var definition = $"global::StateGen.OperatorDefinition<{binding.Key.CSharpName}, {binding.Key.Codec}>";
        var arguments = string.Join("    ", binding.TypeParameters.Select(parameter => $"    {Describe(parameter)},\n"));
        return $"{binding.Names.Definition} ??=\n"
            + $"    new {definition}(global::StateGen.Schemas.GenericSchema.Complete({binding.Names.Schema},\n"
            + $"    [\n    {arguments}    ]){UpgradeEmitter.Arguments(binding)}){SchemaEmitter.RequiredBackend(binding)}";
    }

    private static string Describe(TypeParameterModel parameter)
    {
        var valueType = parameter.IsValueType ? ", isValueType: true" : "";
        return $"{CodecSignatures.Registry(parameter.Role)}<{parameter.CSharpName}>.Describe({Literal.Of(parameter.SchemaName)}{valueType})";
    }

    private static void EmitOpenState(SourceWriter writer, BindingModel binding)
    {
        var names = binding.Names;
        using var body = OpenMember(writer, "Opens the state of this operator in a backend.",
            $"{binding.OverrideAccessibility} override global::StateGen.Backends.RowTable<{binding.Key.CSharpName}>? "
            + $"OpenState(global::StateGen.Backends.StateStore store, global::StateGen.CurrentKey<{binding.Key.CSharpName}> currentKey)");
        if (binding.HasLastWrites)
            writer.Write($"{names.Clock} = store.Clock;");
        AccumulatorStateEmitter.EmitRules(writer, binding);
        foreach (var state in binding.Collections)
            writer.Write(OpenCollection(state, binding.Key));
        writer.Write(binding.Values.Count == 0
            ? "return null;"
            : $"return {names.Rows} = store.OpenRows<{binding.Key.CSharpName}, {binding.Key.Codec}, {names.RowType}, {names.RowCodecType}>();");
    }

    private static string OpenCollection(CollectionStateModel state, TypeUse key) => state.Kind switch
    {
        CollectionKind.Broadcast => OpenBroadcast(state, state.MapKey!),
        CollectionKind.OperatorList => OpenOperatorList(state, "Split"),
        CollectionKind.OperatorUnion => OpenOperatorList(state, "Union"),
        _ => OpenKeyed(state, key),
    };

    private static string OpenOperatorList(CollectionStateModel state, string redistribution) => $"""
        {state.Field} = store.OpenOperatorList<{state.Element.CSharpName}, {state.Element.Codec}>(
            {Literal.Of(state.StateName)}, global::StateGen.OperatorStateRedistribution.{redistribution});
        """;

    private static string OpenBroadcast(CollectionStateModel state, TypeUse mapKey) => $"""
        {state.Field} = base.OpenBroadcast<{mapKey.CSharpName}, {mapKey.Codec}, {state.Element.CSharpName}, {state.Element.Codec}>(
            store, {Literal.Of(state.StateName)});
        """;

    private static string OpenKeyed(CollectionStateModel state, TypeUse key)
    {
        var mapKey = state.MapKey is { } type ? $"{type.CSharpName}, {type.Codec}, " : "";
        var arguments = $"{key.CSharpName}, {key.Codec}, {mapKey}{state.Element.CSharpName}, {state.Element.Codec}";
        return $"""
            {state.Field} = new(store.Open{state.Kind}<{arguments}>(
                new({Literal.Of(state.StateName)}{TtlEmitter.Describe(state.TimeToLive)}, currentKey));
            """;
    }

    private static void EmitClearState(SourceWriter writer, BindingModel binding)
    {
        var names = binding.Names;
        using var body = OpenMember(writer, "Clears every state of the current key.", "protected override void ClearState()");
        writer.Write("base.ClearState();");
        if (binding.Values.Count > 0)
        {
            writer.Write($"""
                if (!IsRowLoaded)
                    {names.LoadRow}("ClearState");
                {names.Row} = default;
                MarkRowChanged();
                """);
        }

        foreach (var state in binding.Collections.Where(state => state.IsKeyed))
            writer.Write($"{state.Field}!.Clear();");
    }

    private static void EmitProcessRun(SourceWriter writer, BindingModel binding, RecordLoopModel loop)
    {
        var names = binding.Names;
        using var body = OpenMember(writer, "Processes the next records, in a loop that is compiled for this operator.",
            $"{binding.OverrideAccessibility} override void ProcessRun("
            + $"ref global::StateGen.Backends.RecordRun<{binding.Key.CSharpName}, {loop.EventType}, {loop.OutputType}> run)");
        writer.Write(binding.Values.Count == 0
            ? $"run.ForEach(new {names.RecordOperatorType}(this));"
            : $"""
                var self = new {names.RecordOperatorType}(this);
                {names.Rows}.Run(ref run, ref self);
                """);
    }

    private static void EmitRecordOperator(SourceWriter writer, BindingModel binding, RecordLoopModel loop)
    {
        var names = binding.Names;
        var contract = binding.Values.Count == 0
            ? $"IRecordOperator<{loop.EventType}, {loop.OutputType}>"
            : $"IRowOperator<{loop.EventType}, {loop.OutputType}, {names.RowType}>";
        using var body = OpenMember(writer, "This operator as the loop calls it: directly.",
            $"private readonly struct {names.RecordOperatorType}({loop.OperatorType} self) : global::StateGen.Backends.{contract}");
        if (binding.Values.Count > 0)
            writer.WriteMember($"public ref {names.RowType} Row => ref self.{names.Row};");
        writer.WriteMember(
            $"public void OnEvent({loop.EventType} value, global::StateGen.OperatorContext<{loop.OutputType}> context) => self.InvokeOnEvent(value, context);");
    }

    private static void EmitStoreRow(SourceWriter writer, BindingModel binding)
    {
        var names = binding.Names;
        var clock = binding.HasLastWrites ? names.Clock : "null!";
        using var body = OpenMember(writer, "Stores the row at the end of a record that changed it; a row that says nothing is removed.",
            $"{binding.OverrideAccessibility} override void StoreRow(global::StateGen.CurrentKey<{binding.Key.CSharpName}> currentKey)");
        writer.Write($"""
            if ({names.RowCodecType}.IsEmpty(in {names.Row}, {clock}))
                {names.Rows}.Remove({names.Slot}, in currentKey.Value, currentKey.Hash);
            else
                {names.Rows}.Store({names.Slot}, in currentKey.Value, currentKey.Hash, in {names.Row});
            """);
    }

    // The method is not inlined, so that the accessors that call it stay small enough for inlining.
    private static void EmitLoadRow(SourceWriter writer, BindingModel binding)
    {
        var names = binding.Names;
        using var body = OpenMember(writer, "Loads the row of the current key at its first use in a record: the one lookup.", $"""
            [global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
            private void {names.LoadRow}(string state)
            """);
        writer.Write($"""
            var key = RequireKey(state);
            {names.Slot} = {names.Rows}.Load(in key.Value, key.Hash, out {names.Row});
            MarkRowLoaded();
            """);
    }

    private static SourceWriter.Block OpenMember(SourceWriter writer, string summary, string header)
    {
        writer.BeginMember();
        writer.Write($"/// <summary>{summary}</summary>");
        writer.Write(GeneratedFile.Attribute);
        return writer.OpenBlock(header);
    }
}

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
            /// <summary>The schema of this operator, which every checkpoint contains.</summary>
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

    /// <summary>Returns the object initializer that follows the construction of the definition; empty if the operator runs on any backend.</summary>
    public static string RequiredBackend(BindingModel binding) =>
        binding.RequiredBackend is { } backend ? $" {{ RequiredBackend = typeof({backend}) }}" : "";

    // The text of a schema never contains three double quotes in a row, so it can stand in a raw string literal.
    public static string Indent(string text, int indentation = 4) =>
        string.Join("\n", text.TrimEnd('\n').Split('\n').Select(line => line.Length == 0 ? "" : new string(' ', indentation) + line));
}

/// <summary>Emits the arguments that bind the upgrades of an operator, with their codecs and conversions, at compile time.</summary>
internal static class UpgradeEmitter
{
    private const int UpgradeIndentation = 12;

    /// <summary>Returns the arguments that follow the schema in the construction of the definition.</summary>
    public static string Arguments(BindingModel binding) =>
        string.Concat(binding.Upgrades.Zip(SchemaBuilder.BuildUpgrades(binding), (upgrade, schema) => $",\n        {Construct(binding, upgrade, schema)}"));

    private static string Construct(BindingModel binding, UpgradeModel upgrade, StateUpgradeSchema schema)
    {
        var state = new StateSchema(schema.StateName, StateKind.Value, schema.SourceType);
        var text = SchemaText.Write(new OperatorSchema(binding.OperatorId, "string", [state], schema.Types));
        var arguments = $"{upgrade.UpgradeType}, {upgrade.Old.CSharpName}, {upgrade.Old.Codec}, {upgrade.New.CSharpName}, {upgrade.New.Codec}";
        return $""""
            new global::StateGen.Schemas.StateUpgrade<{arguments}>("""
            {SchemaEmitter.Indent(text, UpgradeIndentation)}
                        """)
            """";
    }
}
