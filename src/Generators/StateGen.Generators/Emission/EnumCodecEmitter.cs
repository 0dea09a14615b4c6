using StateGen.Generators.Model;

namespace StateGen.Generators.Emission;

/// <summary>Emits the codec of an enum: that of its underlying type.</summary>
internal static class EnumCodecEmitter
{
    public static void EmitMembers(SourceWriter writer, CodecModel codec, EnumShape shape)
    {
        var underlying = shape.UnderlyingType;
        var subject = CodecSignatures.Subject(codec.Role);
        if (codec.Role == CodecRole.Value)
            writer.WriteMember(CodecSignatures.Normalization(codec));
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
