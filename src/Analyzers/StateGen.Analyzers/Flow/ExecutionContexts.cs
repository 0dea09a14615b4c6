using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow.Values;

namespace StateGen.Analyzers.Flow;

/// <summary>Specifies when and where the code that contains a use runs.</summary>
internal enum ExecutionContextKind
{
    /// <summary>While the containing member runs.</summary>
    InPlace,

    /// <summary>After an await, when the callback for the record may already have returned.</summary>
    AfterAwait,

    /// <summary>In a delegate that runs on another thread.</summary>
    OtherThread,

    /// <summary>In a delegate that is kept and may run for another record.</summary>
    Escaping,
}

/// <summary>Determines where the delegates of an operator run, from where the flow of values takes them.</summary>
internal sealed class ExecutionContexts
{
    private readonly Dictionary<ISymbol, ExecutionContextKind> _functions = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<SyntaxNode, ExecutionContextKind> _methodGroups = [];

    private readonly HashSet<ISymbol> _preparing;

    private ExecutionContexts(HashSet<ISymbol> preparing) => _preparing = preparing;

    /// <summary>Finds where the delegates of an operator run.</summary>
    /// <param name="members">The flow through every member.</param>
    /// <param name="preparing">The members that only constructors and the like run.</param>
    public static ExecutionContexts Find(IEnumerable<MemberFlow> members, HashSet<ISymbol> preparing)
    {
        var contexts = new ExecutionContexts(preparing);
        foreach (var member in members)
        {
            foreach (var happened in member.Events)
                contexts.Add(member, happened);
        }

        foreach (var member in members)
        {
            foreach (var function in member.Body.Functions.Where(function => contexts.Of(function.Symbol!) != ExecutionContextKind.InPlace).ToArray())
                contexts.AddRunBy(member, function);
        }

        return contexts;
    }

    /// <summary>The context in which a use runs. The innermost lambda that does not run in place determines the result.</summary>
    public ExecutionContextKind Of(MemberUse use)
    {
        if (_methodGroups.TryGetValue(use.Syntax, out var group))
            return group;
        foreach (var around in use.Lambdas)
        {
            var context = Of(around.Lambda);
            if (context == ExecutionContextKind.OtherThread)
                return context;
            if (around.IsAfterAwait)
                return ExecutionContextKind.AfterAwait;
            if (context == ExecutionContextKind.Escaping)
                return context;
        }

        return use.IsAfterAwait ? ExecutionContextKind.AfterAwait : ExecutionContextKind.InPlace;
    }

    // What a function runs runs where the function runs.
    private void AddRunBy(MemberFlow member, FlowFunction function)
    {
        foreach (var called in function.Events.SelectMany(events => events).OfType<HandOverEvent>())
        {
            if (called.Context == ExecutionContextKind.InPlace)
                Add(member, called.Delegates, Of(function.Symbol!));
        }

        foreach (var run in function.Events.SelectMany(events => events).OfType<RunEvent>())
        {
            if (run.Function.Symbol is { MethodKind: MethodKind.AnonymousFunction } lambda && Add(_functions, lambda, Of(function.Symbol!)))
                AddRunBy(member, run.Function);
        }
    }

    /// <summary>The context in which the code inside functions runs.</summary>
    public ExecutionContextKind Of(FunctionsAround functions)
    {
        for (var around = functions; around?.Function is { } function; around = around.Outer)
        {
            var symbol = (function as IAnonymousFunctionOperation)?.Symbol ?? ((ILocalFunctionOperation)function).Symbol;
            if (Of(symbol.OriginalDefinition) is var context and not ExecutionContextKind.InPlace)
                return context;
        }

        return ExecutionContextKind.InPlace;
    }

    /// <summary>The context in which a lambda runs, or a local function that is handed over.</summary>
    public ExecutionContextKind Of(ISymbol function) => _functions.TryGetValue(function, out var context) ? context : ExecutionContextKind.InPlace;

