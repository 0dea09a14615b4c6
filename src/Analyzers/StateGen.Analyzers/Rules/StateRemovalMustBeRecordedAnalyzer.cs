using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG4005. Reports operators of which a recorded state is gone.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StateRemovalMustBeRecordedAnalyzer() : SchemaAnalyzer(DiagnosticCatalogue.StateRemoved);
