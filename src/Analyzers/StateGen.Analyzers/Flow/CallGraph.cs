using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.Flow;

/// <summary>
/// Records which members of an operator use which of its members, as far as the source of the class shows. An accessor counts as its property, and a local
/// function as a member. Filled concurrently while the members are analyzed, and queried after all of them have been analyzed.
/// </summary>
/// <param name="operatorType">The operator.</param>
/// <param name="model">The roles of members.</param>
/// <param name="inherited">The uses in the members of base classes.</param>
internal sealed class CallGraph(INamedTypeSymbol operatorType, OperatorModel model, InheritedUses inherited)
{
    private readonly ConcurrentDictionary<ISymbol, ConcurrentBag<MemberUse>> _uses = new(SymbolEqualityComparer.Default);
    private readonly AwaitIndex _awaits = new();

    /// <summary>Gets a value indicating whether the class registers timers, or passes the context to code that may.</summary>
    public bool MayRegisterTimers { get; private set; }

    /// <summary>Gets every use in the source of the class, in source order.</summary>
    public IEnumerable<MemberUse> Uses => _uses.Values.SelectMany(uses => uses)
        .OrderBy(use => use.Syntax.SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(use => use.Syntax.SpanStart);

    /// <summary>The member that a symbol belongs to: the property of an accessor, and the defining declaration of a partial member.</summary>
    public static ISymbol MemberOf(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { AssociatedSymbol: IPropertySymbol property } => MemberOf(property),
        IMethodSymbol { PartialDefinitionPart: { } declaration } => declaration.OriginalDefinition,
        IPropertySymbol { PartialDefinitionPart: { } declaration } => declaration.OriginalDefinition,
        _ => symbol.OriginalDefinition,
    };

    /// <summary>Records the uses in a member.</summary>
    public void Add(MemberOperations operations)
    {
        foreach (var kind in new[] { OperationKind.Invocation, OperationKind.MethodReference, OperationKind.PropertyReference })
        {
            foreach (var operation in operations.OfKind(kind).Where(operation => !operation.Around.IsInName))
                Add(operation);
        }
    }

    /// <summary>
    /// Finds every member that runs with a current key: the callbacks, the members that base classes may call from theirs, and the members that these use.
    /// </summary>
    public HashSet<ISymbol> FindRunByCallbacks() => FindUsedBy(operatorType.GetMembers().Where(model.IsEntry));

    /// <summary>Finds members together with everything that they use, directly or indirectly.</summary>
    public HashSet<ISymbol> FindUsedBy(IEnumerable<ISymbol> members) => FindUsedBy(members, static _ => true);

    /// <summary>Finds members together with everything that they use, directly or indirectly, by uses of some kind.</summary>
    public HashSet<ISymbol> FindUsedBy(IEnumerable<ISymbol> members, Func<MemberUse, bool> isMeant) =>
        FindUsedBy(members, member => UsesIn(member).Where(isMeant).Select(use => use.Used));

    // Also through the members of base classes, which may use members that the operator overrides.
    private HashSet<ISymbol> FindUsedByAll(ISymbol member, Func<MemberUse, bool> isMeant) =>
        FindUsedBy([member], user => UsesIn(user).Where(isMeant).Select(use => use.Used).Concat(inherited.UsedBy(user)));

    private static HashSet<ISymbol> FindUsedBy(IEnumerable<ISymbol> members, Func<ISymbol, IEnumerable<ISymbol>> usedBy)
    {
        var found = new HashSet<ISymbol>(members, SymbolEqualityComparer.Default);
        var open = new Queue<ISymbol>(found);
        while (open.Count > 0)
        {
            foreach (var used in usedBy(open.Dequeue()).Where(found.Add))
                open.Enqueue(used);
        }

        return found;
    }

    /// <summary>A state that a member is or uses, directly or indirectly, by uses of some kind; null if there is none.</summary>
    public ISymbol? FindState(ISymbol member, Func<MemberUse, bool> isMeant) => FindState(member, isMeant, static _ => true);

    /// <summary>A state that is wanted, and that a member is or uses, directly or indirectly, by uses of some kind; null if there is none.</summary>
    public ISymbol? FindState(ISymbol member, Func<MemberUse, bool> isMeant, Func<ISymbol, bool> isWanted) =>
        FindUsedByAll(member, isMeant).FirstOrDefault(used => model.IsState(used) && isWanted(used));

    /// <summary>A state that a member is or uses, directly or indirectly; null if there is none.</summary>
    public ISymbol? FindState(ISymbol member) => FindUsedByAll(member, static _ => true).FirstOrDefault(model.IsState);

    /// <summary>A state, or a member of the context, that a member is or uses, directly or indirectly; null if there is none.</summary>
    public ISymbol? FindStateOrContext(ISymbol member)
    {
        var used = FindUsedByAll(member, static _ => true);
        return used.FirstOrDefault(model.IsState) ?? used.FirstOrDefault(IsOfContext);
    }

    /// <summary>The uses in a member.</summary>
    public IEnumerable<MemberUse> UsesIn(ISymbol member) => _uses.TryGetValue(member, out var uses) ? uses : [];

    /// <summary>The members that a member uses directly.</summary>
    public IEnumerable<ISymbol> UsedDirectly(ISymbol member) => _uses.TryGetValue(member, out var uses) ? uses.Select(use => use.Used) : [];

    private void Add(CodeOperation context)
    {
        MayRegisterTimers |= context.Operation is IInvocationOperation call
            && (call.TargetMethod.Name is "RegisterEventTime" or "RegisterProcessingTime" || call.Arguments.Any(IsContext));
        if (Find(context.Operation) is not { } used || !IsOfOperator(used))
            return;
        var local = context.Around.LocalFunction;
        var user = local?.Symbol.OriginalDefinition ?? MemberOf(context.ContainingSymbol);
        _uses.GetOrAdd(user, static _ => []).Add(new(
            user, MemberOf(used), context.Operation.Syntax, context.Operation is IMethodReferenceOperation,
            _awaits.LambdasAround(context.Operation, context.Around),
            local is null ? _awaits.IsAfterAwait(context.Operation, context.ContainingSymbol) : _awaits.IsAfterAwait(context.Operation, local)));
    }

    private bool IsOfOperator(ISymbol member) =>
        member is IMethodSymbol { MethodKind: MethodKind.LocalFunction }
        || SymbolEqualityComparer.Default.Equals(member.ContainingType.OriginalDefinition, operatorType)
        || model.IsState(member) || IsOfContext(member) || IsOfBase(member);

    private bool IsOfBase(ISymbol member) => !member.DeclaringSyntaxReferences.IsEmpty
        && BaseTypes.Of(operatorType).Any(type => SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, member.ContainingType.OriginalDefinition));

