using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG1021. Reports upgrades that do not convert to the type of their state.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UpgradeMustFitAnalyzer() : ParserAnalyzer(DiagnosticCatalogue.WrongUpgrade);
