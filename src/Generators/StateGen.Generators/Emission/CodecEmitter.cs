using StateGen.Generators.Model;

namespace StateGen.Generators.Emission;

/// <summary>Emits the codec of one of the user's types, for values or for keys.</summary>
internal static class CodecEmitter
{
    /// <summary>A file with a codec that the whole assembly shares.</summary>
    public static string EmitFile(CodecModel codec) => GeneratedFile.WriteCodec(writer => Emit(writer, codec));

    /// <summary>A codec as a member of what is being written.</summary>
    public static void Emit(SourceWriter writer, CodecModel codec)
    {
        writer.BeginMember();
        writer.Write(GeneratedFile.Attribute);
        var accessibility = codec.IsNested ? "private" : "internal";
        var contract = codec.Role == CodecRole.Key ? "global::StateGen.Keys.IKeyCodec" : "global::StateGen.Serialization.ICodec";
        using var body = writer.OpenBlock($"{accessibility} readonly struct {codec.Name} : {contract}<{codec.TypeName}>");
        EmitMembers(writer, codec);
    }

    private static void EmitMembers(SourceWriter writer, CodecModel codec)
    {
        switch (codec.Shape)
        {
            case EnumShape shape:
                EnumCodecEmitter.EmitMembers(writer, codec, shape);
                break;
            case MemberwiseShape shape:
                MemberwiseCodecEmitter.EmitMembers(writer, codec, shape);
                break;
            case UnionShape shape:
                UnionCodecEmitter.EmitMembers(writer, codec, shape);
                break;
        }
    }
}