    // Emitting a value, and registering or deleting a timer.
    private static bool IsOfContext(ISymbol member) => member is IMethodSymbol && OperatorModel.IsContext(member.ContainingType);

    private static bool IsContext(IArgumentOperation argument) => argument.Value.Type is { } type && OperatorModel.IsContext(type);

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
/// <param name="IsMethodGroup">true if the use makes a delegate of the member; false if it runs it.</param>
/// <param name="Lambdas">The lambdas around the use within the member or local function, innermost first.</param>
/// <param name="IsAfterAwait">true if the use may run after an await of the member or local function itself; otherwise, false.</param>
internal sealed record MemberUse(
    ISymbol User, ISymbol Used, SyntaxNode Syntax, bool IsMethodGroup, ImmutableArray<LambdaAround> Lambdas, bool IsAfterAwait)
{
    /// <summary>
    /// The beginning of a message about the state that is used, such as <c>'Count'</c> or <c>'Reset' uses 'Count', which</c>; null if no state is used.
    /// </summary>
    /// <param name="calls">The uses of members.</param>
    /// <param name="isMeant">The uses that count.</param>
    public string? DescribeState(CallGraph calls, Func<MemberUse, bool> isMeant) => Describe(calls.FindState(Used, isMeant));

    /// <summary>The beginning of a message about a state that is used and wanted; null if there is none.</summary>
    /// <param name="calls">The uses of members.</param>
    /// <param name="isMeant">The uses that count.</param>
    /// <param name="isWanted">The states that count.</param>
    public string? DescribeState(CallGraph calls, Func<MemberUse, bool> isMeant, Func<ISymbol, bool> isWanted) =>
        Describe(calls.FindState(Used, isMeant, isWanted));

    /// <summary>The beginning of a message about the state or the member of the context that is used; null if none is used.</summary>
    public string? DescribeStateOrContext(CallGraph calls) => Describe(calls.FindStateOrContext(Used));

    private string? Describe(ISymbol? state)
    {
        if (state is null)
            return null;
        return SymbolEqualityComparer.Default.Equals(Used, state) ? $"'{state.Name}'" : $"'{Used.Name}' uses '{state.Name}', which";
    }
}

/// <summary>A lambda around a use.</summary>
/// <param name="Lambda">The lambda.</param>
/// <param name="IsAfterAwait">true if the use may run after an await of the lambda; otherwise, false.</param>
internal sealed record LambdaAround(IMethodSymbol Lambda, bool IsAfterAwait);
