using Microsoft.CodeAnalysis;
using StateGen.Analyzers.Flow;
using StateGen.Analyzers.Flow.Effects;
using StateGen.Analyzers.Flow.Timers;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2013. Reports timers that every event registers at its own time or at a fixed distance from it.</summary>
internal sealed class TimerPerEventRule() : OperatorCodeRule(DiagnosticCatalogue.TimerPerEvent)
{
    public override Action<OperatorEnd>? Register(OperatorStart context, OperatorCode code) => end => Report(end, code);

    private void Report(OperatorEnd end, OperatorCode code)
    {
        if (!code.Calls.MayRegisterTimers)
            return;
        var source = SourceCode.Of(end.Compilation);
        var times = new EventTimes(source, SelectedTimes.Of(end.Compilation), end.CancellationToken);
        foreach (var callback in code.Type.GetMembers().OfType<IMethodSymbol>().Where(IsForEvents))
        {
            if (DeletesTimers(callback, code))
                continue;
            foreach (var call in new TimerRegistrations(source, code, times, end.CancellationToken).Find(callback).Where(call => code.TryClaim(Rule, call)))
                end.ReportDiagnostic(Diagnostic.Create(Rule, call.GetLocation()));
        }
    }

    private static bool IsForEvents(IMethodSymbol method) => method.Name is not ("OnTimer" or "OnKey") && OperatorMembers.IsCallback(method);

    // The callback deletes the timer of an earlier event, so that timers do not accumulate.
    private static bool DeletesTimers(IMethodSymbol callback, OperatorCode code)
    {
        var run = code.Calls.FindUsedBy([CallGraph.MemberOf(callback)]);
        return code.Calls.Uses.Any(use => use.Used.Name is "DeleteEventTime" or "DeleteProcessingTime" && run.Contains(use.User));
    }
}
