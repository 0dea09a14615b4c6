using System.Collections.Immutable;
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
