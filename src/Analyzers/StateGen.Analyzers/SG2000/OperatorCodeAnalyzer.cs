using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Analyzers.Flow.Values;
using StateGen.Analyzers.SG3000;

namespace StateGen.Analyzers.SG2000;

/// <summary>
/// Implements the rules about the code of operators. It analyzes every class that derives from <c>KeyedOperator</c>, with or without <c>[Operator]</c>,
/// because
/// base classes may contain logic; for other classes, only the base types are examined. The C# 14 compilers never report that all members of a class with a
/// partial constructor have been analyzed, so the findings for such a class are reported at the end of the compilation.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OperatorCodeAnalyzer : RuleAnalyzer
{
    private static readonly ImmutableArray<OperatorCodeRule> AllRules =
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
        new BroadcastStateWrittenUnderKeyRule(),
        new OperatorStateBeforeOpenRule(),
        new TimerOfOtherTimeRule(),
        new UnboundedCollectionStateRule(),
    ];

    private readonly ImmutableArray<OperatorCodeRule> _rules;
    private readonly OperatorModel _model;

    /// <summary>Creates the analyzer.</summary>
    public OperatorCodeAnalyzer()
        : this(OperatorScope.Operators)
    {
    }

    internal OperatorCodeAnalyzer(OperatorScope scope)
        : this(AllRules, new OperatorModel(scope))
    {
    }

    internal OperatorCodeAnalyzer(ImmutableArray<OperatorCodeRule> rules, OperatorModel model)
        : base([.. rules.Select(rule => rule.Rule)]) => (_rules, _model) = (rules, model);

    private protected override void Start(CompilationStartAnalysisContext context)
    {
        var operators = new Operators(_rules, _model, MethodSummaries.Of(context.Compilation));
        context.RegisterSymbolStartAction(operators.Start, SymbolKind.NamedType);
        context.RegisterCompilationEndAction(operators.End);
        context.RegisterOperationBlockAction(operators.LookAround);
    }

    /// <summary>The operators of a compilation.</summary>
    private sealed class Operators(ImmutableArray<OperatorCodeRule> rules, OperatorModel model, MethodSummaries summaries)
    {
        private readonly ConcurrentDictionary<ISymbol, Action<OperatorEnd>> _waiting = new(SymbolEqualityComparer.Default);

        private readonly ConcurrentDictionary<ISymbol, bool> _claimed = new(SymbolEqualityComparer.Default);

        private readonly ConcurrentDictionary<(string Rule, SyntaxNode Place), bool> _claimedPlaces = new();

        private readonly (DiagnosticDescriptor Rule, Action<CodeOperation> Look)[] _looks =
            [.. rules.Where(rule => rule.LookAtCall is not null).Select(rule => (rule.Rule, rule.LookAtCall!))];

        public RuleGuard Guard { get; } = new();

        public void Start(SymbolStartAnalysisContext context)
        {
            if (!model.IsOperatorCode(context.Symbol))
                return;
            var code = new OperatorCode((INamedTypeSymbol)context.Symbol, model, summaries, _claimed, _claimedPlaces);
            var starts = rules.Select(rule => new OperatorStart(Guard, rule.Rule)).ToArray();
            var ends = rules.Zip(starts, (rule, start) => (rule.Rule, Report: Register(rule, start, code))).Where(end => end.Report is not null).ToArray();
            context.RegisterOperationBlockAction(block => Guard.RunApart(
                $"The analysis of '{block.OwningSymbol.Name}'", block.OwningSymbol.Locations[0], block.ReportDiagnostic, () => Follow(block, code, starts)));
            _waiting[context.Symbol] = end =>
            {
                foreach (var (rule, report) in ends)
                    Guard.Run(rule, code.Type.Locations[0], end.ReportDiagnostic, () => report!(end));
            };
            context.RegisterSymbolEndAction(end =>
            {
                if (_waiting.TryRemove(end.Symbol, out var report))
                    report(new(end.Compilation, end.ReportDiagnostic, end.CancellationToken));
            });
        }

        // Nothing can be reported here. A rule that cannot begin fails where it would end.
        private static Action<OperatorEnd>? Register(OperatorCodeRule rule, OperatorStart start, OperatorCode code)
        {
            try
            {
                return rule.Register(start, code);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                var failure = ExceptionDispatchInfo.Capture(exception);
                return _ => failure.Throw();
            }
        }

        /// <summary>Analyzes the calls in code that is not that of an operator.</summary>
        public void LookAround(OperationBlockAnalysisContext context)
        {
            if (context.OwningSymbol.ContainingType is { } type && model.IsOperatorCode(type))
                return;
            foreach (var call in context.OperationBlocks.Where(OperatorCode.IsCode).SelectMany(block => block.Descendants()).OfType<IInvocationOperation>())
                LookAt(new CodeOperation(call, FunctionsAround.Member, context));
        }

        private void LookAt(CodeOperation call)
        {
            foreach (var (rule, look) in _looks)
                Guard.Run(rule, call.Operation.Syntax.GetLocation(), call.ReportDiagnostic, () => look(call));
        }

        public void End(CompilationAnalysisContext context)
        {
            foreach (var report in _waiting.Values)
                report(new(context.Compilation, context.ReportDiagnostic, context.CancellationToken));
        }

        private void Follow(OperationBlockAnalysisContext context, OperatorCode code, OperatorStart[] starts)
        {
            var blocks = context.OperationBlocks.Where(OperatorCode.IsCode).ToArray();
            if (blocks.Length == 0)
                return;
            var operations = new MemberOperations(context, blocks);
            foreach (var start in starts)
                start.Analyze(context, operations);
            foreach (var call in operations.OfKind(OperationKind.Invocation))
                LookAt(call);
            List<MemberFlow> found = [];
            var name = $"The flow of state in '{context.OwningSymbol.Name}'";
            Guard.RunApart(name, context.OwningSymbol.Locations[0], context.ReportDiagnostic, () => found = code.Add(context, blocks, operations));
            foreach (var rule in rules.OfType<FlowRule>())
                Guard.Run(rule.Rule, context.OwningSymbol.Locations[0], context.ReportDiagnostic, () => Report(rule, found, context));
        }

        private static void Report(FlowRule rule, List<MemberFlow> found, OperationBlockAnalysisContext context)
        {
            foreach (var diagnostic in found.SelectMany(rule.Find))
                context.ReportDiagnostic(diagnostic);
        }
    }
}

