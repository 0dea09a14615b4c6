using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG1009. Reports states of types that no codec can be generated for.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StateTypeMustBeSupportedAnalyzer() : ParserAnalyzer(DiagnosticCatalogue.UnsupportedType);
