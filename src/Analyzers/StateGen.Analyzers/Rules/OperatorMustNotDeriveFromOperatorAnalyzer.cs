using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG1017. Reports operators that derive from other operators.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OperatorMustNotDeriveFromOperatorAnalyzer() : ParserAnalyzer(DiagnosticCatalogue.DerivesFromOperator);