    private void Add(MemberFlow member, FlowEvent happened)
    {
        switch (happened)
        {
            case HandOverEvent { Context: not ExecutionContextKind.InPlace } handOver when !IsTakenAway(member, handOver):
                Add(member, handOver.Delegates, handOver.Context);
                break;
            case EmitEvent emit:
                Add(member, emit.Value, ExecutionContextKind.Escaping);
                break;
            case StoreEvent store when !IsTakenAway(member, store):
                Add(member, store);
                break;
            case ReturnEvent returned when IsHandedOut(member, returned):
                Add(member, returned.Value, ExecutionContextKind.Escaping);
                break;
        }
    }

    // A member that takes its handler away again keeps nothing.
    private static bool IsTakenAway(MemberFlow member, StoreEvent store) => store.IsSubscription
        && member.Events.OfType<UnsubscribeEvent>().Any(removed => SymbolEqualityComparer.Default.Equals(removed.Holder, store.Holder)
            && FunctionsIn(member, removed.Value).Overlaps(FunctionsIn(member, store.Value)));

    // Likewise one whose subscription ends with a using block.
    private static bool IsTakenAway(MemberFlow member, HandOverEvent handOver) => handOver.Context == ExecutionContextKind.Escaping
        && (IsUsed(handOver.Operation.Syntax) || member.Events.OfType<UnsubscribeEvent>().Any(removed => removed.Holder is null
            && FunctionsIn(member, removed.Value).Overlaps(FunctionsIn(member, handOver.Delegates))));

    private static bool IsUsed(SyntaxNode call) => call.Parent switch
    {
        UsingStatementSyntax => true,
        EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Parent: var declaration } } =>
            declaration is UsingStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 },
        _ => false,
    };

    private static HashSet<ISymbol> FunctionsIn(MemberFlow member, ValueSet value) => new(
        member.Body.Reach(value).Select(index => member.Body.Origins[index])
            .Where(origin => origin.Kind == OriginKind.Delegate).Select(origin => origin.Symbol!),
        SymbolEqualityComparer.Default);

    // A constructor may prepare delegates that callbacks run. One that is computed once and kept, or that another object raises, runs for any key.
    private void Add(MemberFlow member, StoreEvent store)
    {
        if (!(member.IsInitializer || OperatorMembers.IsKeyless(member.Member) || _preparing.Contains(member.Member)) || !IsOfOperator(member, store.Holder))
        {
            Add(member, store.Value, ExecutionContextKind.Escaping);
            return;
        }

        foreach (var index in member.Body.Reach(store.Value))
        {
            if (member.Body.Origins[index] is { Kind: OriginKind.Made, Type: { Name: "Lazy", ContainingNamespace.Name: "System" } } lazy)
                Add(member, lazy.Contents, ExecutionContextKind.Escaping);
        }
    }

    private static bool IsOfOperator(MemberFlow member, ISymbol? holder) =>
        holder is { IsStatic: false } and not IParameterSymbol && SymbolEqualityComparer.Default.Equals(holder.ContainingType, member.Member.ContainingType);

    private static bool IsHandedOut(MemberFlow member, ReturnEvent returned) =>
        OperatorMembers.IsVisible(member.Member) && member.Body.Main.Events.Any(events => events.Contains(returned));

    private void Add(MemberFlow member, ValueSet value, ExecutionContextKind context)
    {
        foreach (var index in member.Body.Reach(value))
        {
            if (member.Body.Origins[index] is not { Kind: OriginKind.Delegate, Symbol: IMethodSymbol function } origin)
                continue;
            if (function.MethodKind is MethodKind.AnonymousFunction or MethodKind.LocalFunction)
                Add(_functions, function.OriginalDefinition, context);
            if (function.MethodKind != MethodKind.AnonymousFunction && origin.Site is { } site)
                Add(_methodGroups, site, context);
        }
    }

    private static bool Add<TKey>(Dictionary<TKey, ExecutionContextKind> contexts, TKey key, ExecutionContextKind context)
        where TKey : notnull
    {
        if (contexts.TryGetValue(key, out var known) && (known == context || known != ExecutionContextKind.Escaping))
            return false;
        contexts[key] = context;
        return true;
    }
}
