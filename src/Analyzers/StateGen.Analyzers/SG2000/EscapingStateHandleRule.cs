using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Analyzers.Flow.Values;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.SG2000;

/// <summary>
/// SG2008. Reports state handles, sequences that stream from them, and contexts that are stored, emitted or returned, also inside other objects.
/// </summary>
internal sealed class EscapingStateHandleRule() : FlowRule(DiagnosticCatalogue.EscapingStateHandle)
{
    public override IEnumerable<Diagnostic> Find(MemberFlow flow)
    {
        if (OperatorMembers.IsKeyless(flow.Member))
            yield break;
        var reported = new HashSet<SyntaxNode>();
        foreach (var happened in flow.Events)
        {
            if (FindEscape(flow, happened) is not var (value, escape) || NameOf(flow.Body, value) is not { } name)
                continue;
            var place = happened is StoreEvent ? PlaceOf(happened.Operation) : happened.Operation.Syntax;
            if (reported.Add(place))
                yield return Diagnostic.Create(Rule, place.GetLocation(), name, escape);
        }
    }

    private static (ValueSet Value, string Escape)? FindEscape(MemberFlow flow, FlowEvent happened) => happened switch
    {
        EmitEvent emit => (emit.Value, "emitted"),
        StoreEvent { Holder: { } holder } store => (store.Value, $"stored in '{holder.Name}'"),
        StoreEvent store => (store.Value, "stored in another object"),
        HandOverEvent { Context: ExecutionContextKind.Escaping } kept => (kept.Delegates, "handed over to an object that keeps it"),
        ReturnEvent returned when OperatorMembers.IsVisible(flow.Member) && flow.Body.Main.Events.Any(events => events.Contains(returned)) =>
            (returned.Value, "returned"),
        _ => null,
    };

    // The value that is stored, and not the whole assignment or call.
    private static SyntaxNode PlaceOf(IOperation operation) => operation switch
    {
        IAssignmentOperation assignment => assignment.Value.Syntax,
        IInvocationOperation { Arguments: [.., { Value: var value }] } => value.Syntax,
        _ => operation.Syntax,
    };

    private static string? NameOf(FlowBody body, ValueSet value)
    {
        foreach (var index in body.Reach(value).OrderBy(index => index))
        {
            var origin = body.Origins[index];
            if (origin.Kind is OriginKind.Handle or OriginKind.Context)
                return origin.Symbol!.Name;
        }

        return null;
    }
}
