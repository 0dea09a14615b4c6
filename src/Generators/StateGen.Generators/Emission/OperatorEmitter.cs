using StateGen.Generators.Model;
using static StateGen.Generators.Emission.GeneratedFile;

namespace StateGen.Generators.Emission;

/// <summary>Emits the generated part of an operator class.</summary>
internal static class OperatorEmitter
{
    public static string Emit(OperatorModel model) => GeneratedFile.Write(model.Type, writer =>
    {
        if (model.Binding is { } binding)
            Emit(writer, binding);
        foreach (var stub in model.Stubs)
            StubEmitter.Emit(writer, stub);
    });

    private static void Emit(SourceWriter writer, BindingModel binding)
    {
        SchemaEmitter.Emit(writer, binding);
        FieldEmitter.Emit(writer, binding);
        foreach (var state in binding.Values)
            EmitProperty(writer, state, binding.Names);
        foreach (var state in binding.Collections)
            CollectionStateEmitter.Emit(writer, state, binding.OperatorId);
        BindingEmitter.Emit(writer, binding);
        if (binding.Values.Count > 0)
            RowEmitter.Emit(writer, binding);
        foreach (var codec in binding.Codecs.Where(codec => codec is { IsNested: true, IsEmitted: true }))
            CodecEmitter.Emit(writer, codec);
    }

    private static void EmitProperty(SourceWriter writer, ValueStateModel state, MemberNamesModel names)
    {
        if (state.Accumulator is { } accumulator)
            AccumulatorStateEmitter.Emit(writer, state, accumulator, names);
        else
            ValueStateEmitter.Emit(writer, state, names);
    }
}

/// <summary>Emits the fields of an operator: the current row, its slot and its table, the clock, and one handle per collection.</summary>
internal static class FieldEmitter
{
    public static void Emit(SourceWriter writer, BindingModel binding)
    {
        var names = binding.Names;
        if (binding.Values.Count > 0)
        {
            Emit(writer, "The rows of all keys.", $"global::StateGen.Backends.RowTable<{binding.Key.CSharpName}, {names.RowType}> {names.Rows} = null!;");
            Emit(writer, "Where the row of the current key is stored.", $"global::StateGen.Backends.RowSlot {names.Slot};");
            Emit(writer, "The row of the current key, from its first use in a record on.", $"{names.RowType} {names.Row};");
        }

        if (binding.HasLastWrites)
            Emit(writer, "The time by which state expires.", $"global::StateGen.Backends.SubtaskClock {names.Clock} = null!;");
        foreach (var accumulator in binding.Values.Select(state => state.Accumulator).Where(accumulator => accumulator?.RulesField is not null))
            Emit(writer, "The rules for an accumulator.", $"{accumulator!.RulesType} {accumulator.RulesField} = null!;");
        foreach (var state in binding.Collections)
            Emit(writer, SummaryOf(state), $"{state.HandleType}? {state.Field};");
    }

    private static string SummaryOf(CollectionStateModel state) => state.Kind switch
    {
        CollectionKind.Broadcast => "The same on every subtask.",
        CollectionKind.OperatorList or CollectionKind.OperatorUnion => "Belongs to the subtask.",
        _ => "Follows the current key.",
    };

    private static void Emit(SourceWriter writer, string summary, string field) => writer.WriteMember($"""
        /// <summary>{summary}</summary>
        {HiddenFromDebugger}
        private {field}
        """);
}

/// <summary>Emits the accessor of a collection state, which returns the handle that exists once the operator has been opened.</summary>
internal static class CollectionStateEmitter
{
    public static void Emit(SourceWriter writer, CollectionStateModel state, string operatorId)
    {
        using var body = GeneratedFile.OpenProperty(writer, state.Property);
        writer.Write($"{state.Property.Getter} => {state.Field} ?? throw {MissingHandle(state, operatorId)};");
    }

    private static string MissingHandle(CollectionStateModel state, string operatorId) => state.Kind switch
    {
        CollectionKind.OperatorList or CollectionKind.OperatorUnion =>
            $"new global::System.InvalidOperationException({Literal.Of(
                $"Operator state '{state.StateName}' of operator '{operatorId}' was used before the operator was open. Use it from OnOpenAsync on.")})",
        _ => $"new global::StateGen.NoCurrentKeyException({Literal.Of(operatorId)}, {Literal.Of(state.StateName)})",
    };
}

/// <summary>Emits throwing accessors for a state property that cannot work. Without them, the compiler error CS9248 would keep every analyzer silent.</summary>
internal static class StubEmitter
{
    public static string Emit(StubFileModel file) => GeneratedFile.Write(file.Type, writer => Emit(writer, file.Stub));

    public static void Emit(SourceWriter writer, StubModel stub)
    {
        var property = stub.Property;
        var message = Literal.Of($"State '{property.Name}' cannot be used because of the build error {stub.DiagnosticId}.");
        using var body = GeneratedFile.OpenProperty(writer, property);
        foreach (var accessor in new[] { property.Getter, property.Setter }.OfType<string>())
            writer.Write($"{accessor} => throw new global::System.InvalidOperationException({message});");
    }
}
