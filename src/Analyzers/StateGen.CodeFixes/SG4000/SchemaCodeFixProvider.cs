using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using StateGen.Analyzers.SG4000;
using StateGen.Generators.Diagnostics;

namespace StateGen.CodeFixes.SG4000;

/// <summary>Provides the base class of the code fixes that write the schema files of a project.</summary>
public abstract class SchemaCodeFixProvider : CodeFixProvider
{
    private readonly string _title;
    private readonly ProjectFixAll _fixAll;

    private protected SchemaCodeFixProvider(string title, params ReadOnlySpan<string> ids)
    {
        _title = title;
        _fixAll = new(title, IsFixable, (project, diagnostics, cancellationToken) => ApplyAsync(project, new(diagnostics), cancellationToken));
        FixableDiagnosticIds = ids.ToImmutableArray();
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => _fixAll;

    /// <inheritdoc/>
    public sealed override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var project = context.TextDocument.Project;
        foreach (var diagnostic in context.Diagnostics.Where(IsFixable))
        {
            var action = CodeAction.Create(_title, cancellationToken => ApplyAsync(project, new([diagnostic]), cancellationToken), GetType().Name);
            context.RegisterCodeFix(action, diagnostic);
        }

        return Task.CompletedTask;
    }

    private protected virtual Task<Solution> ApplyAsync(Project project, RecordedChange change, CancellationToken cancellationToken) =>
        SchemaFileEdits.RecordAsync(project, change, cancellationToken);

    // Without these properties, another problem of the operator must be fixed first.
    private static bool IsFixable(Diagnostic diagnostic) =>
        diagnostic.Properties.ContainsKey(SchemaProperties.Schema) || diagnostic.Properties.ContainsKey(SchemaProperties.RemovedOperator);
}

/// <summary>SG4001. Creates the schema files.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MissingSchemaFilesCodeFixProvider))]
[Shared]
public sealed class MissingSchemaFilesCodeFixProvider()
    : SchemaCodeFixProvider("Create StateSchema.Shipped.txt and StateSchema.Unshipped.txt", DiagnosticIds.MissingSchemaFiles)
{
    private protected override Task<Solution> ApplyAsync(Project project, RecordedChange change, CancellationToken cancellationToken) =>
        Task.FromResult(SchemaFileEdits.Create(project, change));
}

/// <summary>Records an intended change in <c>StateSchema.Unshipped.txt</c>.</summary>
[ExportCodeFixProvider(
    LanguageNames.CSharp, Name = nameof(UnrecordedChangeCodeFixProvider),
    DocumentKinds = [nameof(TextDocumentKind.Document), nameof(TextDocumentKind.AdditionalDocument)], DocumentExtensions = [".cs", ".txt"])]
[Shared]
public sealed class UnrecordedChangeCodeFixProvider()
    : SchemaCodeFixProvider(
        "Record in StateSchema.Unshipped.txt",
        DiagnosticIds.UnrecordedOperator, DiagnosticIds.UnrecordedState, DiagnosticIds.UnrecordedOperatorRemoval, DiagnosticIds.UnrecordedStateRemoval,
        DiagnosticIds.UnrecordedChange, DiagnosticIds.UnrecordedOneWayChange, DiagnosticIds.RenumberedEnumMember);

/// <summary>Records an apparent rename as the removal of one state, member or operator and the addition of another.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ChangedOperatorIdCodeFixProvider))]
[Shared]
public sealed class ChangedOperatorIdCodeFixProvider()
    : SchemaCodeFixProvider("Record as removed and added (the stored values are dropped)", DiagnosticIds.MissingFormerName, DiagnosticIds.ChangedOperatorId);

/// <summary>Records a change with which shipped state cannot be restored, and discards that state.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnrestorableStateCodeFixProvider))]
[Shared]
public sealed class UnrestorableStateCodeFixProvider()
    : SchemaCodeFixProvider(
        "Discard the state of shipped versions (their checkpoints can no longer be restored)",
        DiagnosticIds.UnrestorableState, DiagnosticIds.ChangedKeyType, DiagnosticIds.ChangedMapKeyType, DiagnosticIds.RemovedEnumMember,
        DiagnosticIds.ChangedTtlClock);
