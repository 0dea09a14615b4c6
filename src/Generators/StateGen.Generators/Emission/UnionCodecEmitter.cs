using StateGen.Generators.Model;

namespace StateGen.Generators.Emission;

/// <summary>Emits the codec of a union: an array of the case's tag and the value, which the codec of the case writes.</summary>
internal static class UnionCodecEmitter
{
    private const int Elements = 2;
    private const string FormatException = "global::StateGen.Serialization.SerializationFormatException";

    public static void EmitMembers(SourceWriter writer, CodecModel codec, UnionShape shape)
    {
        writer.WriteMember(CodecSignatures.NormalizationEffect(codec));
        EmitNormalize(writer, codec, shape);
        EmitWrite(writer, codec, shape);
        EmitRead(writer, codec, shape);
        EmitNoCase(writer, codec);
    }

    private static void EmitNormalize(SourceWriter writer, CodecModel codec, UnionShape shape)
    {
        writer.BeginMember();
        using var body = writer.OpenBlock(CodecSignatures.Normalize(codec));
        writer.Write("global::System.ArgumentNullException.ThrowIfNull(value);");
        foreach (var single in shape.Cases)
            writer.Write($"{Test(single)}\n{Indent(Normalize(single.Type))}");
        writer.Write("throw NoCase(value);");
    }

    private static string Normalize(TypeUse type) => type.NormalizationEffect switch
    {
        NormalizationEffect.None when !type.RefusesNull => "return value;",
        NormalizationEffect.Changes => $"return {Normalized(type)};",
        NormalizationEffect.None or NormalizationEffect.Checks => $"{{\n    {Normalized(type)};\n    return value;\n}}",
        _ => throw Unreachable.Case(type.NormalizationEffect),
    };

    private static string Normalized(TypeUse type) => $"{type.Codec}.Normalize(({type.CSharpName})value)";

    private static void EmitWrite(SourceWriter writer, CodecModel codec, UnionShape shape)
    {
        writer.BeginMember();
        using var body = writer.OpenBlock(CodecSignatures.Write(codec));
        writer.Write($"""
            global::System.ArgumentNullException.ThrowIfNull(value);
            writer.WriteArrayHeader({Elements});
            """);
        foreach (var single in shape.Cases)
        {
            using var write = writer.OpenBlock(Test(single));
            writer.Write($"""
                writer.WriteInt64({single.Tag});
                {single.Type.Codec}.Write(ref writer, ({single.Type.CSharpName})value);
                return;
                """);
        }

        writer.Write("throw NoCase(value);");
    }

    private static void EmitRead(SourceWriter writer, CodecModel codec, UnionShape shape)
    {
        writer.BeginMember();
        using var body = writer.OpenBlock(CodecSignatures.Read(codec));
        var wrongLength = $"The stored {codec.SchemaName} has {{elements}} elements instead of a tag and a value.";
        writer.Write($"""
            var elements = reader.ReadArrayHeader();
            if (elements != {Elements})
                throw new {FormatException}($"{wrongLength}");
            var tag = reader.ReadInt64();
            """);
        foreach (var single in shape.Cases)
        {
            writer.Write($"""
                if (tag == {single.Tag})
                    return {single.Type.Codec}.Read(ref reader);
                """);
        }

        var unknownTag = $"The stored {codec.SchemaName} has the tag {{tag}}, which is that of none of its cases.";
        writer.Write($"""
            throw new {FormatException}($"{unknownTag}");
            """);
    }

    private static void EmitNoCase(SourceWriter writer, CodecModel codec)
    {
        var message = $"A {{value.GetType()}} cannot be stored as {codec.SchemaName}, because it is none of its cases: "
            + "add [UnionCase(tag, typeof({value.GetType().Name}))] to that type.";
        writer.WriteMember($"""
            private static global::System.ArgumentException NoCase({codec.TypeName} value) =>
                new($"{message}", nameof(value));
            """);
    }

    // A value of a type derived from the case does not match, because its additional members would be lost.
    private static string Test(UnionCaseModel single) => $"if (value.GetType() == typeof({single.Type.CSharpName}))";

    private static string Indent(string statement) => statement.StartsWith("{", StringComparison.Ordinal) ? statement : $"    {statement}";
}
