using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StateGen.Generators.Tests.Structure;

/// <summary>The layout that docs/architecture.md describes.</summary>
public class HouseTests
{
    private const int MostFiles = 30;
    private const int MostLines = 350;
    private const int LongestLine = 160;

    // Public types keep the namespace that users and generated code know, whatever the folder is called.
    private static readonly Dictionary<string, string[]> PublishedNamespaces = new(StringComparer.Ordinal)
    {
        ["StateGen.Api.Attributes"] = ["StateGen"],
        ["StateGen.Api.Connectors"] = ["StateGen"],
        ["StateGen.Api.Operators"] = ["StateGen"],
        ["StateGen.Api.Options"] = ["StateGen"],
        ["StateGen.Api.State"] = ["StateGen"],
        ["StateGen.Api.Streams"] = ["StateGen"],
        ["StateGen.Backends.Memory"] = ["StateGen"],
        ["StateGen.Checkpointing"] = ["StateGen.Checkpoints"],
        ["StateGen.Checkpointing.Manifest"] = ["StateGen.Checkpoints"],
        ["StateGen.Checkpointing.Storage"] = ["StateGen.Checkpoints"],
        ["StateGen.Checkpointing.Storage.Posix"] = ["StateGen.Checkpoints"],
        ["StateGen.Connectors.Files"] = ["StateGen"],
        ["StateGen.Connectors.Memory"] = ["StateGen"],
        ["StateGen.Engine.Operators"] = ["StateGen.Backends"],
        ["StateGen.Formats.Codecs"] = ["StateGen.Keys", "StateGen.Serialization"],
        ["StateGen.Formats.Keys"] = ["StateGen.Keys"],
        ["StateGen.Formats.Migration"] = ["StateGen.Schemas", "StateGen.Schemas.Migrations"],
        ["StateGen.Formats.Values"] = ["StateGen.Serialization"],
        ["StateGen.Formats.Values.Collections"] = ["StateGen.Serialization.Collections"],
        ["StateGen.Formats.Values.Scalars"] = ["StateGen.Serialization"],
        ["StateGen.Schemas.Model"] = ["StateGen.Schemas"],
        ["StateGen.Schemas.Plans"] = ["StateGen.Schemas.Resolution.Plans"],
    };

    // A folder and what it must not know: the layers that stand on it.
    private static readonly (string Folder, string[] Forbidden)[] Layers =
    [
        ("src/Runtime/StateGen.Schemas/", ["StateGen.Formats", "StateGen.Backends", "StateGen.Checkpointing", "StateGen.Engine"]),
        ("src/Runtime/StateGen/Formats/", ["StateGen.Backends.Memory", "StateGen.Checkpointing", "StateGen.Engine", "StateGen.Connectors"]),
        ("src/Runtime/StateGen/Backends/", ["StateGen.Checkpointing.Coordination", "StateGen.Checkpointing.Restore", "StateGen.Engine", "StateGen.Connectors"]),
        ("src/Runtime/StateGen/Checkpointing/Storage/", ["StateGen.Checkpointing.Coordination", "StateGen.Checkpointing.Restore", "StateGen.Engine"]),
        ("src/Runtime/StateGen/Connectors/", ["StateGen.Backends.Memory", "StateGen.Engine", "StateGen.Contracts"]),
        ("src/Runtime/StateGen/Contracts/", ["StateGen.Backends", "StateGen.Engine", "StateGen.Connectors"]),
        ("src/Runtime/StateGen.RocksDb/", ["StateGen.Backends.Memory", "StateGen.Checkpointing", "StateGen.Engine"]),
        ("src/Runtime/StateGen.AzureBlob/", ["StateGen.Backends", "StateGen.Checkpointing", "StateGen.Connectors", "StateGen.Engine", "StateGen.Formats"]),
        ("src/Runtime/StateGen.Relational/", ["StateGen.Backends", "StateGen.Checkpointing", "StateGen.Connectors", "StateGen.Engine", "StateGen.Formats"]),
        ("src/Runtime/StateGen.S3/", ["StateGen.Backends", "StateGen.Checkpointing", "StateGen.Connectors", "StateGen.Engine", "StateGen.Formats"]),
        ("src/Runtime/StateGen.Csv/", ["StateGen.Backends", "StateGen.Checkpointing", "StateGen.Connectors", "StateGen.Engine", "StateGen.Formats"]),
        ("src/Runtime/StateGen.Testing/", ["StateGen.Backends.Memory", "StateGen.Checkpointing", "StateGen.Connectors", "StateGen.Engine", "StateGen.Formats"]),
        ("src/Runtime/StateGen.MessagePack/", ["StateGen.Backends", "StateGen.Checkpointing", "StateGen.Engine", "StateGen.Formats"]),
        ("src/Generators/", ["StateGen.Analyzers"]),
        ("src/Analyzers/StateGen.Analyzers/Flow/", ["StateGen.Analyzers.SG"]),
        ("src/Analyzers/StateGen.Analyzers/", ["StateGen.CodeFixes"]),
    ];

