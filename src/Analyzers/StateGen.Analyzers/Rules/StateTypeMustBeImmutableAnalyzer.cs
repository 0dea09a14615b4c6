using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG1010. Reports states of types that can be changed in place.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StateTypeMustBeImmutableAnalyzer() : ParserAnalyzer(DiagnosticCatalogue.MutableType);
