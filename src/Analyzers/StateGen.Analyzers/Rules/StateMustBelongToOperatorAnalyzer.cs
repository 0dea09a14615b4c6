using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG1006. Reports state that is declared outside an operator class, such as in a base class of one.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StateMustBelongToOperatorAnalyzer() : ParserAnalyzer(DiagnosticCatalogue.StateOutsideOperator);
