using Microsoft.CodeAnalysis;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2009. Reports loops over a map or list state that change it and continue.</summary>
internal sealed class StateChangedWhileEnumeratedRule() : FlowRule(DiagnosticCatalogue.StateChangedWhileEnumerated)
{
    public override IEnumerable<Diagnostic> Find(MemberFlow flow) => flow.Facts.ChangedWhileEnumerated
        .OrderBy(entry => entry.Key.Place.SpanStart).Select(entry => Describe(entry.Key.Place, entry.Key.State, entry.Value));

    private Diagnostic Describe(SyntaxNode place, IPropertySymbol state, IEnumerable<SyntaxNode> changes) =>
        Diagnostic.Create(Rule, place.GetLocation(), changes.OrderBy(change => change.SpanStart).Select(change => change.GetLocation()), state.Name);
}
