using Microsoft.CodeAnalysis;
using StateGen.Analyzers.Flow;
using StateGen.Analyzers.Flow.Values;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG2000;

/// <summary>
/// Reports accesses to state in one execution context where state must not be accessed, and uses of members that access state there.
/// </summary>
internal abstract class ExecutionContextRule : OperatorCodeRule
{
    private readonly ExecutionContextKind _context;

    protected ExecutionContextRule(DiagnosticDescriptor rule, ExecutionContextKind context)
        : base(rule) => _context = context;

    public sealed override Action<OperatorEnd>? Register(OperatorStart context, OperatorCode code) => end => Report(end, code);

    private void Report(OperatorEnd end, OperatorCode code)
    {
        var (reported, statements) = (new HashSet<SyntaxNode>(), new HashSet<SyntaxNode>());
        foreach (var use in code.Calls.Uses.Where(use => code.Contexts.Of(use) == _context && !IsKeyless(use) && !IsReportedInside(use, code)))
        {
            if ((IsInAsyncCallback(use) ? use.DescribeState(code.Calls, static _ => true) : use.DescribeStateOrContext(code.Calls)) is not { } state)
                continue;
            reported.Add(use.Syntax);
            if (statements.Add(Statements.Around(use.Syntax)))
                end.ReportDiagnostic(Diagnostic.Create(Rule, use.Syntax.GetLocation(), state, Advise(code.Calls.FindStateOrContext(use.Used)!)));
        }

        foreach (var (place, state) in code.Members.SelectMany(member => FindHandles(member, code)))
        {
            if (!reported.Any(known => known.SyntaxTree == place.SyntaxTree && place.Span.Contains(known.Span)) && statements.Add(Statements.Around(place)))
                end.ReportDiagnostic(Diagnostic.Create(Rule, place.GetLocation(), $"'{state.Name}'", Advise(state)));
        }
    }

    // SG2002 reports state where there is no key at all.
    private bool IsKeyless(MemberUse use) => _context == ExecutionContextKind.AfterAwait && use.Lambdas.IsEmpty && OperatorMembers.IsKeyless(use.User);

    // What else an async callback does after an await is reported for the callback as a whole.
    private bool IsInAsyncCallback(MemberUse use) =>
        _context == ExecutionContextKind.AfterAwait && use.User is IMethodSymbol { IsAsync: true } method && OperatorMembers.IsCallback(method);

    private static string Advise(ISymbol used) => used switch
    {
        IPropertySymbol property when KnownTypes.IsCollection(property.Type) => $"{VariableFor(used)} = {used.Name}.ToArray();",
        IPropertySymbol property when KnownTypes.IsAccumulatorState(property.Type) => $"{VariableFor(used)} = {used.Name}.GetValueOrDefault();",
        IPropertySymbol => $"{VariableFor(used)} = {used.Name};",
        _ => $"keep {used.Name} in the callback itself",
    };

    private static string VariableFor(ISymbol state) => $"var {ChangedVariable.NameFor(state)}";

    // An async method that uses state only after its own awaits is reported there, and not at its calls.
    private bool IsReportedInside(MemberUse use, OperatorCode code) =>
        _context == ExecutionContextKind.AfterAwait && use.Used is IMethodSymbol { IsAsync: true }
        && code.Calls.UsesIn(use.Used).Where(inner => inner.DescribeStateOrContext(code.Calls) is not null).All(inner => code.Contexts.Of(inner) == _context);

    // Changes through a variable that holds a handle.
    private IEnumerable<(SyntaxNode Place, IPropertySymbol State)> FindHandles(MemberFlow member, OperatorCode code) => member.Body.Functions
        .Where(function => function.Symbol is { MethodKind: MethodKind.AnonymousFunction } symbol && code.Contexts.Of(symbol) == _context)
        .SelectMany(function => function.Events).SelectMany(events => events)
        .OfType<AssignEvent>().Where(assignment => assignment.State is { } state && code.Model.IsHandleState(state))
        .Select(assignment => (assignment.Operation.Syntax, assignment.State!));
}

/// <summary>SG2004. Reports accesses to state after an await.</summary>
internal sealed class StateAfterAwaitRule() : ExecutionContextRule(DiagnosticCatalogue.StateAfterAwait, ExecutionContextKind.AfterAwait);

/// <summary>SG2005. Reports accesses to state, and uses of the context, in a delegate that runs on another thread.</summary>
internal sealed class StateOnOtherThreadRule() : ExecutionContextRule(DiagnosticCatalogue.StateOnOtherThread, ExecutionContextKind.OtherThread);

/// <summary>SG2006. Reports accesses to state, and uses of the context, in a delegate that outlives the callback.</summary>
internal sealed class StateInEscapingDelegateRule() : ExecutionContextRule(DiagnosticCatalogue.StateInEscapingDelegate, ExecutionContextKind.Escaping);
