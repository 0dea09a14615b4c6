using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG4009. Reports changes that state of a shipped version cannot follow.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ShippedStateMustBeRestorableAnalyzer() : SchemaAnalyzer(DiagnosticCatalogue.StateCannotBeRestored);
