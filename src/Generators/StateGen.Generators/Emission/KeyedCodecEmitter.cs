using System.Globalization;
using StateGen.Generators.Model;

namespace StateGen.Generators.Emission;

/// <summary>
/// Emits the writing and reading of a type whose members have keys: as an array with nil in its gaps, or as a map. Reading accepts the members in any order,
/// skips unknown keys, and gives missing members their default if they have one.
/// </summary>
internal static class KeyedCodecEmitter
{
    // A longer run of nils is written by a loop.
    private const int MostNils = 2;

    public static void EmitWrite(SourceWriter writer, MemberwiseShape shape, Func<MemberModel, string> access)
    {
        var members = shape.WrittenMembers.ToArray();
        var length = shape.IsMap ? members.Length : members.Length == 0 ? 0 : IndexOf(members[members.Length - 1]) + 1;
        writer.Write($"writer.{(shape.IsMap ? "WriteMapHeader" : "WriteArrayHeader")}({length});");
        var next = 0;
        foreach (var member in members)
        {
            if (shape.IsMap)
                writer.Write($"writer.WriteString({Literal.Of(NameOf(member))});");
            else
                EmitGap(writer, IndexOf(member) - next);
            writer.Write($"{member.Type.Codec}.Write(ref writer, {access(member)});");
            next = shape.IsMap ? 0 : IndexOf(member) + 1;
        }
    }

    /// <summary>Emits the reading of the members into local variables.</summary>
    public static void EmitRead(SourceWriter writer, CodecModel codec, MemberwiseShape shape)
    {
        foreach (var member in shape.WrittenMembers)
            EmitVariable(writer, member);
        writer.Write($"var count = reader.{(shape.IsMap ? "ReadMapHeader" : "ReadArrayHeader")}();");
        using (writer.OpenBlock("for (var index = 0; index < count; index++)"))
            EmitMember(writer, shape);
        foreach (var member in shape.WrittenMembers.Where(member => !HasDefault(member)))
        {
            var message = Literal.Of($"The stored {codec.SchemaName} has no member '{member.Name}', which has no default.");
            writer.Write($"""
                if (!has{member.Position})
                    throw new global::StateGen.Serialization.SerializationFormatException({message});
                """);
        }
    }

    /// <summary>Returns the name of the local variable that holds a member.</summary>
    public static string VariableOf(MemberModel member) => $"value{member.Position}";

    private static void EmitGap(SourceWriter writer, int nils)
    {
        if (nils > MostNils)
            writer.Write($"for (var gap = 0; gap < {nils}; gap++)\n    writer.WriteNil();");
        for (var nil = 0; nil < nils && nils <= MostNils; nil++)
            writer.Write("writer.WriteNil();");
    }

    private static void EmitVariable(SourceWriter writer, MemberModel member)
    {
        writer.Write($"{member.Type.CSharpName} {VariableOf(member)} = {(IsText(member) ? "\"\"" : HasDefault(member) ? "default" : "default!")};");
        if (!HasDefault(member))
            writer.Write($"var has{member.Position} = false;");
    }

    private static void EmitMember(SourceWriter writer, MemberwiseShape shape)
    {
        if (shape.IsMap)
            writer.Write("var key = reader.ReadStringBytes();");
        var keyword = "if";
        foreach (var member in shape.WrittenMembers)
        {
            var test = shape.IsMap ? $"global::System.MemoryExtensions.SequenceEqual(key, {Literal.Of(NameOf(member))}u8)" : $"index == {IndexOf(member)}";
            using var branch = writer.OpenBlock($"{keyword} ({test})");
            writer.Write($"{VariableOf(member)} = {member.Type.Codec}.Read(ref reader);");
            if (!HasDefault(member))
                writer.Write($"has{member.Position} = true;");
            keyword = "else if";
        }

        writer.Write(keyword == "if" ? "reader.Skip();" : "else\n{\n    reader.Skip();\n}");
    }

    private static bool HasDefault(MemberModel member) => IsText(member) || member.Type is { RefusesNull: false, DefaultHasEncoding: true };

    private static bool IsText(MemberModel member) => member.Type is { RefusesNull: true, SchemaName: "string" };

    private static int IndexOf(MemberModel member) => int.Parse(member.Key!, CultureInfo.InvariantCulture);

    private static string NameOf(MemberModel member) => member.Key!.Substring(1, member.Key.Length - 2);
}
