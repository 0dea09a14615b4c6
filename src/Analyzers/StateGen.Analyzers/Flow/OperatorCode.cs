using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow.Facts;
using StateGen.Analyzers.Flow.Values;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.Flow;

/// <summary>
/// The code of one operator: what its members use and which values pass through them. Filled concurrently while the members are analyzed, and queried after
/// all of them have been analyzed.
/// </summary>
/// <param name="type">The operator.</param>
/// <param name="model">The roles of members.</param>
/// <param name="summaries">The summaries of the methods of the compilation.</param>
/// <param name="claimed">The symbols about which another operator of the compilation has reported, such as fields of a common base class.</param>
/// <param name="claimedPlaces">The places at which an operator of the compilation has reported a rule.</param>
internal sealed class OperatorCode(
    INamedTypeSymbol type, OperatorModel model, MethodSummaries summaries, ConcurrentDictionary<ISymbol, bool> claimed,
    ConcurrentDictionary<(string Rule, SyntaxNode Place), bool> claimedPlaces)
{
    private readonly ConcurrentBag<MemberFlow> _members = [];
    private readonly ConcurrentDictionary<SyntaxNode, IOperation> _calls = new();
    private ExecutionContexts? _contexts;
    private HashSet<ISymbol>? _runInPlace;
    private ILookup<ISymbol, MemberFlow>? _byMember;

    public INamedTypeSymbol Type => type;

    public OperatorModel Model => model;

    public CallGraph Calls { get; } = new(type, model, new(type, model, summaries));

    /// <summary>Gets the flow through every member, in no particular order.</summary>
    public IEnumerable<MemberFlow> Members => _members;

    /// <summary>Gets where the delegates of the operator run.</summary>
    public ExecutionContexts Contexts => _contexts ??= ExecutionContexts.Find(_members, FindPreparing());

    /// <summary>Follows the values through the code of a member.</summary>
    /// <param name="context">The analysis of the member.</param>
    /// <param name="blocks">The bodies and initializers of the member.</param>
    /// <param name="operations">Their operations.</param>
    /// <returns>The flow through each of its bodies.</returns>
    public List<MemberFlow> Add(OperationBlockAnalysisContext context, IOperation[] blocks, MemberOperations operations)
    {
        Calls.Add(operations);
        foreach (var call in operations.OfKind(OperationKind.Invocation))
            _calls[call.Operation.Syntax] = call.Operation;
        var found = new List<MemberFlow>();
        foreach (var block in blocks)
        {
            var graph = context.GetControlFlowGraph(block);
            if (found.Exists(known => known.Body.Main.Graph == graph))
                continue;
            var body = FlowBody.Analyze(context.OwningSymbol, graph, new(model, summaries.Types, summaries, Depth: 0, context.CancellationToken));
            var member = CallGraph.MemberOf(context.OwningSymbol);
            var isInitializer = graph.OriginalOperation is IFieldInitializerOperation or IPropertyInitializerOperation;
            var flow = new MemberFlow(member, body, PathFacts.Find(body), isInitializer);
            found.Add(flow);
            _members.Add(flow);
        }

        return found;
    }

    /// <summary>The graph of a method of the operator; null if there is none, or if the method is not in the operator.</summary>
    public ControlFlowGraph? GraphOf(IMethodSymbol method) => _members.FirstOrDefault(
        flow => !flow.IsInitializer && SymbolEqualityComparer.Default.Equals(flow.Body.Member, method))?.Body.Main.Graph;

    /// <summary>The operation of a call in the operator; null if the call is elsewhere.</summary>
    public IOperation? FindCall(SyntaxNode syntax) => _calls.TryGetValue(syntax, out var call) ? call : null;

    /// <summary>Indicates whether this operator is the first that reports about a symbol.</summary>
    public bool TryClaim(ISymbol symbol) => claimed.TryAdd(symbol.OriginalDefinition, true);

    /// <summary>Indicates whether this operator is the first that reports a rule at a place, such as in the code of a common base class.</summary>
    public bool TryClaim(DiagnosticDescriptor rule, SyntaxNode place) => claimedPlaces.TryAdd((rule.Id, place), true);

    public bool IsEntry(ISymbol member) => model.IsEntry(member);

    /// <summary>Indicates whether a class is the operator or one of its base classes.</summary>
    public bool IsOwn(INamedTypeSymbol? candidate) => candidate is not null
        && BaseTypes.Of(type).Prepend(type).Any(own => SymbolEqualityComparer.Default.Equals(own.OriginalDefinition, candidate.OriginalDefinition));

    /// <summary>Finds every member that runs with a current key, including those of base classes.</summary>
    public HashSet<ISymbol> FindRun(CancellationToken cancellationToken)
    {
        var found = Calls.FindRunByCallbacks();
        var open = new Queue<ISymbol>(found);
        while (open.Count > 0)
        {
            foreach (var used in UsedBy(open.Dequeue(), cancellationToken).Where(found.Add))
                open.Enqueue(used);
        }

        return found;
    }

    /// <summary>The members of the operator and of its base classes that a member uses directly.</summary>
    public IEnumerable<ISymbol> UsedBy(ISymbol member, CancellationToken cancellationToken) => IsOfOperator(member)
        ? Calls.UsedDirectly(member)
        : FlowsOf(member, cancellationToken).SelectMany(flow => flow.Events).OfType<CallEvent>()
            .Select(call => CallGraph.MemberOf(call.Member)).Where(used => IsOwn(used.ContainingType));

    /// <summary>The flow through the bodies of a member of the operator or of a base class.</summary>
    public IEnumerable<MemberFlow> FlowsOf(ISymbol member, CancellationToken cancellationToken)
    {
        while (member is IMethodSymbol { MethodKind: MethodKind.LocalFunction })
            member = CallGraph.MemberOf(member.ContainingSymbol);
        if (IsOfOperator(member))
            return (_byMember ??= _members.ToLookup(flow => flow.Member, SymbolEqualityComparer.Default))[member];
        IMethodSymbol?[] methods = member is IPropertySymbol property ? [property.GetMethod, property.SetMethod] : [member as IMethodSymbol];
        return methods.OfType<IMethodSymbol>().Select(MethodSummaries.FindSource).OfType<IMethodSymbol>()
            .Select(source => summaries.FindFlow(source, new(model, summaries.Types, summaries, Depth: 0, cancellationToken))).OfType<MemberFlow>();
    }

    /// <summary>Indicates whether a use may run at another time than its member: in a delegate that the member does not run itself.</summary>
    public bool IsDeferred(MemberUse use)
    {
        var run = _runInPlace ??= FindRunInPlace();
        return use.IsMethodGroup || use.Lambdas.Any(around => !run.Contains(around.Lambda));
    }

    /// <summary>Finds every member that callbacks run themselves, and not on another thread, including those of base classes.</summary>
    public HashSet<ISymbol> FindRunInPlace(CancellationToken cancellationToken)
    {
        var own = Calls.FindUsedBy(type.GetMembers().Where(model.IsEntry), use => Contexts.Of(use) != ExecutionContextKind.OtherThread);
        return new(FindRun(cancellationToken).Where(member => !IsOfOperator(member) || own.Contains(member)), SymbolEqualityComparer.Default);
    }

    // The members that only constructors and the like run.
    private HashSet<ISymbol> FindPreparing()
    {
        var preparing = Calls.FindUsedBy(_members.Select(flow => flow.Member).Where(OperatorMembers.IsKeyless));
        preparing.ExceptWith(Calls.FindRunByCallbacks());
        return preparing;
    }

    /// <summary>The operations of a method whose source is known.</summary>
    public IEnumerable<IOperation> FindOperations(IMethodSymbol method, CancellationToken cancellationToken) =>
        MethodSummaries.FindSource(method) is { } source && summaries.FindOperation(source, cancellationToken) is { } operation
            ? operation.DescendantsAndSelf()
            : [];

    private HashSet<ISymbol> FindRunInPlace()
    {
        var run = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var open = new Stack<FlowFunction>(_members.Select(member => member.Body.Main));
        while (open.Count > 0)
        {
            foreach (var happened in open.Pop().Events.SelectMany(events => events).OfType<RunEvent>())
            {
                if (happened.Function.Symbol is { } symbol && run.Add(symbol))
                    open.Push(happened.Function);
            }
        }

        return run;
    }

    private bool IsOfOperator(ISymbol member) => SymbolEqualityComparer.Default.Equals(member.ContainingType?.OriginalDefinition, type.OriginalDefinition);

    /// <summary>Indicates whether an operation is the body of a member or an initializer, and not that of an attribute or a default value.</summary>
    public static bool IsCode(IOperation block) => (OperationContext.AncestorsOf(block).LastOrDefault() ?? block)
        is IMethodBodyOperation or IConstructorBodyOperation or IFieldInitializerOperation or IPropertyInitializerOperation or IBlockOperation;
}

/// <summary>The flow of values through one body of a member.</summary>
/// <param name="Member">The member.</param>
/// <param name="Body">The values and events.</param>
/// <param name="Facts">The facts on the ways through it.</param>
/// <param name="IsInitializer">true if the body is the initializer of a field or property, which runs with the constructor; otherwise, false.</param>
internal sealed record MemberFlow(ISymbol Member, FlowBody Body, PathFacts Facts, bool IsInitializer)
{
    /// <summary>Gets the events of the member and of its lambdas and local functions.</summary>
    public IEnumerable<FlowEvent> Events => Body.Functions.Prepend(Body.Main).SelectMany(function => function.Events).SelectMany(events => events);
}
