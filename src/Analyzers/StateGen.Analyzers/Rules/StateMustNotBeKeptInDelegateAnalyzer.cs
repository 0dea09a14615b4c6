using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Analyzers.Usage;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG2006. Reports state that is touched by a delegate that outlives the callback.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StateMustNotBeKeptInDelegateAnalyzer() : UsePlaceAnalyzer(DiagnosticCatalogue.StateInKeptDelegate, UsePlace.Kept);
