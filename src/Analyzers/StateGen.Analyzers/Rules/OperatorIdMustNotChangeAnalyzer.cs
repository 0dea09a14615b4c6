using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG4012. Reports operators that seem to have another id than the one under which their state was shipped.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OperatorIdMustNotChangeAnalyzer() : SchemaAnalyzer(DiagnosticCatalogue.OperatorIdChanged);
