using StateGen.Generators.Model;

namespace StateGen.Generators.Emission;

/// <summary>Emits the accessors of a value state: a field of the row, which the first access of a record loads.</summary>
internal static class ValueStateEmitter
{
    public static void Emit(SourceWriter writer, ValueStateModel state, MemberNamesModel names)
    {
        writer.BeginMember();
        writer.Write($"""
            {GeneratedFile.Attribute}
            {GeneratedFile.HiddenFromDebugger}
            """);
        using var body = writer.OpenBlock(state.Property.Header);
        EmitGetter(writer, state, names);
        EmitSetter(writer, state, names);
    }

    private static void EmitGetter(SourceWriter writer, ValueStateModel state, MemberNamesModel names)
    {
        var field = $"{names.Row}.{state.Field}";
        var value = !state.Type.IsMutable ? field : state.Type.DefaultHasEncoding ? HandOut(state, field) : $"{DefaultTestEmitter.Test(state.Type, field)} ? {field} : {HandOut(state, field)}";
        using var body = writer.OpenBlock(state.Property.Getter!);
        EmitLoad(writer, state, names);
        writer.Write(state.TimeToLive is { } milliseconds
            ? $"return global::StateGen.TimeToLive.IsExpired({names.Row}.{state.WrittenAtField}, {milliseconds}, {names.Clock}.Now) ? default : {value};"
            : $"return {value};");
    }

    private static string HandOut(ValueStateModel state, string field) => $"{state.Type.Codec}.HandOut({field})";

    private static void EmitSetter(SourceWriter writer, ValueStateModel state, MemberNamesModel names)
    {
        using var body = writer.OpenBlock(state.Property.Setter!);
        EmitLoad(writer, state, names);
        writer.Write($"{names.Row}.{state.Field} = {Normalize(state.Type)};");
        if (state.TimeToLive is not null)
            writer.Write($"{names.Row}.{state.WrittenAtField} = {DefaultTestEmitter.Test(state.Type, "value")} ? null : {names.Clock}.Now;");
        writer.Write("MarkRowChanged();");
    }

    private static void EmitLoad(SourceWriter writer, ValueStateModel state, MemberNamesModel names) => writer.Write($"""
        if (!IsRowLoaded)
            {names.LoadRow}({Literal.Of(state.StateName)});
        """);

    // Assigning the default clears, also where it is no value that could be stored.
    private static string Normalize(TypeUse type)
    {
        if (type.Normalization == Normalization.None)
            return "value";
        var normalized = $"{type.Codec}.Normalize(value)";
        return type.DefaultHasEncoding ? normalized : $"{DefaultTestEmitter.Test(type, "value")} ? value : {normalized}";
    }
}
