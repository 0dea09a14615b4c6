using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG1003. Reports state properties that are not partial, or whose accessors the user wrote.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StateMustBePartialAnalyzer() : ParserAnalyzer(DiagnosticCatalogue.StateNotPartial);
