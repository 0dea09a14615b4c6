using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow;

/// <summary>
/// Records which members of an operator use which of its members, as far as the source of the class shows. An accessor counts as its property. Filled
/// concurrently while the members are analyzed, and queried after all of them have been analyzed.
/// </summary>
internal sealed class CallGraph
{
    private readonly ConcurrentDictionary<ISymbol, ConcurrentBag<MemberUse>> _uses = new(SymbolEqualityComparer.Default);
    private readonly INamedTypeSymbol _operatorType;

    private CallGraph(INamedTypeSymbol operatorType) => _operatorType = operatorType;

    /// <summary>Starts to record the uses of members in an operator.</summary>
    public static CallGraph Record(SymbolStartAnalysisContext context, INamedTypeSymbol operatorType)
    {
        var graph = new CallGraph(operatorType);
        context.RegisterOperationAction(graph.Add, OperationKind.Invocation, OperationKind.MethodReference, OperationKind.PropertyReference);
        return graph;
    }

    /// <summary>The member that a symbol belongs to: the property of an accessor, and the defining declaration of a partial member.</summary>
    public static ISymbol MemberOf(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { AssociatedSymbol: IPropertySymbol property } => MemberOf(property),
        IMethodSymbol { PartialDefinitionPart: { } declaration } => declaration.OriginalDefinition,
        IPropertySymbol { PartialDefinitionPart: { } declaration } => declaration.OriginalDefinition,
        _ => symbol.OriginalDefinition,
    };

    /// <summary>Gets every use in the source of the class, in source order.</summary>
    public IEnumerable<MemberUse> Uses => _uses.Values.SelectMany(uses => uses)
        .OrderBy(use => use.Syntax.SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(use => use.Syntax.SpanStart);

    /// <summary>
    /// Finds every member that runs with a current key: the callbacks, the members that base classes may call from theirs, and the members that these use.
    /// </summary>
    public HashSet<ISymbol> FindRunByCallbacks() => FindUsedBy(_operatorType.GetMembers().Where(OperatorMembers.IsEntry));

    /// <summary>Finds members together with everything that they use, directly or indirectly.</summary>
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

    /// <summary>A state that a member is or uses, directly or indirectly; null if there is none.</summary>
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

    // A method of the operator may itself be passed to another thread as a delegate.
    private static ExecutionContextKind ContextOf(IOperation use, ISymbol member) =>
        use is IMethodReferenceOperation && DelegateEscape.Of(use) is var escape and not ExecutionContextKind.InPlace
            ? escape
            : ExecutionContextClassifier.Of(use, member);

    private bool IsOfOperator(ISymbol member) =>
        SymbolEqualityComparer.Default.Equals(member.ContainingType.OriginalDefinition, _operatorType) || OperatorMembers.IsState(member);

    private static ISymbol? Find(IOperation operation) => operation switch
    {
        IInvocationOperation invocation => invocation.TargetMethod,
        IMethodReferenceOperation reference => reference.Method,
        IPropertyReferenceOperation reference => reference.Property,
        _ => null,
    };
}

/// <summary>A use of a member of an operator in another member.</summary>
/// <param name="User">The member whose code contains the use.</param>
/// <param name="Used">The used method or property.</param>
/// <param name="Syntax">The expression.</param>
/// <param name="IsDeferred">
/// true if the use is in a lambda, or in a local function that is not called in place, and therefore may run later; otherwise, false.
/// </param>
/// <param name="Context">The execution context of the use.</param>
internal sealed record MemberUse(ISymbol User, ISymbol Used, SyntaxNode Syntax, bool IsDeferred, ExecutionContextKind Context)
{
    /// <summary>
    /// The beginning of a message about the state that is used, such as <c>'Count'</c> or <c>'Reset' uses 'Count', which</c>; null if no state is used.
    /// </summary>
    public string? DescribeState(CallGraph calls)
    {
        if (calls.FindState(Used) is not { } state)
            return null;
        return SymbolEqualityComparer.Default.Equals(Used, state) ? $"'{state.Name}'" : $"'{Used.Name}' uses '{state.Name}', which";
    }
}
