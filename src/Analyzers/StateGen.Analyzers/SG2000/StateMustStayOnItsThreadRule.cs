using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2005. Reports state that is touched by a delegate that another thread runs.</summary>
internal sealed class StateMustStayOnItsThreadRule() : UsePlaceRule(DiagnosticCatalogue.StateOnOtherThread, UsePlace.OtherThread);
