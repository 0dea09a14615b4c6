using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG4003. Reports states that are not recorded.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StateMustBeRecordedAnalyzer() : SchemaAnalyzer(DiagnosticCatalogue.StateNotRecorded);
