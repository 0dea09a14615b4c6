using StateGen.Generators.Model;

namespace StateGen.Generators.Emission;

/// <summary>Emits the accessor of a reducing or aggregating state, which returns a handle over its field of the row.</summary>
internal static class AccumulatorStateEmitter
{
    public static void Emit(SourceWriter writer, ValueStateModel state, AccumulatorModel accumulator, MemberNamesModel names)
    {
        using var property = GeneratedFile.OpenProperty(writer, state.Property);
        using var body = writer.OpenBlock(state.Property.Getter!);
        ValueStateEmitter.EmitLoad(writer, state, names);
        var rules = accumulator.RulesField ?? "rules: null";
        var lastWrite = state.TimeToLive is null ? "" : $", ref {names.Row}.{state.LastWriteField}";
        writer.Write($"return new(ref {names.Row}.{state.Field}, ref RowChangeMark, {rules}{lastWrite});");
    }

    /// <summary>Writes the assignment of the rules for an accumulator, when the operator is opened.</summary>
    public static void EmitRules(SourceWriter writer, BindingModel binding)
    {
        foreach (var state in binding.Values)
        {
            if (state.Accumulator is not { RulesField: { } field } accumulator)
                continue;
            var arguments = state.TimeToLive is { } timeToLive
                ? $"new({Literal.Of(state.StateName)}{TtlEmitter.Describe(timeToLive)}, {binding.Names.Clock}"
                : "";
            writer.Write(
                $"{field} = new global::StateGen.Backends.AccumulatorRules<{accumulator.Type.CSharpName}, {accumulator.Type.Codec}>({arguments});");
        }
    }
}
