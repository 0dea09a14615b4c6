using StateGen.Analyzers.Usage;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG2006. Reports state that is touched by a delegate that outlives the callback.</summary>
internal sealed class StateMustNotBeKeptInDelegateRule() : UsePlaceRule(DiagnosticCatalogue.StateInKeptDelegate, UsePlace.Kept);
