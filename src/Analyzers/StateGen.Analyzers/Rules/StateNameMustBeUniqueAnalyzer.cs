using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG1007. Reports states of one operator that have the same name.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StateNameMustBeUniqueAnalyzer() : ParserAnalyzer(DiagnosticCatalogue.DuplicateStateName);
