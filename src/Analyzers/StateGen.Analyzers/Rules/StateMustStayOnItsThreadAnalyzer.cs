using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Analyzers.Usage;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG2005. Reports state that is touched by a delegate that another thread runs.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StateMustStayOnItsThreadAnalyzer() : UsePlaceAnalyzer(DiagnosticCatalogue.StateOnOtherThread, UsePlace.OtherThread);
