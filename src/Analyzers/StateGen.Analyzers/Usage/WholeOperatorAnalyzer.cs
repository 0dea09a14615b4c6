using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace StateGen.Analyzers.Usage;

/// <summary>
/// Looks at the code of operators, as <see cref="OperatorCodeAnalyzer"/> does, and reports when all members of an operator were seen. The compilers of C# 14 never
/// say so of a class with a partial constructor: what still waits is reported at the end of the compilation.
/// </summary>
public abstract class WholeOperatorAnalyzer : RuleAnalyzer
{
    private protected WholeOperatorAnalyzer(DiagnosticDescriptor rule)
        : base(rule)
    {
    }

    /// <summary>Looks at every call in the compilation, for rules about code that belongs to operators and stands elsewhere; null for no such rule.</summary>
    private protected virtual Action<OperationAnalysisContext>? LookAtCall => null;

    /// <summary>Registers what is to be looked at in one operator.</summary>
    /// <param name="context">Actions registered here see the members of the operator, nested types and lambdas included.</param>
    /// <param name="operatorType">The operator.</param>
    /// <returns>What reports at the end; null where nothing is looked at.</returns>
    private protected abstract Action<OperatorEnd>? Register(SymbolStartAnalysisContext context, INamedTypeSymbol operatorType);

    private protected sealed override void Start(CompilationStartAnalysisContext context)
    {
        var waiting = new ConcurrentDictionary<ISymbol, Action<OperatorEnd>>(SymbolEqualityComparer.Default);
        context.RegisterSymbolStartAction(start => StartType(start, waiting), SymbolKind.NamedType);
        context.RegisterCompilationEndAction(end => ReportAll(waiting.Values, new(end.Compilation, end.ReportDiagnostic, end.CancellationToken)));
        if (LookAtCall is { } look)
            context.RegisterOperationAction(look, OperationKind.Invocation);
    }

    private void StartType(SymbolStartAnalysisContext context, ConcurrentDictionary<ISymbol, Action<OperatorEnd>> waiting)
    {
        if (!OperatorMembers.IsOperatorCode(context.Symbol) || Register(context, (INamedTypeSymbol)context.Symbol) is not { } report)
            return;
        waiting[context.Symbol] = report;
        context.RegisterSymbolEndAction(end =>
        {
            if (waiting.TryRemove(end.Symbol, out var due))
                due(new(end.Compilation, end.ReportDiagnostic, end.CancellationToken));
        });
    }

    private static void ReportAll(IEnumerable<Action<OperatorEnd>> reports, OperatorEnd end)
    {
        foreach (var report in reports)
            report(end);
    }
}
