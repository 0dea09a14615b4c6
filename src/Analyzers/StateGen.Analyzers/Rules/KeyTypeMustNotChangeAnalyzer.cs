using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG4010. Reports operators whose key has another shape than shipped state.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class KeyTypeMustNotChangeAnalyzer() : SchemaAnalyzer(DiagnosticCatalogue.KeyTypeChanged);
