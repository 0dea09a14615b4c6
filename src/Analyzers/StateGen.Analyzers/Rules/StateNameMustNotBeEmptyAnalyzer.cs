using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG1019. Reports states whose name is empty or blank.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StateNameMustNotBeEmptyAnalyzer() : ParserAnalyzer(DiagnosticCatalogue.EmptyStateName);
