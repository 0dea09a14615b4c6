using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG1008. Reports operators whose id is missing, empty or blank.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OperatorMustHaveIdAnalyzer() : ParserAnalyzer(DiagnosticCatalogue.MissingOperatorId);
