using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace StateGen.Analyzers.Flow.Values;

/// <summary>
/// The flow of values through one member: which objects each variable may refer to, and what happens to them in which order. Members, elements and fields are
/// followed without regard to the order of execution; variables that are assigned more than once are followed along the control flow graph.
/// The analysis repeats until nothing changes.
/// </summary>
// As in "Principles of Program Analysis" (Nielson, Nielson, Hankin), section 2.5, with bounded sets.
internal sealed class FlowBody
{
    private const int MaxPasses = 8;

    private readonly List<Origin> _origins = [];
    private readonly Dictionary<int, Dictionary<ISymbol, int>> _holders = [];
    private readonly Dictionary<(OriginKind Kind, object Key, int Level), int> _known = [];
    private readonly Dictionary<ISymbol, FlowFunction> _functions = new(SymbolEqualityComparer.Default);

    private FlowBody(ISymbol member, FlowFunction main, FlowContext context)
    {
        Member = member;
        Main = main;
        Context = context;
        IsOperator = member.ContainingType is { } type && context.Model.IsOperatorCode(type);
    }

    public ISymbol Member { get; }

    public FlowFunction Main { get; }

    public FlowContext Context { get; }

    /// <summary>Gets a value indicating whether the member belongs to an operator.</summary>
    public bool IsOperator { get; }

    public IReadOnlyList<Origin> Origins => _origins;

    /// <summary>Gets the lambdas and local functions of the member that its code reaches.</summary>
    public IEnumerable<FlowFunction> Functions => _functions.Values;

    /// <summary>Gets what the member assigns to its out parameters, by their ordinals.</summary>
    public Dictionary<int, ValueSet> Outs { get; } = [];

    /// <summary>Gets the ordinals of the <c>ref</c> parameters that hold another object when the member returns.</summary>
    public HashSet<int> Replaced { get; } = [];

    /// <summary>Analyzes a member.</summary>
    public static FlowBody Analyze(ISymbol member, ControlFlowGraph graph, FlowContext context)
    {
        var body = new FlowBody(member, new(member as IMethodSymbol, graph), context);
        var variables = new Variables();
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            variables.BeginPass();
            new Evaluator(body, variables, context.CancellationToken).Run();
            if (!variables.HasChanged)
                break;
        }

        return body;
    }

    /// <summary>The origin of a kind for a symbol or place, which is made when it is first asked for.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="symbol">The state, field, parameter or function.</param>
    /// <param name="site">The place.</param>
    /// <param name="type">The type of the object.</param>
    /// <param name="level">The depth inside the object that a called method makes; 0 for the object itself.</param>
    public Origin OriginOf(OriginKind kind, ISymbol? symbol, SyntaxNode? site, ITypeSymbol? type = null, int level = 0)
    {
        object key = kind is OriginKind.Read or OriginKind.Made || IsMethodGroup(symbol, site) ? site! : (object?)symbol?.OriginalDefinition ?? kind;
        if (_known.TryGetValue((kind, key, level), out var index))
            return _origins[index];
        var origin = new Origin(_origins.Count, kind, symbol, site, type);
        _known.Add((kind, key, level), origin.Index);
        _origins.Add(origin);
        return origin;
    }

    /// <summary>The origin of the members and elements of an object that are not known, and of their own.</summary>
    public Origin InnerOf(Origin origin)
    {
        if (origin.Owner is not null || origin.Inner is not null)
            return origin.Inner ?? origin;
        _origins.Add(origin.Inner = new(_origins.Count, origin.Kind, origin.Symbol, origin.Site, type: null) { Owner = origin });
        origin.Contents = origin.Contents.Union(ValueSet.Of(origin.Inner.Index));
        return origin.Inner;
    }

    // Each method group is a delegate of its own: one may stay in the callback, another may not.
    private static bool IsMethodGroup(ISymbol? symbol, SyntaxNode? site) =>
        site is not null && symbol is IMethodSymbol { MethodKind: not MethodKind.AnonymousFunction };

    /// <summary>The function for a lambda or local function of the member; null if it has no code.</summary>
    public FlowFunction? FunctionOf(IMethodSymbol symbol) => _functions.TryGetValue(symbol.OriginalDefinition, out var function) ? function : null;

    public FlowFunction AddFunction(IMethodSymbol symbol, ControlFlowGraph graph)
    {
        if (!_functions.TryGetValue(symbol.OriginalDefinition, out var function))
            _functions.Add(symbol.OriginalDefinition, function = new(symbol, graph));
        return function;
    }

    public void AddOut(int ordinal, ValueSet value) => Outs[ordinal] = Outs.TryGetValue(ordinal, out var known) ? known.Union(value) : value;

    /// <summary>Notes that a variable holds an object.</summary>
    /// <param name="origin">The object.</param>
    /// <param name="variable">The variable.</param>
    /// <param name="position">The position of the assignment in the source.</param>
    public void AddHolder(int origin, ISymbol variable, int position)
    {
        if (!_holders.TryGetValue(origin, out var known))
            _holders.Add(origin, known = new(SymbolEqualityComparer.Default));
        if (!known.TryGetValue(variable, out var first) || position < first)
            known[variable] = position;
    }

    /// <summary>Indicates whether at most one variable holds an object before a position in the source.</summary>
    public bool HasOneHolder(int origin, int position) =>
        _holders.TryGetValue(origin, out var holders) && holders.Values.Count(first => first < position) <= 1;

    /// <summary>Indicates whether a variable holds an object before a position in the source.</summary>
    public bool HasHolder(int origin, int position) => _holders.TryGetValue(origin, out var holders) && holders.Values.Any(first => first < position);

    /// <summary>The collection states that an enumeration of a value reads step by step.</summary>
    public IEnumerable<IPropertySymbol> StatesReadBy(ValueSet sequence)
    {
        var seen = new HashSet<int>();
        var open = new Stack<int>(sequence.Origins.ToArray());
        while (open.Count > 0)
        {
            var origin = _origins[open.Pop()];
            if (!seen.Add(origin.Index))
                continue;
            if (origin is { Kind: OriginKind.Handle, Symbol: IPropertySymbol state })
                yield return state;
            if (origin.IsBuffered)
                continue;
            foreach (var source in origin.Streams.Origins)
                open.Push(source);
        }
    }

    /// <summary>The objects that can be reached from a value: its own, what they contain and what they read when they are enumerated.</summary>
    /// <param name="value">The value.</param>
    /// <param name="withSources">true to count what the objects are copies of as well.</param>
    public HashSet<int> Reach(ValueSet value, bool withSources = false)
    {
        var reached = new HashSet<int>();
        var open = new Stack<int>();
        Add(value);
        while (open.Count > 0)
        {
            var origin = _origins[open.Pop()];
            Add(origin.Contents);
            Add(origin.Streams);
            if (withSources)
                Add(origin.Sources);
        }

        return reached;

        void Add(ValueSet more)
        {
            foreach (var origin in more.Origins)
            {
                if (reached.Add(origin))
                    open.Push(origin);
            }
        }
    }
}
