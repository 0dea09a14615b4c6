using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2006. Reports state that is touched by a delegate that outlives the callback.</summary>
internal sealed class StateMustNotBeKeptInDelegateRule() : UsePlaceRule(DiagnosticCatalogue.StateInKeptDelegate, UsePlace.Kept);
