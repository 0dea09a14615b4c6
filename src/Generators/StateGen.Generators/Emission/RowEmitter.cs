using StateGen.Generators.Model;

namespace StateGen.Generators.Emission;

/// <summary>Emits the row, which holds all value, reducing and aggregating states of one key, and the codec of the row.</summary>
internal static class RowEmitter
{
    private const string Writer = "ref global::StateGen.Serialization.MessagePackWriter writer";
    private const string Reader = "ref global::StateGen.Serialization.MessagePackReader reader";
    private const string EntryHeader = "global::StateGen.Serialization.EntryHeader";

    public static void Emit(SourceWriter writer, BindingModel binding)
    {
        EmitRow(writer, binding);
        EmitCodec(writer, binding);
    }

    private static void EmitRow(SourceWriter writer, BindingModel binding)
    {
        writer.BeginMember();
        var accumulators = binding.Values.Any(state => state.Accumulator is not null) ? " and accumulators" : "";
        writer.Write($"/// <summary>All value states{accumulators} of one key.</summary>");
        writer.Write(GeneratedFile.Attribute);
        using var body = writer.OpenBlock($"private struct {binding.Names.RowType}");
        foreach (var state in binding.Values)
            writer.Write($"public {state.Type.CSharpName} {state.Field};");
        foreach (var state in WithLastWrite(binding))
            writer.Write($"public global::StateGen.LastWrite {state.LastWriteField};");
    }

    private static void EmitCodec(SourceWriter writer, BindingModel binding)
    {
        var row = binding.Names.RowType;
        writer.BeginMember();
        writer.Write("/// <summary>The array of last-write timestamps, then the array of values; nil stands for a default value.</summary>");
        writer.Write(GeneratedFile.Attribute);
        using var body = writer.OpenBlock($"private readonly struct {binding.Names.RowCodecType} : global::StateGen.Backends.IRowCodec<{row}>");
        if (!binding.HasLastWrites)
            writer.WriteMember("public static bool CanExpire => false;");
        if (binding.Values.Any(state => state.TimeToLive is { ReturnsExpired: true }))
            writer.WriteMember("public static bool ReturnsExpired => true;");
        EmitCopy(writer, binding);
        EmitIsEmpty(writer, binding);
        EmitWrite(writer, binding);
        EmitRead(writer, binding);
    }

    private static void EmitCopy(SourceWriter writer, BindingModel binding)
    {
        writer.BeginMember();
        writer.Write("[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]");
        using var body = writer.OpenBlock($"public static void Copy(in {binding.Names.RowType} source, ref {binding.Names.RowType} target)");
        foreach (var field in binding.Values.Select(state => state.Field).Concat(WithLastWrite(binding).Select(state => state.LastWriteField)))
            writer.Write($"target.{field} = source.{field};");
    }

    private static void EmitIsEmpty(SourceWriter writer, BindingModel binding)
    {
        writer.BeginMember();
        using var body = writer.OpenBlock($"public static bool IsEmpty(in {binding.Names.RowType} row, global::StateGen.Backends.SubtaskClock clock)");
        var tests = binding.Values
            .Where(state => state.TimeToLive is null)
            .Select(state => DefaultTestEmitter.Test(state.Type, $"row.{state.Field}"))
            .Concat(WithLastWrite(binding)
                .Select(state => TtlEmitter.HasExpired(state, "row", "clock")));
        writer.Write($"return {string.Join("\n    && ", tests)};");
    }

    private static void EmitWrite(SourceWriter writer, BindingModel binding)
    {
        writer.BeginMember();
        using var body = writer.OpenBlock($"public static void Write({Writer}, in {binding.Names.RowType} row)");
        writer.Write($"{EntryHeader}.WriteTimestampsHeader(ref writer, {WithLastWrite(binding).Count()});");
        foreach (var state in WithLastWrite(binding))
            writer.Write($"{EntryHeader}.WriteTimestamp(ref writer, row.{state.LastWriteField}.Milliseconds);");
        writer.Write($"writer.WriteArrayHeader({binding.Values.Count});");
        foreach (var state in binding.Values)
            writer.Write(WriteValue(state));
    }

    private static string WriteValue(ValueStateModel state)
    {
        var write = $"{state.Type.Codec}.Write(ref writer, in row.{state.Field});";
        return state.Type.DefaultHasEncoding ? write : $"""
            if ({DefaultTestEmitter.Test(state.Type, $"row.{state.Field}")})
                writer.WriteNil();
            else
                {write}
            """;
    }

