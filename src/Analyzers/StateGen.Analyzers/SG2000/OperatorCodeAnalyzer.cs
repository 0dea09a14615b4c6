using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Analyzers.Flow;
using StateGen.Analyzers.SG3000;

namespace StateGen.Analyzers.SG2000;

/// <summary>
/// Implements the rules about the code of operators. It analyzes every class that derives from <c>KeyedOperator</c>, with or without <c>[Operator]</c>, because
/// base classes may contain logic; for other classes, only the base types are examined. The C# 14 compilers never report that all members of a class with a
/// partial constructor have been analyzed, so the findings for such a class are reported at the end of the compilation.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OperatorCodeAnalyzer : RuleAnalyzer
{
    private static readonly ImmutableArray<OperatorCodeRule> Rules =
    [
        new FieldInsteadOfStateRule(),
        new StateWithoutCurrentKeyRule(),
        new AsyncCallbackRule(),
        new StateAfterAwaitRule(),
        new StateOnOtherThreadRule(),
        new StateInEscapingDelegateRule(),
        new StateNotAssignedBackRule(),
        new EscapingStateHandleRule(),
        new StateChangedWhileEnumeratedRule(),
        new NondeterministicCallbackRule(),
        new BlockingCallbackRule(),
        new ListStateRewrittenRule(),
        new TimerPerEventRule(),
        new EmittedValueChangedRule(),
        new SwallowedExceptionRule(),
        new UnboundedCollectionStateRule(),
    ];

    /// <summary>Creates the analyzer.</summary>
    public OperatorCodeAnalyzer()
        : base([.. Rules.Select(rule => rule.Rule)])
    {
    }

    private protected override void Start(CompilationStartAnalysisContext context)
    {
        var waiting = new ConcurrentDictionary<ISymbol, Action<OperatorEnd>[]>(SymbolEqualityComparer.Default);
        context.RegisterSymbolStartAction(start => StartType(start, waiting), SymbolKind.NamedType);
        context.RegisterCompilationEndAction(
            end => Report(waiting.Values.SelectMany(reports => reports), new(end.Compilation, end.ReportDiagnostic, end.CancellationToken)));
        foreach (var look in Rules.Select(rule => rule.LookAtCall).OfType<Action<OperationAnalysisContext>>())
            context.RegisterOperationAction(look, OperationKind.Invocation);
    }

    private static void StartType(SymbolStartAnalysisContext context, ConcurrentDictionary<ISymbol, Action<OperatorEnd>[]> waiting)
    {
        if (!OperatorMembers.IsOperatorCode(context.Symbol))
            return;
        var type = (INamedTypeSymbol)context.Symbol;
        var calls = CallGraph.Record(context, type);
        waiting[type] = [.. Rules.Select(rule => rule.Register(context, type, calls)).OfType<Action<OperatorEnd>>()];
        context.RegisterSymbolEndAction(end =>
        {
            if (waiting.TryRemove(end.Symbol, out var due))
                Report(due, new(end.Compilation, end.ReportDiagnostic, end.CancellationToken));
        });
    }

    private static void Report(IEnumerable<Action<OperatorEnd>> reports, OperatorEnd end)
    {
        foreach (var report in reports)
            report(end);
    }
}

/// <summary>The context of the final reports about an operator, after all of its members have been analyzed.</summary>
/// <param name="Compilation">The compilation of the operator.</param>
/// <param name="ReportDiagnostic">The action that reports a diagnostic.</param>
/// <param name="CancellationToken">The token that cancels the analysis.</param>
internal readonly record struct OperatorEnd(Compilation Compilation, Action<Diagnostic> ReportDiagnostic, CancellationToken CancellationToken);
