using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2004. Reports state that is touched after an await.</summary>
internal sealed class StateMustNotBeTouchedAfterAwaitRule() : UsePlaceRule(DiagnosticCatalogue.StateAfterAwait, UsePlace.AfterAwait);
