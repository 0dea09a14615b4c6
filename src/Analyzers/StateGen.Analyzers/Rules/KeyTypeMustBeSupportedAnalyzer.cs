using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG1013. Reports types that cannot be the key of an operator or of a map.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class KeyTypeMustBeSupportedAnalyzer() : ParserAnalyzer(DiagnosticCatalogue.UnsupportedKey);
