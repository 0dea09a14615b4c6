using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace StateGen.CodeFixes.SG4000;

/// <summary>Creates the files of recorded schemas.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CreateSchemaFilesCodeFixProvider))]
[Shared]
public sealed class CreateSchemaFilesCodeFixProvider() : SchemaCodeFixProvider("Create StateSchema.Shipped.txt and StateSchema.Unshipped.txt", "SG4001")
{
    private protected override Task<Solution> ApplyAsync(Project project, RecordedChange change, CancellationToken cancellationToken) =>
        Task.FromResult(SchemaFileEdits.Create(project, change));
}
