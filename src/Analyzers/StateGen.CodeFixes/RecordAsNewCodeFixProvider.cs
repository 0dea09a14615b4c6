using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace StateGen.CodeFixes;

/// <summary>Records that what looks renamed is not: one thing is gone and another is new.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RecordAsNewCodeFixProvider))]
[Shared]
public sealed class RecordAsNewCodeFixProvider() : SchemaCodeFixProvider("Record as removed and added (the stored values are dropped)", "SG4006", "SG4012");
