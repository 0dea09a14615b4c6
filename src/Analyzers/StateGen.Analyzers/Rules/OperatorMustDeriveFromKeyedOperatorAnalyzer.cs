using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG1002. Reports classes that are marked as operators but do not derive from <c>KeyedOperator</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OperatorMustDeriveFromKeyedOperatorAnalyzer() : ParserAnalyzer(DiagnosticCatalogue.NotKeyedOperator);
