using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using StateGen.Schemas.Recording;
using StateGen.Schemas.Text;

namespace StateGen.Analyzers.SG4000;

/// <summary>
/// Represents the files of recorded schemas among the additional files of a project. Each text is parsed once for all rules and compilations.
/// </summary>
internal sealed class ProjectSchemas
{
    private static readonly ConditionalWeakTable<SourceText, SchemaDocument> Documents = new();
    private static readonly ConditionalWeakTable<SchemaDocument, ConditionalWeakTable<SchemaDocument, RecordedSchemas>> Recorded = new();
    private static readonly SchemaDocument Missing = SchemaDocument.Parse("");

    private readonly AdditionalText? _shipped;
    private readonly AdditionalText? _unshipped;

    private ProjectSchemas(AdditionalText? shipped, AdditionalText? unshipped, CancellationToken cancellationToken)
    {
        (_shipped, _unshipped) = (shipped, unshipped);
        var (first, second) = (Parse(shipped, cancellationToken), Parse(unshipped, cancellationToken));
        Schemas = Recorded.GetOrCreateValue(first).GetValue(second, unparsed => RecordedSchemas.From(first, unparsed));
    }

    public RecordedSchemas Schemas { get; }

    /// <summary>The files of a project; null if the project has neither file.</summary>
    public static ProjectSchemas? Find(AnalyzerOptions options, CancellationToken cancellationToken)
    {
        var (shipped, unshipped) = (Find(options, SchemaFileFormat.ShippedName), Find(options, SchemaFileFormat.UnshippedName));
        return shipped is null && unshipped is null ? null : new(shipped, unshipped, cancellationToken);
    }

    /// <summary>The location of a line of one of the files.</summary>
    public Location Locate(SchemaFile file, int line, CancellationToken cancellationToken)
    {
        var (path, text) = (TextOf(file)!.Path, TextOf(file)!.GetText(cancellationToken)!);
        var span = text.Lines[line].Span;
        return Location.Create(path, span, text.Lines.GetLinePositionSpan(span));
    }

    private AdditionalText? TextOf(SchemaFile file) => file == SchemaFile.Shipped ? _shipped : _unshipped;

    private static AdditionalText? Find(AnalyzerOptions options, string name) =>
        options.AdditionalFiles.FirstOrDefault(file => NameOf(file.Path) == name);

    // The compiler may run on any operating system, so both separators are recognized.
    private static string NameOf(string path) => path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);

    private static SchemaDocument Parse(AdditionalText? file, CancellationToken cancellationToken) =>
        file?.GetText(cancellationToken) is { } text ? Documents.GetValue(text, unparsed => SchemaDocument.Parse(unparsed.ToString())) : Missing;
}
