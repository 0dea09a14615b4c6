using StateGen.Analyzers.Usage;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG2004. Reports state that is touched after an await.</summary>
internal sealed class StateMustNotBeTouchedAfterAwaitRule() : UsePlaceRule(DiagnosticCatalogue.StateAfterAwait, UsePlace.AfterAwait);
