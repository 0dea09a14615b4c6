using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using StateGen.Analyzers.SG4000;

namespace StateGen.CodeFixes.SG4000;

/// <summary>A fix that writes the files of recorded schemas of a project.</summary>
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
            context.RegisterCodeFix(CodeAction.Create(_title, cancellationToken => ApplyAsync(project, new([diagnostic]), cancellationToken), GetType().Name), diagnostic);
        return Task.CompletedTask;
    }

    private protected virtual Task<Solution> ApplyAsync(Project project, RecordedChange change, CancellationToken cancellationToken) =>
        SchemaFileEdits.RecordAsync(project, change, cancellationToken);

    // Without these facts, something else about the operator has to be mended first.
    private static bool IsFixable(Diagnostic diagnostic) =>
        diagnostic.Properties.ContainsKey(SchemaProperties.Schema) || diagnostic.Properties.ContainsKey(SchemaProperties.RemovedOperator);
}

/// <summary>Creates the files of recorded schemas.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MissingSchemaFilesCodeFixProvider))]
[Shared]
public sealed class MissingSchemaFilesCodeFixProvider() : SchemaCodeFixProvider("Create StateSchema.Shipped.txt and StateSchema.Unshipped.txt", "SG4001")
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
    : SchemaCodeFixProvider("Record in StateSchema.Unshipped.txt", "SG4002", "SG4003", "SG4004", "SG4005", "SG4007", "SG4008", "SG4014");

/// <summary>Records that what looks renamed is not: one thing is gone and another is new.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ChangedOperatorIdCodeFixProvider))]
[Shared]
public sealed class ChangedOperatorIdCodeFixProvider() : SchemaCodeFixProvider("Record as removed and added (the stored values are dropped)", "SG4006", "SG4012");

/// <summary>Records a change that shipped state cannot follow, and that this state is given up.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnrestorableStateCodeFixProvider))]
[Shared]
public sealed class UnrestorableStateCodeFixProvider()
    : SchemaCodeFixProvider("Discard the state of shipped versions (their checkpoints can no longer be restored)", "SG4009", "SG4010", "SG4011", "SG4013");
