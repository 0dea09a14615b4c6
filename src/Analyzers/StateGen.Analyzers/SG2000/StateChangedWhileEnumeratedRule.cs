using Microsoft.CodeAnalysis;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2009. Reports loops over a map or list state that change it and continue.</summary>
internal sealed class StateChangedWhileEnumeratedRule() : FlowRule(DiagnosticCatalogue.StateChangedWhileEnumerated)
{
    public override IEnumerable<Diagnostic> Find(MemberFlow flow) => flow.Facts.ChangedWhileEnumerated
        .OrderBy(entry => entry.Place.SpanStart).Select(entry => Diagnostic.Create(Rule, entry.Place.GetLocation(), entry.State.Name));
}
