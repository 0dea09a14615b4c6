using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Emission;

/// <summary>
/// Emits the construction of a value from its members. C# evaluates arguments, then initializers, in the order of writing, which is the order of
/// the members.
/// </summary>
internal static class ConstructionEmitter
{
    public static void Emit(SourceWriter writer, CodecModel codec, MemberwiseShape shape, Func<MemberModel, string> valueOf, string target = "return ")
    {
        if (shape is TupleShape tuple)
            writer.Write($"{target}{Construct(tuple, 0, valueOf)};");
        else
            EmitRecord(writer, codec, shape, valueOf, target);
    }

    private static void EmitRecord(SourceWriter writer, CodecModel codec, MemberwiseShape shape, Func<MemberModel, string> valueOf, string target)
    {
        var arguments = shape.Members.Where(member => member.IsSetByConstructor).Select(valueOf).ToArray();
        var initializers = shape.Members.Where(member => !member.IsSetByConstructor).Select(member => $"    {TypeNames.Escape(member.Name)} = {valueOf(member)},").ToArray();
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