    [Fact]
    public void A_file_with_internal_types_only_has_the_namespace_of_its_folder() => AssertNone(
        SourceFile.Shipped.Where(file => file is { Namespace: not null, DeclaresPublicType: false } && !file.Folder.Contains("/StateGen/Api/", StringComparison.Ordinal))
            .Where(file => file.Namespace != FolderNamespaceOf(file))
            .Select(file => $"{file.Path} has the namespace {file.Namespace}"));

    [Fact]
    public void A_file_with_a_public_type_has_the_namespace_of_its_folder_or_a_published_one() => AssertNone(
        SourceFile.Shipped.Where(file => file.DeclaresPublicType && !PublishedNamespaces.GetValueOrDefault(FolderNamespaceOf(file), [FolderNamespaceOf(file)]).Append(FolderNamespaceOf(file)).Contains(file.Namespace))
            .Select(file => $"{file.Path} has the namespace {file.Namespace}"));

    [Fact]
    public void A_published_namespace_is_still_used_by_its_folder()
    {
        var used = SourceFile.Shipped.Select(file => (FolderNamespaceOf(file), file.Namespace)).ToHashSet();
        AssertNone(PublishedNamespaces.SelectMany(pair => pair.Value.Where(name => !used.Contains((pair.Key, name))).Select(name => $"{pair.Key} → {name}")));
    }

    [Fact]
    public void No_folder_holds_more_files_than_one_can_take_in() => AssertNone(
        SourceFile.All.GroupBy(file => file.Folder).Where(folder => folder.Count() > MostFiles).Select(folder => $"{folder.Key} has {folder.Count()} files"));

    [Fact]
    public void No_file_is_longer_than_350_lines() => AssertNone(
        SourceFile.All.Where(file => file.LineCount > MostLines).Select(file => $"{file.Path} has {file.LineCount} lines"));

    [Fact]
    public void No_line_of_what_is_shipped_is_longer_than_160_characters() => AssertNone(
        from file in SourceFile.Shipped
        from line in file.Unit.GetText().Lines
        where line.Span.Length > LongestLine
        select $"{file.Path}({line.LineNumber + 1}) has {line.Span.Length} characters");

    [Fact]
    public void Only_programs_and_global_usings_have_no_namespace() => AssertNone(
        SourceFile.Shipped.Where(file => file.Namespace is null && Path.GetFileName(file.Path) is not ("Program.cs" or "GlobalUsings.cs")).Select(file => file.Path));

    [Fact]
    public void A_layer_does_not_use_the_layers_above_it() => AssertNone(
        from layer in Layers
        from file in SourceFile.Shipped
        where file.Path.StartsWith(layer.Folder, StringComparison.Ordinal)
        from name in UsedNamespaces(file)
        where layer.Forbidden.Any(forbidden => name == forbidden || name.StartsWith(forbidden + ".", StringComparison.Ordinal) || (forbidden.EndsWith("SG", StringComparison.Ordinal) && name.StartsWith(forbidden, StringComparison.Ordinal)))
        select $"{file.Path} uses {name}");

    private static IEnumerable<string> UsedNamespaces(SourceFile file) =>
        file.Unit.DescendantNodes().OfType<QualifiedNameSyntax>().Select(name => name.ToString()).Where(name => name.StartsWith("StateGen.", StringComparison.Ordinal)).Where(name => name != file.Namespace);

    // src/<kind>/<project>/<folders>/<file>
    private static string FolderNamespaceOf(SourceFile file) => file.Folder.Split('/', 3)[2].Replace('/', '.');

    private static void AssertNone(IEnumerable<string> faults)
    {
        string[] found = [.. faults];
        Assert.True(found.Length == 0, string.Join('\n', found));
    }
}
