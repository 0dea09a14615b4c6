using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG4006. Reports states and members that seem to have another name and do not say so.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RenamedStateMustHaveFormerNameAnalyzer() : SchemaAnalyzer(DiagnosticCatalogue.LooksRenamed);
