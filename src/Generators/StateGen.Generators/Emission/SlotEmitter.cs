using StateGen.Generators.Model;
using StateGen.Generators.Schemas;
using StateGen.Schemas.Text;

namespace StateGen.Generators.Emission;

/// <summary>Emits the initializer of the assembly, which registers its codecs for generic operators.</summary>
internal static class SlotEmitter
{
    /// <summary>The name of the file, without extension.</summary>
    public const string FileName = "StateGen.Generated.CodecSlots";

    public static string Emit(SlotFileModel model) => GeneratedFile.WriteCodec(writer =>
    {
        writer.Write("/// <summary>Makes the codecs of this assembly known to generic operators.</summary>");
        writer.Write(GeneratedFile.Attribute);
        using var body = writer.OpenBlock("internal static class CodecSlots");
        EmitTypes(writer, model);
        if (model.HandWritten.Any())
            EmitCodecs(writer, model);
        EmitRegister(writer, model);
    });

    // No text of a schema has three double quotes in a row.
    private static void EmitTypes(SourceWriter writer, SlotFileModel model) => writer.WriteMember($""""
        private const string Types = """
        {SchemaEmitter.Indent(string.Join("\n", SchemaBuilder.Types(model.Codecs).Select(SchemaText.WriteType)))}
            """;
        """");

    // What schemas do not know of a hand-written codec.
    private static void EmitCodecs(SourceWriter writer, SlotFileModel model) =>
        writer.WriteMember($"private const string Codecs = {Literal.Of(string.Join("\n", model.HandWritten))};");

    private static void EmitRegister(SourceWriter writer, SlotFileModel model)
    {
        writer.BeginMember();
        writer.Write("[global::System.Runtime.CompilerServices.ModuleInitializer]");
        using var body = writer.OpenBlock("internal static void Register()");
        foreach (var slot in model.Slots)
            Emit(writer, slot, model.HandWritten.Any() ? "Types, Codecs" : "Types");
    }

    private static void Emit(SourceWriter writer, SlotModel slot, string described)
    {
        var registry = CodecSignatures.Registry(slot.Role);
        writer.Write($"{registry}<{slot.TypeName}>.Register<{slot.Codec}>({Literal.Of(slot.SchemaName)}, {described});");
        if (slot is { Role: CodecRole.Value, IsValueType: true })
            writer.Write($"{registry}<{slot.TypeName}?>.Register<global::StateGen.Serialization.NullableCodec<{slot.TypeName}, {slot.Codec}>>({Literal.Of(slot.SchemaName + "?")}, {described});");
    }
}
