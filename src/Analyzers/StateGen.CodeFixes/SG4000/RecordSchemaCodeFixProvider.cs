using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace StateGen.CodeFixes.SG4000;

/// <summary>Records an intended change in <c>StateSchema.Unshipped.txt</c>.</summary>
[ExportCodeFixProvider(
    LanguageNames.CSharp, Name = nameof(RecordSchemaCodeFixProvider),
    DocumentKinds = [nameof(TextDocumentKind.Document), nameof(TextDocumentKind.AdditionalDocument)], DocumentExtensions = [".cs", ".txt"])]
[Shared]
public sealed class RecordSchemaCodeFixProvider()
    : SchemaCodeFixProvider("Record in StateSchema.Unshipped.txt", "SG4002", "SG4003", "SG4004", "SG4005", "SG4007", "SG4008", "SG4014");
