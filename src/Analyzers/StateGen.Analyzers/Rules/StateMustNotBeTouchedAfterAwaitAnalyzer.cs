using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Analyzers.Usage;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG2004. Reports state that is touched after an await.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StateMustNotBeTouchedAfterAwaitAnalyzer() : UsePlaceAnalyzer(DiagnosticCatalogue.StateAfterAwait, UsePlace.AfterAwait);
