using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Analyzers.Flow.Timers;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2019. Reports timers of processing time at the time of an event, and timers of event time at the processing time.</summary>
internal sealed class TimerOfOtherTimeRule() : OperatorCodeRule(DiagnosticCatalogue.TimerOfOtherTime)
{
    private const string EventTime = "EventTime";
    private const string ProcessingTime = "ProcessingTime";
    private const string Timestamp = "Timestamp";
    private const int MostDepth = 16;

    public override Action<OperatorEnd>? Register(OperatorStart context, OperatorCode code)
    {
        var uses = new ConcurrentBag<TimeUse>();
        context.RegisterOperationAction(operation => Add(operation, uses), OperationKind.Invocation);
        return end => Report(end, code, uses);
    }

    private static void Add(CodeOperation context, ConcurrentBag<TimeUse> uses)
    {
        if (context.Around.IsInName || context.Operation is not IInvocationOperation { Arguments: [{ Value: var time }], TargetMethod: var method }
            || !KnownTypes.IsTimerService(method.ContainingType))
            return;
        var expected = method.Name.EndsWith(EventTime, StringComparison.Ordinal) ? Timestamp : ProcessingTime;
        var found = TimesIn(time, 0).ToArray();
        if (found.Length == 0 || Array.Exists(found, one => one.Property.Name == expected))
            return;
        var member = context.Around.LocalFunction?.Symbol.OriginalDefinition ?? CallGraph.MemberOf(context.ContainingSymbol);
        uses.Add(new(member, method.Name, expected, found[0]));
    }

    private void Report(OperatorEnd end, OperatorCode code, ConcurrentBag<TimeUse> uses)
    {
        if (uses.IsEmpty)
            return;
        var inTimers = code.Calls.FindUsedBy(code.Type.GetMembers("OnTimer").Where(code.IsEntry));
        foreach (var use in uses.GroupBy(static use => use.Found.Syntax).Select(static same => same.First()))
        {
            // In a timer of processing time, the timestamp is one.
            if (use.Expected == Timestamp || !inTimers.Contains(use.Member))
                end.ReportDiagnostic(Describe(use));
        }
    }

    private Diagnostic Describe(TimeUse use)
    {
        var (expected, found) = use.Expected == Timestamp ? ("an event time", "the processing time") : ("a processing time", "the time of the event");
        var name = use.Found.Syntax.ToString();
        var better = name.EndsWith(use.Found.Property.Name, StringComparison.Ordinal)
            ? name.Substring(0, name.Length - use.Found.Property.Name.Length) + use.Expected : use.Expected;
        return Diagnostic.Create(Rule, use.Found.Syntax.GetLocation(), use.Method, expected, name, found, better);
    }

    // The times of the context that a time is at a distance from. What is between two times is no time.
    private static IEnumerable<IPropertyReferenceOperation> TimesIn(IOperation? value, int depth)
    {
        if (value is null || depth == MostDepth)
            return [];
        return value switch
        {
            IPropertyReferenceOperation { Property: { Name: Timestamp or ProcessingTime } property } time
                when KnownTypes.IsOperatorContext(property.ContainingType) => [time],
            IPropertyReferenceOperation { Instance: { } instance } when EventTimes.IsTime(instance.Type) => TimesIn(instance, depth + 1),
            IConversionOperation conversion => TimesIn(conversion.Operand, depth + 1),
            IParenthesizedOperation parenthesized => TimesIn(parenthesized.Operand, depth + 1),
            IBinaryOperation sum when EventTimes.IsTime(sum.Type) => TimesIn(sum.LeftOperand, depth + 1),
            IBinaryOperation sum when sum.Type?.SpecialType == SpecialType.System_Int64 => InAll([sum.LeftOperand, sum.RightOperand], depth),
            IInvocationOperation { Instance: { } instance } call when EventTimes.IsTime(call.TargetMethod.ContainingType) && !IsSpan(call.Type) =>
                TimesIn(instance, depth + 1),
            IInvocationOperation { Instance: null } call when EventTimes.IsTime(call.TargetMethod.ContainingType) =>
                InAll(call.Arguments.Select(static argument => argument.Value), depth),
            IObjectCreationOperation made when EventTimes.IsTime(made.Type) => InAll(made.Arguments.Select(static argument => argument.Value), depth),
            IConditionalOperation choice => InAll([choice.WhenTrue, choice.WhenFalse], depth),
            ICoalesceOperation choice => InAll([choice.Value, choice.WhenNull], depth),
            ILocalReferenceOperation variable => TimesIn(LocalVariables.FindAssignedOnce(variable), depth + 1),
            _ => [],
        };
    }

    private static IEnumerable<IPropertyReferenceOperation> InAll(IEnumerable<IOperation?> values, int depth) =>
        values.SelectMany(value => TimesIn(value, depth + 1));

    private static bool IsSpan(ITypeSymbol? type) => type?.Name == "TimeSpan";

    /// <summary>A time in the argument of a call of the timer service.</summary>
    private sealed record TimeUse(ISymbol Member, string Method, string Expected, IPropertyReferenceOperation Found);
}
