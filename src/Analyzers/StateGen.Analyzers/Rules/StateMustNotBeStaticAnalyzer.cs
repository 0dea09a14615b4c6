using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG1005. Reports static state properties.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StateMustNotBeStaticAnalyzer() : ParserAnalyzer(DiagnosticCatalogue.StaticState);
