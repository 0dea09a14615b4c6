using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG1004. Reports value states without <c>get</c> and <c>set</c>, and collections with more than <c>get</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StateMustHaveFittingAccessorsAnalyzer() : ParserAnalyzer(DiagnosticCatalogue.WrongAccessors);
