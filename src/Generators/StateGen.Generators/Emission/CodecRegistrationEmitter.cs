using StateGen.Generators.Model;
using StateGen.Generators.Schemas;
using StateGen.Schemas.Text;

namespace StateGen.Generators.Emission;

/// <summary>Emits the module initializer of an assembly, which registers the assembly's codecs for generic operators.</summary>
internal static class CodecRegistrationEmitter
{
    /// <summary>The name of the file, without its extension.</summary>
    public const string FileName = "StateGen.Generated.CodecRegistrations";

    public static string Emit(CodecRegistrationFileModel model) => GeneratedFile.WriteCodec(writer =>
    {
        writer.Write("/// <summary>Makes the codecs of this assembly known to generic operators.</summary>");
        writer.Write(GeneratedFile.Attribute);
        using var body = writer.OpenBlock("internal static class CodecRegistrations");
        EmitTypes(writer, model);
        if (model.HandWritten.Any())
            EmitCodecs(writer, model);
        EmitRegister(writer, model);
    });

    // The text of a schema never contains three double quotes in a row, so it can stand in a raw string literal.
    private static void EmitTypes(SourceWriter writer, CodecRegistrationFileModel model) => writer.WriteMember($""""
        private const string Types = """
        {SchemaEmitter.Indent(string.Join("\n", SchemaBuilder.Types(model.Codecs).Select(SchemaText.WriteType)))}
            """;
        """");

    // Schemas do not name hand-written codecs, so their names are registered separately.
    private static void EmitCodecs(SourceWriter writer, CodecRegistrationFileModel model) =>
        writer.WriteMember($"private const string Codecs = {Literal.Of(string.Join("\n", model.HandWritten))};");

    private static void EmitRegister(SourceWriter writer, CodecRegistrationFileModel model)
    {
        writer.BeginMember();
        writer.Write("[global::System.Runtime.CompilerServices.ModuleInitializer]");
        using var body = writer.OpenBlock("internal static void Register()");
        foreach (var registration in model.Registrations)
            Emit(writer, registration, model.HandWritten.Any() ? "Types, Codecs" : "Types");
    }

    private static void Emit(SourceWriter writer, CodecRegistrationModel registration, string described)
    {
        var registry = CodecSignatures.Registry(registration.Role);
        var (type, codec) = (registration.TypeName, registration.Codec);
        writer.Write($"{registry}<{type}>.Register<{codec}>({Literal.Of(registration.SchemaName)}, {described});");
        if (registration is not { Role: CodecRole.Value, IsValueType: true })
            return;
        writer.Write($"{registry}<{type}?>.Register<global::StateGen.Serialization.NullableCodec<{type}, {codec}>>"
            + $"({Literal.Of(registration.SchemaName + "?")}, {described});");
    }
}
