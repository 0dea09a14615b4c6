using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG1001. Reports operators, and types around operators, that are not partial.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OperatorMustBePartialAnalyzer() : ParserAnalyzer(DiagnosticCatalogue.NotPartial);
