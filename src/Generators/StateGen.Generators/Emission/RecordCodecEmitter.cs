using StateGen.Generators.Model;
using StateGen.Generators.Parsing;

namespace StateGen.Generators.Emission;

/// <summary>
/// Emits the codec of a record, struct or class, member by member. A value is a MessagePack array of its members; a key is the encodings of
/// its members one after the other.
/// </summary>
internal static class RecordCodecEmitter
{
    public static void EmitMembers(SourceWriter writer, CodecModel codec)
    {
        EmitNormalize(writer, codec);
        if (codec.Role == CodecRole.Key)
            EmitIdentity(writer, codec);
        else if (!codec.IsReferenceType)
            EmitIsDefault(writer, codec);
        EmitWrite(writer, codec);
        EmitRead(writer, codec);
    }

    private static void EmitNormalize(SourceWriter writer, CodecModel codec)
    {
        var subject = CodecSignatures.Subject(codec.Role);
        if (codec is { IsReferenceType: false, Normalization: Normalization.None })
        {
            writer.WriteMember($"{CodecSignatures.Normalize(codec)} => {subject};");
            return;
        }

        writer.BeginMember();
        using var body = writer.OpenBlock(CodecSignatures.Normalize(codec));
        EmitTypeChecks(writer, codec, subject);
        foreach (var member in codec.Members.Where(member => member.Type.RefusesNull))
            writer.Write($"global::System.ArgumentNullException.ThrowIfNull({Access(subject, member)}, {Literal.Of($"{codec.SchemaName}.{member.Name}")});");
        if (codec.Normalization == Normalization.Changes)
        {
            EmitConstruction(writer, codec, member => Normalized(member, Access(subject, member)));
            return;
        }

        foreach (var member in codec.Members.Where(member => member.Type.Normalization == Normalization.Checks))
            writer.Write($"{member.Type.Codec}.Normalize({Access(subject, member)});");
        writer.Write($"return {subject};");
    }

    // Members of derived types would be lost.
    private static void EmitTypeChecks(SourceWriter writer, CodecModel codec, string subject)
    {
        if (codec.IsReferenceType)
            writer.Write($"global::System.ArgumentNullException.ThrowIfNull({subject});");
        if (codec.MayBeDerivedFrom)
        {
            writer.Write($$"""
                if ({{subject}}.GetType() != typeof({{codec.TypeName}}))
                    throw new global::System.ArgumentException($"A {{{subject}}.GetType()} cannot be stored as {{codec.SchemaName}}, because its own members would be lost.", nameof({{subject}}));
                """);
        }
    }

    private static string Normalized(MemberModel member, string value) =>
        member.Type.Normalization == Normalization.None ? value : $"{member.Type.Codec}.Normalize({value})";

    private static void EmitIdentity(SourceWriter writer, CodecModel codec)
    {
        var comparisons = codec.Members.Select(member => $"{member.Type.Codec}.Equals({Access("left", member)}, {Access("right", member)})").DefaultIfEmpty("true");
        writer.WriteMember($"""
            {CodecSignatures.Equality(codec)} =>
                {string.Join("\n    && ", comparisons)};
            """);
        var self = codec.IsNested ? codec.Name : $"global::StateGen.Generated.{codec.Name}";
        writer.WriteMember($"{CodecSignatures.Hash(codec)} => global::StateGen.Keys.KeyHash.Of<{codec.TypeName}, {self}>(in key);");
    }

    private static void EmitIsDefault(SourceWriter writer, CodecModel codec)
    {
        var tests = codec.Members.Select(member => DefaultTestEmitter.Test(member.Type, Access("value", member))).DefaultIfEmpty("true");
        writer.WriteMember($"""
            public static bool IsDefault(in {codec.TypeName} value) =>
                {string.Join("\n    && ", tests)};
            """);
    }

    private static void EmitWrite(SourceWriter writer, CodecModel codec)
    {
        var subject = CodecSignatures.Subject(codec.Role);
        writer.BeginMember();
        using var body = writer.OpenBlock(CodecSignatures.Write(codec));
        if (codec.Role == CodecRole.Value)
        {
            EmitTypeChecks(writer, codec, subject);
            writer.Write($"writer.WriteArrayHeader({codec.Members.Count});");
        }

        foreach (var member in codec.Members)
            writer.Write($"{member.Type.Codec}.Write(ref writer, {Access(subject, member)});");
    }

    private static void EmitRead(SourceWriter writer, CodecModel codec)
    {
        writer.BeginMember();
        using var body = writer.OpenBlock(CodecSignatures.Read(codec));
        if (codec.Role == CodecRole.Value)
        {
            writer.Write($$"""
                var members = reader.ReadArrayHeader();
                if (members != {{codec.Members.Count}})
                    throw new global::StateGen.Serialization.SerializationFormatException($"The stored {{codec.SchemaName}} has {members} members instead of {{codec.Members.Count}}.");
                """);
        }

        EmitConstruction(writer, codec, member => $"{member.Type.Codec}.Read(ref reader)");
    }

    // C# evaluates arguments, then initializers, in the order of writing, which is the order of the members.
    private static void EmitConstruction(SourceWriter writer, CodecModel codec, Func<MemberModel, string> valueOf)
    {
        var arguments = codec.Members.Where(member => member.IsSetByConstructor).Select(valueOf).ToArray();
        var initializers = codec.Members.Where(member => !member.IsSetByConstructor).Select(member => $"    {TypeNames.Escape(member.Name)} = {valueOf(member)},").ToArray();
        var call = $"return new {codec.TypeName}({(arguments.Length == 0 ? "" : "\n    ")}{string.Join(",\n    ", arguments)})";
        writer.Write(initializers.Length == 0 ? call + ";" : $"{call}\n{{\n{string.Join("\n", initializers)}\n}};");
    }

    private static string Access(string subject, MemberModel member) => $"{subject}.{TypeNames.Escape(member.Name)}";
}
