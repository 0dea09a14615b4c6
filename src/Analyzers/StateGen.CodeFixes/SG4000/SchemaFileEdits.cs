using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using StateGen.Analyzers.SG4000;
using StateGen.Schemas;
using StateGen.Schemas.Recording;

namespace StateGen.CodeFixes.SG4000;

/// <summary>Edits the schema files among the additional documents of a project.</summary>
internal static class SchemaFileEdits
{
    /// <summary>Records changes in <c>StateSchema.Unshipped.txt</c> of a project, and creates the file if it does not exist.</summary>
    public static async Task<Solution> RecordAsync(Project project, RecordedChange change, CancellationToken cancellationToken)
    {
        var shipped = await ReadAsync(project, SchemaFileFormat.ShippedName, cancellationToken).ConfigureAwait(false);
        var unshipped = await ReadAsync(project, SchemaFileFormat.UnshippedName, cancellationToken).ConfigureAwait(false);
        return Put(project, SchemaFileFormat.UnshippedName, change.Write(shipped ?? "", unshipped ?? SchemaFileFormat.EmptyUnshipped));
    }

    /// <summary>Creates both schema files, with all changes recorded as unshipped.</summary>
    public static Solution Create(Project project, RecordedChange change)
    {
        var withShipped = Put(project, SchemaFileFormat.ShippedName, SchemaFileFormat.EmptyShipped);
        return Put(withShipped.GetProject(project.Id)!, SchemaFileFormat.UnshippedName, change.Write("", SchemaFileFormat.EmptyUnshipped));
    }

    private static async Task<string?> ReadAsync(Project project, string name, CancellationToken cancellationToken)
    {
        if (Find(project, name) is not { } document)
            return null;
        return (await document.GetTextAsync(cancellationToken).ConfigureAwait(false)).ToString();
    }

    private static Solution Put(Project project, string name, string text)
    {
        var source = SourceText.From(text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        if (Find(project, name) is { } document)
            return project.Solution.WithAdditionalDocumentText(document.Id, source);
        var path = project.FilePath is { } projectPath ? Path.Combine(Path.GetDirectoryName(projectPath)!, name) : name;
        return project.Solution.AddAdditionalDocument(DocumentId.CreateNewId(project.Id, name), name, source, folders: null, path);
    }

    private static TextDocument? Find(Project project, string name) =>
        project.AdditionalDocuments.FirstOrDefault(document => Path.GetFileName(document.FilePath ?? document.Name) == name);
}

/// <summary>Represents the changes to record for one or more diagnostics.</summary>
internal sealed class RecordedChange
{
    private readonly SortedDictionary<string, OperatorSchema> _declared = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _removed = new(StringComparer.Ordinal);

    public RecordedChange(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
            Add(diagnostic.Properties);
    }

    /// <summary>The text of <c>StateSchema.Unshipped.txt</c> after the changes are recorded.</summary>
    /// <exception cref="FormatException">A file is malformed.</exception>
    public string Write(string shipped, string unshipped) => SchemaRecorder.Record(shipped, unshipped, _declared.Values, _removed);

    private void Add(ImmutableDictionary<string, string?> properties)
    {
        if (properties.TryGetValue(SchemaProperties.Schema, out var text) && OperatorSchema.Parse(text!) is var schema)
            _declared[schema.OperatorId] = schema;
        foreach (var name in new[] { SchemaProperties.RemovedOperator, SchemaProperties.GivenUpOperator })
        {
            if (properties.TryGetValue(name, out var operatorId))
                _removed.Add(operatorId!);
        }
    }
}
