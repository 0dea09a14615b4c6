using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow;

/// <summary>
/// Which members of an operator use which of its members, as far as the source of the class shows; an accessor counts as its property. Filled concurrently
/// while the members are analyzed; asked when all of them are.
/// </summary>
internal sealed class CallGraph
{
    private readonly ConcurrentDictionary<ISymbol, ConcurrentBag<MemberUse>> _uses = new(SymbolEqualityComparer.Default);
    private readonly INamedTypeSymbol _operatorType;

    private CallGraph(INamedTypeSymbol operatorType) => _operatorType = operatorType;

    /// <summary>Begins to record an operator.</summary>
    public static CallGraph Record(SymbolStartAnalysisContext context, INamedTypeSymbol operatorType)
    {
        var graph = new CallGraph(operatorType);
        context.RegisterOperationAction(graph.Add, OperationKind.Invocation, OperationKind.MethodReference, OperationKind.PropertyReference);
        return graph;
    }

    /// <summary>The member that a symbol belongs to: its property if it is an accessor, and its declaration if it is the body of a partial member.</summary>
    public static ISymbol MemberOf(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { AssociatedSymbol: IPropertySymbol property } => MemberOf(property),
        IMethodSymbol { PartialDefinitionPart: { } declaration } => declaration.OriginalDefinition,
        IPropertySymbol { PartialDefinitionPart: { } declaration } => declaration.OriginalDefinition,
        _ => symbol.OriginalDefinition,
    };

    /// <summary>Every use in the source of the class, in the order of the source.</summary>
    public IEnumerable<MemberUse> Uses => _uses.Values.SelectMany(uses => uses)
        .OrderBy(use => use.Syntax.SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(use => use.Syntax.SpanStart);

    /// <summary>Every member that runs while a key is current: the callbacks, what bases may call from theirs, and what these use.</summary>
    public HashSet<ISymbol> FindRunByCallbacks() => FindUsedBy(_operatorType.GetMembers().Where(OperatorMembers.IsEntry));

    /// <summary>Members and everything that they use, directly or through others.</summary>
    public HashSet<ISymbol> FindUsedBy(IEnumerable<ISymbol> members)
    {
        var found = new HashSet<ISymbol>(members, SymbolEqualityComparer.Default);
        var open = new Queue<ISymbol>(found);
        while (open.Count > 0)
        {
            foreach (var used in UsedDirectly(open.Dequeue()).Where(found.Add))
                open.Enqueue(used);
        }

        return found;
    }

    /// <summary>A state that a member is or uses, directly or through others; null where there is none.</summary>
    public ISymbol? FindState(ISymbol member) => FindUsedBy([member]).FirstOrDefault(OperatorMembers.IsState);

    private IEnumerable<ISymbol> UsedDirectly(ISymbol member) => _uses.TryGetValue(member, out var uses) ? uses.Select(use => use.Used) : [];

    private void Add(OperationAnalysisContext context)
    {
        if (Find(context.Operation) is not { } used || !IsOfOperator(used) || OperationContext.IsInName(context.Operation))
            return;
        var user = MemberOf(context.ContainingSymbol);
        _uses.GetOrAdd(user, static _ => []).Add(new(
            user, MemberOf(used), context.Operation.Syntax, OperationContext.IsDeferred(context.Operation),
            ContextOf(context.Operation, context.ContainingSymbol)));
    }

    // A method of the operator may itself be what is handed to another thread.
    private static ExecutionContextKind ContextOf(IOperation use, ISymbol member) =>
        use is IMethodReferenceOperation && DelegateEscape.Of(use) is var escape and not ExecutionContextKind.InPlace
            ? escape
            : ExecutionContextClassifier.Of(use, member);

    private bool IsOfOperator(ISymbol member) => SymbolEqualityComparer.Default.Equals(member.ContainingType.OriginalDefinition, _operatorType) || OperatorMembers.IsState(member);

    private static ISymbol? Find(IOperation operation) => operation switch
    {
        IInvocationOperation invocation => invocation.TargetMethod,
        IMethodReferenceOperation reference => reference.Method,
        IPropertyReferenceOperation reference => reference.Property,
        _ => null,
    };
}

/// <summary>A use of a member of an operator by another.</summary>
/// <param name="User">The member whose code it is in.</param>
/// <param name="Used">The method or property.</param>
/// <param name="Syntax">The expression.</param>
/// <param name="IsDeferred">Whether it is in a lambda, or in a local function that is not called in place, which may run later.</param>
/// <param name="Context">When and where it runs.</param>
internal sealed record MemberUse(ISymbol User, ISymbol Used, SyntaxNode Syntax, bool IsDeferred, ExecutionContextKind Context)
{
    /// <summary>The beginning of a message about the state that is used, such as <c>'Count'</c> or <c>'Reset' uses 'Count', which</c>; null without any.</summary>
    public string? DescribeState(CallGraph calls)
    {
        if (calls.FindState(Used) is not { } state)
            return null;
        return SymbolEqualityComparer.Default.Equals(Used, state) ? $"'{state.Name}'" : $"'{Used.Name}' uses '{state.Name}', which";
    }
}
