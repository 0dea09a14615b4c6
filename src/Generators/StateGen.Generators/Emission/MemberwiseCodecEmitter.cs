using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Emission;

/// <summary>
/// Emits the codec of a record, struct, class or tuple, member by member. A value is written as a MessagePack array of its members, a key as the encodings of
/// its members one after the other.
/// </summary>
internal static class MemberwiseCodecEmitter
{
    public static void EmitMembers(SourceWriter writer, CodecModel codec, MemberwiseShape shape)
    {
        if (codec.Role == CodecRole.Value)
            writer.WriteMember(CodecSignatures.NormalizationEffect(codec));
        EmitNormalize(writer, codec, shape);
        if (codec.Role == CodecRole.Key)
            EmitIdentity(writer, codec, shape);
        else if (!codec.IsReferenceType)
            EmitIsDefault(writer, codec, shape);
        EmitWrite(writer, codec, shape);
        EmitRead(writer, codec, shape);
    }

    private static void EmitNormalize(SourceWriter writer, CodecModel codec, MemberwiseShape shape)
    {
        var subject = CodecSignatures.Subject(codec.Role);
        if (!codec.IsReferenceType && shape.NormalizationEffect == NormalizationEffect.None)
        {
            writer.WriteMember($"{CodecSignatures.Normalize(codec)} => {subject};");
            return;
        }

        writer.BeginMember();
        using var body = writer.OpenBlock(CodecSignatures.Normalize(codec));
        EmitTypeChecks(writer, codec, shape, subject);
        foreach (var member in shape.Members.Where(member => member.Type.RefusesNull))
            writer.Write($"global::System.ArgumentNullException.ThrowIfNull({Access(subject, member)}, {Literal.Of($"{codec.SchemaName}.{member.Name}")});");
        if (codec.IsRecursive)
            EmitNested(writer, codec, shape, subject);
        else
            EmitNormalizeMembers(writer, codec, shape, subject);
    }

    private static void EmitNormalizeMembers(SourceWriter writer, CodecModel codec, MemberwiseShape shape, string subject)
    {
        if (shape.NormalizationEffect == NormalizationEffect.Changes)
        {
            ConstructionEmitter.Emit(writer, codec, shape, member => Normalized(member, Access(subject, member)));
            return;
        }

        foreach (var member in shape.Members.Where(member => member.Type.NormalizationEffect == NormalizationEffect.Checks))
            writer.Write($"{member.Type.Codec}.Normalize({Access(subject, member)});");
        writer.Write($"return {subject};");
    }

    // A value that is nested too deeply could not be read back, so normalizing rejects it.
    private static void EmitNested(SourceWriter writer, CodecModel codec, MemberwiseShape shape, string subject)
    {
        writer.Write("global::StateGen.Serialization.Nesting.Enter();");
        using (writer.OpenBlock("try"))
            EmitNormalizeMembers(writer, codec, shape, subject);
        using (writer.OpenBlock("finally"))
            writer.Write("global::StateGen.Serialization.Nesting.Leave();");
    }

    // The additional members of a derived type would be lost, so only the exact type is accepted.
    private static void EmitTypeChecks(SourceWriter writer, CodecModel codec, MemberwiseShape shape, string subject)
    {
        if (codec.IsReferenceType)
            writer.Write($"global::System.ArgumentNullException.ThrowIfNull({subject});");
        if (shape.MayBeDerivedFrom)
        {
            var message = $"A {{{subject}.GetType()}} cannot be stored as {codec.SchemaName}, because its own members would be lost.";
            writer.Write($"""
                if ({subject}.GetType() != typeof({codec.TypeName}))
                    throw new global::System.ArgumentException($"{message}", nameof({subject}));
                """);
        }
    }

    private static string Normalized(MemberModel member, string value) =>
        member.Type.NormalizationEffect == NormalizationEffect.None ? value : $"{member.Type.Codec}.Normalize({value})";

    private static void EmitIdentity(SourceWriter writer, CodecModel codec, MemberwiseShape shape)
    {
        var comparisons = shape.Members
            .Select(member => $"{member.Type.Codec}.Equals({Access("left", member)}, {Access("right", member)})")
            .DefaultIfEmpty("true");
        writer.WriteMember($"""
            {CodecSignatures.Equality(codec)} =>
                {string.Join("\n    && ", comparisons)};
            """);
        writer.WriteMember($"{CodecSignatures.Hash(codec)} => global::StateGen.Keys.KeyHash.Of<{codec.TypeName}, {codec.QualifiedName}>(in key);");
    }

    private static void EmitIsDefault(SourceWriter writer, CodecModel codec, MemberwiseShape shape)
    {
        var tests = shape.Members.Select(member => DefaultTestEmitter.Test(member.Type, Access("value", member))).DefaultIfEmpty("true");
        writer.WriteMember($"""
            public static bool IsDefault(in {codec.TypeName} value) =>
                {string.Join("\n    && ", tests)};
            """);
    }

