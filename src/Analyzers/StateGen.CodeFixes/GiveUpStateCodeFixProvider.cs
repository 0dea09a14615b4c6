using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace StateGen.CodeFixes;

/// <summary>Records a change that shipped state cannot follow, and that this state is given up.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(GiveUpStateCodeFixProvider))]
[Shared]
public sealed class GiveUpStateCodeFixProvider()
    : SchemaCodeFixProvider("Discard the state of shipped versions (their checkpoints can no longer be restored)", "SG4009", "SG4010", "SG4011", "SG4013");