    private static void EmitRead(SourceWriter writer, BindingModel binding)
    {
        writer.BeginMember();
        using var body = writer.OpenBlock($"public static {binding.Names.RowType} Read({Reader})");
        writer.Write($"var row = default({binding.Names.RowType});");
        EmitCountCheck(writer, $"{EntryHeader}.ReadTimestampsHeader(ref reader)", "timestamps", WithLastWrite(binding).Count(), "last-write timestamps");
        foreach (var state in WithLastWrite(binding))
            writer.Write($"row.{state.LastWriteField} = global::StateGen.LastWrite.At({EntryHeader}.ReadTimestamp(ref reader));");
        EmitCountCheck(writer, "reader.ReadArrayHeader()", "values", binding.Values.Count, "values");
        foreach (var state in binding.Values)
            writer.Write($"row.{state.Field} = {(AdmitsNil(state) ? "" : "reader.TryReadNil() ? default : ")}{state.Type.Codec}.Read(ref reader);");
        writer.Write("return row;");
    }

    // In a row, nil stands for the default of every state, including a state that was added after the row was written.
    private static bool AdmitsNil(ValueStateModel state) =>
        state.Accumulator is not null || state.Type is { DefaultTest: DefaultTest.IsNull, DefaultHasEncoding: true };

    private static void EmitCountCheck(SourceWriter writer, string count, string variable, int expected, string noun) => writer.Write($$"""
        var {{variable}} = {{count}};
        if ({{variable}} != {{expected}})
            throw new global::StateGen.Serialization.SerializationFormatException($"The stored row has {{{variable}}} {{noun}} instead of {{expected}}.");
        """);

    private static IEnumerable<ValueStateModel> WithLastWrite(BindingModel binding) => binding.Values.Where(state => state.TimeToLive is not null);
}

/// <summary>Emits the accessors of a value state, which is a field of the row. The first access in a record loads the row.</summary>
internal static class ValueStateEmitter
{
    public static void Emit(SourceWriter writer, ValueStateModel state, MemberNamesModel names)
    {
        using var body = GeneratedFile.OpenProperty(writer, state.Property);
        EmitGetter(writer, state, names);
        EmitSetter(writer, state, names);
    }

    private static void EmitGetter(SourceWriter writer, ValueStateModel state, MemberNamesModel names)
    {
        var field = $"{names.Row}.{state.Field}";
        var handedOut = $"{state.Type.Codec}.HandOut({field})";
        var value = !state.Type.IsMutable ? field
            : state.Type.DefaultHasEncoding ? handedOut
            : $"{DefaultTestEmitter.Test(state.Type, field)} ? {field} : {handedOut}";
        using var body = writer.OpenBlock(state.Property.Getter!);
        EmitLoad(writer, state, names);
        if (state.TimeToLive is null)
            writer.Write($"return {value};");
        else
            TtlEmitter.EmitReturn(writer, state, names, value);
    }

    private static void EmitSetter(SourceWriter writer, ValueStateModel state, MemberNamesModel names)
    {
        using var body = writer.OpenBlock(state.Property.Setter!);
        EmitLoad(writer, state, names);
        writer.Write($"{names.Row}.{state.Field} = {Normalize(state.Type)};");
        if (state.TimeToLive is not null)
            writer.Write(
                $"{names.Row}.{state.LastWriteField} = {DefaultTestEmitter.Test(state.Type, "value")} ? default : {TtlEmitter.WrittenNow(state, names)};");
        writer.Write("MarkRowChanged();");
    }

    public static void EmitLoad(SourceWriter writer, ValueStateModel state, MemberNamesModel names) => writer.Write($"""
        if (!IsRowLoaded)
            {names.LoadRow}({Literal.Of(state.StateName)});
        """);

    // Assigning the default clears the state, even if the codec cannot write the default.
    private static string Normalize(TypeUse type)
    {
        if (type.NormalizationEffect == NormalizationEffect.None)
            return "value";
        var normalized = $"{type.Codec}.Normalize(value)";
        return type.DefaultHasEncoding ? normalized : $"{DefaultTestEmitter.Test(type, "value")} ? value : {normalized}";
    }
}