    private static void EmitWrite(SourceWriter writer, CodecModel codec, MemberwiseShape shape)
    {
        var subject = CodecSignatures.Subject(codec.Role);
        writer.BeginMember();
        using var body = writer.OpenBlock(CodecSignatures.Write(codec));
        if (codec.Role == CodecRole.Value)
        {
            EmitTypeChecks(writer, codec, shape, subject);
            if (shape.HasKeys)
            {
                KeyedCodecEmitter.EmitWrite(writer, shape, member => Access(subject, member));
                return;
            }

            writer.Write($"writer.WriteArrayHeader({shape.Members.Count});");
        }

        foreach (var member in shape.Members)
            writer.Write($"{member.Type.Codec}.Write(ref writer, {Access(subject, member)});");
    }

    private static void EmitRead(SourceWriter writer, CodecModel codec, MemberwiseShape shape)
    {
        writer.BeginMember();
        using var body = writer.OpenBlock(CodecSignatures.Read(codec));
        if (codec.IsRecursive)
            writer.Write("reader.EnterNested();");
        EmitReadMembers(writer, codec, shape, codec.IsRecursive ? "var value = " : "return ");
        if (codec.IsRecursive)
            writer.Write("reader.LeaveNested();\nreturn value;");
    }

    private static void EmitReadMembers(SourceWriter writer, CodecModel codec, MemberwiseShape shape, string target)
    {
        if (shape.HasKeys)
            KeyedCodecEmitter.EmitRead(writer, codec, shape);
        else if (codec.Role == CodecRole.Value)
            EmitCountCheck(writer, codec, shape);
        Func<MemberModel, string> valueOf = shape.HasKeys ? KeyedCodecEmitter.VariableOf : member => $"{member.Type.Codec}.Read(ref reader)";
        ConstructionEmitter.Emit(writer, codec, shape, valueOf, target);
    }

    private static void EmitCountCheck(SourceWriter writer, CodecModel codec, MemberwiseShape shape)
    {
        var message = $"The stored {codec.SchemaName} has {{members}} members instead of {shape.Members.Count}.";
        writer.Write($"""
            var members = reader.ReadArrayHeader();
            if (members != {shape.Members.Count})
                throw new global::StateGen.Serialization.SerializationFormatException($"{message}");
            """);
    }

    private static string Access(string subject, MemberModel member) => $"{subject}.{TypeNames.Escape(member.Name)}";
}

/// <summary>
/// Emits the construction of a value from its members. C# evaluates the arguments and then the initializers in their order in the source, which is the order
/// of the members.
/// </summary>
internal static class ConstructionEmitter
{
    public static void Emit(SourceWriter writer, CodecModel codec, MemberwiseShape shape, Func<MemberModel, string> valueOf, string target = "return ")
    {
        switch (shape)
        {
            case TupleShape tuple:
                writer.Write($"{target}{Construct(tuple, 0, valueOf)};");
                break;
            case RecordShape record:
                EmitRecord(writer, codec, record, valueOf, target);
                break;
            default:
                throw Unreachable.Case(shape);
        }
    }

    private static void EmitRecord(SourceWriter writer, CodecModel codec, RecordShape shape, Func<MemberModel, string> valueOf, string target)
    {
        var arguments = shape.Members.Where(member => member.IsSetByConstructor).Select(valueOf).ToArray();
        var initializers = shape.Members
            .Where(member => !member.IsSetByConstructor)
            .Select(member => $"    {TypeNames.Escape(member.Name)} = {valueOf(member)},").ToArray();
        var call = $"{target}{New(codec.TypeName, arguments)}";
        writer.Write(initializers.Length == 0 ? call + ";" : $"{call}\n{{\n{string.Join("\n", initializers)}\n}};");
    }

    private static string Construct(TupleShape tuple, int part, Func<MemberModel, string> valueOf)
    {
        var arguments = tuple.Members.Skip(part * TupleShape.ElementsPerPart).Take(TupleShape.ElementsPerPart).Select(valueOf);
        return New(tuple.Parts[part], part + 1 < tuple.Parts.Count ? [.. arguments, Construct(tuple, part + 1, valueOf)] : [.. arguments]);
    }

    private static string New(string type, string[] arguments) =>
        $"new {type}({(arguments.Length == 0 ? "" : "\n    ")}{string.Join(",\n    ", arguments)})";
}

/// <summary>Emits the test for the default of a type, without boxing.</summary>
internal static class DefaultTestEmitter
{
    public static string Test(TypeUse type, string value) => type.DefaultTest switch
    {
        DefaultTest.IsNull => $"{value} is null",
        DefaultTest.EqualsDefault => $"{value} == default",
        DefaultTest.IsEmpty => $"{value}.IsEmpty",
        DefaultTest.IsDefault => $"{value}.IsDefault",
        DefaultTest.ByCodec => $"{type.DefaultTestCodec ?? type.Codec}.IsDefault({value})",
        _ => throw Unreachable.Case(type.DefaultTest),
    };
}