/// <summary>Registers the actions of a rule for one operator. A rule that throws is stopped; the others go on.</summary>
/// <param name="guard">The guard of the compilation.</param>
/// <param name="rule">The rule.</param>
internal sealed class OperatorStart(RuleGuard guard, DiagnosticDescriptor rule)
{
    private readonly List<(OperationKind Kind, Action<CodeOperation> Action)> _actions = [];

    /// <summary>Registers an action for the operations of some kinds in the members of the operator.</summary>
    public void RegisterOperationAction(Action<CodeOperation> action, params ImmutableArray<OperationKind> kinds) =>
        _actions.AddRange(kinds.Select(kind => (kind, action)));

    /// <summary>Runs the actions for the operations of a member.</summary>
    public void Analyze(OperationBlockAnalysisContext block, MemberOperations operations)
    {
        if (_actions.Count > 0)
            guard.Run(rule, block.OwningSymbol.Locations[0], block.ReportDiagnostic, () => Analyze(operations));
    }

    private void Analyze(MemberOperations operations)
    {
        foreach (var (kind, action) in _actions)
        {
            foreach (var operation in operations.OfKind(kind))
                action(operation);
        }
    }
}

/// <summary>The context of the final reports about an operator, after all of its members have been analyzed.</summary>
/// <param name="Compilation">The compilation of the operator.</param>
/// <param name="ReportDiagnostic">The action that reports a diagnostic.</param>
/// <param name="CancellationToken">The token that cancels the analysis.</param>
internal readonly record struct OperatorEnd(Compilation Compilation, Action<Diagnostic> ReportDiagnostic, CancellationToken CancellationToken);
