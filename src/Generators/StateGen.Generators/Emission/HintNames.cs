using System.Collections.Immutable;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Emission;

/// <summary>Tells files apart whose names differ in case alone: the driver takes them for one file and stops the generator.</summary>
internal static class HintNames
{
    private const string Extension = ".g.cs";

    /// <summary>
    /// Pairs every operator with the name of its file. They are collected and given out again, because a combination with each of them loses the last one in the run after
    /// one in the middle was removed (seen with Microsoft.CodeAnalysis 4.14).
    /// </summary>
    public static IEnumerable<(string HintName, OperatorModel Model)> Assign(ImmutableArray<OperatorModel> operators)
    {
        var ambiguous = FindAmbiguous(operators.Select(model => model.FileName));
        return operators.Select(model => (Choose(model.FileName, ambiguous), model));
    }

    /// <summary>
    /// Pairs every codec with the name of its file; a codec that several operators need occurs once. So does one whose uses differ in what
    /// its name does not show, such as the names of tuple elements: two files of one name would stop the generator.
    /// </summary>
    public static IEnumerable<(string HintName, CodecModel Model)> Assign(ImmutableArray<CodecModel> codecs)
    {
        var distinct = codecs.OrderBy(codec => codec.TypeName, StringComparer.Ordinal)
            .GroupBy(codec => codec.FileName, StringComparer.Ordinal)
            .Select(same => same.First())
            .OrderBy(codec => codec.FileName, StringComparer.Ordinal).ToArray();
        var ambiguous = FindAmbiguous(distinct.Select(codec => codec.FileName));
        return distinct.Select(codec => (Choose(codec.FileName, ambiguous), codec));
    }

    /// <summary>Pairs stubs with the names of their files. Two types of one name are an error of the compiler (CS0101), but two files of one name would stop the generator.</summary>
    public static IEnumerable<(string HintName, StubFileModel Model)> Assign(ImmutableArray<StubFileModel> stubs) =>
        stubs.GroupBy(stub => stub.FileName, StringComparer.OrdinalIgnoreCase).Select(same => (Of(same.Key), same.First()));

    /// <summary>The name of the file for something whose name is unique in any case.</summary>
    public static string Of(string fileName) => fileName + Extension;

    private static EquatableArray<string> FindAmbiguous(IEnumerable<string> names) => names
        .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
        .Where(same => same.Count() > 1)
        .SelectMany(same => same)
        .OrderBy(name => name, StringComparer.Ordinal)
        .ToEquatableArray();

    private static string Choose(string name, EquatableArray<string> ambiguous) => Of(ambiguous.Contains(name, StringComparer.Ordinal) ? $"{name}.{NameHash.Of(name)}" : name);
}
