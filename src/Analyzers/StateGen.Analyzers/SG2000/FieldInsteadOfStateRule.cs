using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using StateGen.Analyzers.Flow;
using StateGen.Analyzers.Flow.Effects;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2001. Reports fields, auto-properties and captured parameters that callbacks change, at their declarations.</summary>
internal sealed class FieldInsteadOfStateRule() : OperatorCodeRule(DiagnosticCatalogue.FieldInsteadOfState)
{
    public override Action<OperatorEnd>? Register(OperatorStart context, OperatorCode code) => end => Report(end, code);

    private void Report(OperatorEnd end, OperatorCode code)
    {
        var changes = new FieldChanges(code, SourceCode.Of(end.Compilation), end.CancellationToken);
        foreach (var field in changes.Fields)
        {
            var found = changes.Find(field);
            if (found.Count > 0 && code.TryClaim(field))
                Report(end, field, InSourceOrder(found));
        }
    }

    private static FieldChange[] InSourceOrder(List<FieldChange> changes) =>
    [
        .. changes.OrderBy(change => change.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(change => change.Location.SourceSpan.Start),
    ];

    private void Report(OperatorEnd context, ISymbol changed, FieldChange[] changes)
    {
        var stateName = FutureState.FindName(changed, context.Compilation, context.CancellationToken);
        var none = ImmutableDictionary<string, string?>.Empty;
        var properties = stateName is null ? none : none.Add(OperatorCodeProperties.StateName, stateName);
        var locations = changes.Select(change => change.Location);
        context.ReportDiagnostic(Diagnostic.Create(Rule, changed.Locations[0], locations, properties, changed.Name, changes[0].Member.Name));
    }
}
