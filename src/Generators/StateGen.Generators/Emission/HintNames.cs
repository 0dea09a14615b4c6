using System.Collections.Immutable;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Emission;

/// <summary>
/// Assigns the names of generated files. Names that differ only in case get a hash, because the driver would treat them as the same file and stop the
/// generator.
/// </summary>
internal static class HintNames
{
    private const string Extension = ".g.cs";

    /// <summary>
    /// Pairs every operator with the name of its file. The operators are collected and distributed again, because combining each of them with the ambiguous
    /// names loses the last operator in the run after one in the middle was removed (seen with Microsoft.CodeAnalysis 4.14).
    /// </summary>
    public static IEnumerable<(string HintName, OperatorModel Model)> Assign(ImmutableArray<OperatorModel> operators)
    {
        // Two types with the same name are a compiler error, which the generator must not hide by stopping.
        var distinct = operators.GroupBy(model => model.FileName, StringComparer.Ordinal).Select(same => same.First()).ToArray();
        var ambiguous = FindAmbiguous(distinct.Select(model => model.FileName));
        return distinct.Select(model => (Choose(model.FileName, ambiguous), model));
    }

    /// <summary>
    /// Pairs every codec with the name of its file. A codec that several operators need occurs once. So does a codec whose uses differ only in details that
    /// its name does not show, such as the names of tuple elements: two files with the same name would stop the generator.
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

    /// <summary>
    /// Pairs stubs with the names of their files. Two types with the same name are a compiler error (CS0101), but two files with the same name would stop the
    /// generator.
    /// </summary>
    public static IEnumerable<(string HintName, StubFileModel Model)> Assign(ImmutableArray<StubFileModel> stubs) =>
        stubs.GroupBy(stub => stub.FileName, StringComparer.OrdinalIgnoreCase).Select(same => (Of(same.Key), same.First()));

    /// <summary>Returns the hint name for a file name that is unique without regard to case.</summary>
    public static string Of(string fileName) => fileName + Extension;

    private static EquatableArray<string> FindAmbiguous(IEnumerable<string> names) => names
        .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
        .Where(same => same.Count() > 1)
        .SelectMany(same => same)
        .OrderBy(name => name, StringComparer.Ordinal)
        .ToEquatableArray();

    private static string Choose(string name, EquatableArray<string> ambiguous) =>
        Of(ambiguous.Contains(name, StringComparer.Ordinal) ? $"{name}.{NameHash.Of(name)}" : name);
}
