using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers;

/// <summary>
/// Runs the rules that share an analyzer, for one compilation. To the compiler, an exception of a rule is one of the analyzer, which would take the reports of
/// its other rules with it. Here, a rule that throws is reported once (SG9001) and then stopped, because its later reports may depend on code that it could
/// not analyze. Thread-safe.
/// </summary>
internal sealed class RuleGuard
{
    private readonly ConcurrentDictionary<string, bool> _stopped = new(StringComparer.Ordinal);

    /// <summary>Returns an action of a rule that stops the rule if it throws.</summary>
    public Action<OperationAnalysisContext> Protect(DiagnosticDescriptor rule, Action<OperationAnalysisContext> action) => context => Run(
        NameOf(rule), context, action, static context => context.Operation.Syntax.GetLocation(), static (context, failed) => context.ReportDiagnostic(failed));

    /// <inheritdoc cref="Protect(DiagnosticDescriptor, Action{OperationAnalysisContext})"/>
    public Action<OperationBlockAnalysisContext> Protect(DiagnosticDescriptor rule, Action<OperationBlockAnalysisContext> action) => context => Run(
        NameOf(rule), context, action, static context => context.OwningSymbol.Locations[0], static (context, failed) => context.ReportDiagnostic(failed));

    /// <inheritdoc cref="Protect(DiagnosticDescriptor, Action{OperationAnalysisContext})"/>
    public Action<SymbolAnalysisContext> Protect(DiagnosticDescriptor rule, Action<SymbolAnalysisContext> action) => context => Run(
        NameOf(rule), context, action, static context => context.Symbol.Locations[0], static (context, failed) => context.ReportDiagnostic(failed));

    /// <summary>Runs a part of a rule, and stops the rule if it throws.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="place">The code that the rule analyzes.</param>
    /// <param name="report">The action that reports a diagnostic.</param>
    /// <param name="action">The part of the rule.</param>
    public void Run(DiagnosticDescriptor rule, Location place, Action<Diagnostic> report, Action action) => Run(NameOf(rule), place, report, action);

    /// <summary>Runs a part of an analyzer on which several rules depend, and stops these rules if it throws.</summary>
    /// <param name="rules">The name of the rules, with which a message can begin.</param>
    /// <param name="place">The code that the rules analyze.</param>
    /// <param name="report">The action that reports a diagnostic.</param>
    /// <param name="action">The part of the analyzer.</param>
    public void Run(string rules, Location place, Action<Diagnostic> report, Action action) =>
        Run(rules, (place, report, action), static run => run.action(), static run => run.place, static (run, failed) => run.report(failed));

    /// <summary>Runs a part of an analyzer for one member. If it throws, that is reported once, and other members are analyzed as usual.</summary>
    /// <param name="rules">The name of the rules that depend on the part, with which a message can begin.</param>
    /// <param name="place">The member.</param>
    /// <param name="report">The action that reports a diagnostic.</param>
    /// <param name="action">The part of the analyzer.</param>
    public void RunApart(string rules, Location place, Action<Diagnostic> report, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // As for a rule. What was found in other members does not depend on this one.
            if (_stopped.TryAdd(rules, true))
                report(Describe(rules, exception, place));
        }
    }

    private static string NameOf(DiagnosticDescriptor rule) => $"Rule {rule.Id}";

    private void Run<TContext>(
        string rules, TContext context, Action<TContext> action, Func<TContext, Location> locate, Action<TContext, Diagnostic> report)
    {
        if (_stopped.ContainsKey(rules))
            return;
        try
        {
            action(context);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A rule may fail in any way on code that nobody thought of, and the other rules must still report.
            if (_stopped.TryAdd(rules, true))
                report(context, Describe(rules, exception, locate(context)));
        }
    }

    private static Diagnostic Describe(string rules, Exception exception, Location location)
    {
        var thrower = exception.TargetSite is { DeclaringType: { } type, Name: var method } ? $" in {type.Name}.{method}" : "";
        return Diagnostic.Create(DiagnosticCatalogue.RuleFailed, location, rules, $"{exception.GetType().Name}{thrower}: {OneLine(exception.Message)}");
    }

    private static string OneLine(string message) => string.Join(" ", message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
}
