using StateGen.Generators.Model;

namespace StateGen.Generators.Emission;

/// <summary>Emits the codec of one of the user's types, for values or for keys.</summary>
internal static class CodecEmitter
{
    /// <summary>Returns the file of a codec that the whole assembly shares.</summary>
    public static string EmitFile(CodecModel codec) => GeneratedFile.WriteCodec(writer => Emit(writer, codec));

    /// <summary>Writes a codec as a member of the type or namespace that is being written.</summary>
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
            default:
                throw Unreachable.Case(codec.Shape);
        }
    }
}

/// <summary>Provides the signatures of the members of <c>ICodec</c> and <c>IKeyCodec</c>, as a codec declares them.</summary>
internal static class CodecSignatures
{
    /// <summary>Returns the name that the contract of the role gives to the parameter that is written.</summary>
    public static string Subject(CodecRole role) => role == CodecRole.Key ? "key" : "value";

    /// <summary>Returns the registry in which generic operators find codecs for the role.</summary>
    public static string Registry(CodecRole role) =>
        role == CodecRole.Key ? "global::StateGen.Keys.KeyCodec" : "global::StateGen.Serialization.Codec";

    /// <summary>Returns the declaration of the effect of <c>Normalize</c>, which the codecs of collections read.</summary>
    public static string NormalizationEffect(CodecModel codec) =>
        "public static global::StateGen.Serialization.Normalization Normalization => "
        + $"global::StateGen.Serialization.Normalization.{codec.NormalizationEffect};";

    public static string Normalize(CodecModel codec) => $"public static {codec.TypeName} Normalize({codec.TypeName} {Subject(codec.Role)})";

    public static string Write(CodecModel codec)
    {
        var writer = codec.Role == CodecRole.Key ? "global::StateGen.Keys.KeyWriter" : "global::StateGen.Serialization.MessagePackWriter";
        return $"public static void Write(ref {writer} writer, in {codec.TypeName} {Subject(codec.Role)})";
    }

    public static string Read(CodecModel codec)
    {
        var reader = codec.Role == CodecRole.Key ? "global::StateGen.Keys.KeyReader" : "global::StateGen.Serialization.MessagePackReader";
        return $"public static {codec.TypeName} Read(ref {reader} reader)";
    }

    public static string Equality(CodecModel codec) => $"public static bool Equals(in {codec.TypeName} left, in {codec.TypeName} right)";

    public static string Hash(CodecModel codec) => $"public static ulong Hash(in {codec.TypeName} key)";
}

/// <summary>Emits the codec of an enum, which calls the codec of the underlying type.</summary>
internal static class EnumCodecEmitter
{
    public static void EmitMembers(SourceWriter writer, CodecModel codec, EnumShape shape)
    {
        var underlying = shape.UnderlyingType;
        var subject = CodecSignatures.Subject(codec.Role);
        if (codec.Role == CodecRole.Value)
            writer.WriteMember(CodecSignatures.NormalizationEffect(codec));
        writer.WriteMember($"{CodecSignatures.Normalize(codec)} => {subject};");
        if (codec.Role == CodecRole.Key)
        {
            writer.WriteMember($"{CodecSignatures.Equality(codec)} => left == right;");
            writer.WriteMember($"{CodecSignatures.Hash(codec)} => {underlying.Codec}.Hash(({underlying.CSharpName})key);");
        }

        writer.WriteMember($"{CodecSignatures.Write(codec)} => {underlying.Codec}.Write(ref writer, ({underlying.CSharpName}){subject});");
        writer.WriteMember($"{CodecSignatures.Read(codec)} => ({codec.TypeName}){underlying.Codec}.Read(ref reader);");
    }
}
