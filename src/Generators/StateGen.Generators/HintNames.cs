using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing;

namespace StateGen.Generators;

/// <summary>Tells files apart whose names differ in case alone: the driver takes them for one file and stops the generator.</summary>
internal static class HintNames
{
    private const string Extension = ".g.cs";

    /// <summary>Pairs every operator with the name of its file. Which names are ambiguous hardly ever changes, so all stays cached.</summary>
    public static IncrementalValuesProvider<(string HintName, OperatorModel Model)> Assign(IncrementalValuesProvider<OperatorModel> operators)
    {
        var ambiguous = operators.Select(static (model, _) => model.FileName).WithTrackingName(TrackingNames.FileNames)
            .Collect().WithTrackingName(TrackingNames.CollectedFileNames)
            .Select(static (names, _) => FindAmbiguous(names)).WithTrackingName(TrackingNames.AmbiguousFileNames);
        return operators.Combine(ambiguous).WithTrackingName(TrackingNames.OperatorsAndAmbiguousFileNames)
            .Select(static (pair, _) => (Choose(pair.Left.FileName, pair.Right), pair.Left)).WithTrackingName(TrackingNames.NamedOperators);
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

    /// <summary>The name of the file for something whose name is unique in any case.</summary>
    public static string Of(string fileName) => fileName + Extension;

    private static EquatableArray<string> FindAmbiguous(IEnumerable<string> names) => names
        .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
        .Where(same => same.Count() > 1)
        .SelectMany(same => same)
        .OrderBy(name => name, StringComparer.Ordinal)
        .ToEquatableArray();

    private static string Choose(string name, EquatableArray<string> ambiguous) => Of(ambiguous.Contains(name, StringComparer.Ordinal) ? $"{name}.{StableHash.Of(name)}" : name);
}
