using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow.Effects;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.Flow.Timers;

/// <summary>
/// Finds the timers that every event registers at its own time. An operator has such timers if every way through its callback registers one, in the callback
/// or in a method that it calls.
/// </summary>
/// <param name="source">The source of the compilation.</param>
/// <param name="code">The code of the operator.</param>
/// <param name="times">Recognizes the time of an event.</param>
/// <param name="cancellationToken">The token that cancels the analysis.</param>
internal sealed class TimerRegistrations(SourceCode source, OperatorCode code, EventTimes times, CancellationToken cancellationToken)
{
    private const int MaxDepth = 5;

    /// <summary>The registrations, as calls in the code of operators.</summary>
    public IEnumerable<SyntaxNode> Find(IMethodSymbol callback) => GraphOf(callback) is { } graph ? Find(graph, new(callback, null, null)) : [];

    private List<SyntaxNode> Find(ControlFlowGraph graph, CallFrame frame)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var sites = graph.Blocks.Select(block => (Block: block, Calls: FindIn(block, graph, frame))).Where(static site => site.Calls.Count > 0).ToArray();
        var paths = new SurePaths(graph);
        if (!paths.LeadThrough(new HashSet<BasicBlock>(sites.Select(static site => site.Block))))
            return [];
        return
        [
            .. sites.Where(site => paths.LeadThrough(new HashSet<BasicBlock> { site.Block })
                    || paths.Reach(new HashSet<BasicBlock>(sites.Select(static other => other.Block).Where(other => other != site.Block)))
                        .Contains(site.Block))
                .SelectMany(static site => site.Calls),
        ];
    }

    private List<SyntaxNode> FindIn(BasicBlock block, ControlFlowGraph graph, CallFrame frame)
    {
        var operations = block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations;
        return [.. operations.SelectMany(static operation => operation.DescendantsAndSelf()).OfType<IInvocationOperation>()
            .SelectMany(call => FindIn(call, graph, frame))];
    }

    private List<SyntaxNode> FindIn(IInvocationOperation call, ControlFlowGraph graph, CallFrame frame)
    {
        var method = call.TargetMethod;
        if (method.Name is "RegisterEventTime" or "RegisterProcessingTime" && KnownTypes.IsTimerService(method.ContainingType))
            return Find(call) is IInvocationOperation { Arguments: [{ Value: var time }] } && times.IsExact(time, frame)
                ? [call.Syntax] : [];
        if (frame.Depth >= MaxDepth || frame.Runs(method) || Find(call) is not IInvocationOperation called
            || FindGraph(call, graph) is not { } inner)
            return [];
        var found = Find(inner, new((method.ReducedFrom ?? method).OriginalDefinition, called, frame));
        return found.Count == 0 || method.MethodKind == MethodKind.LocalFunction || code.IsOwn(method.ContainingType) ? found : [call.Syntax];
    }

    // In a graph, the arguments of a call may have been replaced. Binding the code once more takes time.
    private IOperation? Find(IInvocationOperation call) => code.FindCall(call.Syntax) ?? source.Find(call.Syntax, cancellationToken);

    // Only methods of the operator, and methods that receive the context or the timers, can register a timer.
    private ControlFlowGraph? FindGraph(IInvocationOperation call, ControlFlowGraph graph)
    {
        var method = call.TargetMethod;
        if (method.MethodKind == MethodKind.LocalFunction)
            return graph.LocalFunctions.Contains(method.OriginalDefinition, SymbolEqualityComparer.Default)
                ? graph.GetLocalFunctionControlFlowGraphInScope(method.OriginalDefinition, cancellationToken) : null;
        return code.IsOwn(method.ContainingType) || method.Parameters.Any(parameter => OperatorModel.IsContext(parameter.Type))
            || method.ReducedFrom is not null ? GraphOf(method) : null;
    }

    private ControlFlowGraph? GraphOf(IMethodSymbol method)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        definition = definition.PartialImplementationPart ?? definition;
        if (code.GraphOf(definition) is { } known)
            return known;
        return definition.MethodKind is MethodKind.Ordinary
            && source.BodiesOf(definition, cancellationToken).FirstOrDefault() is IMethodBodyOperation { Parent: null } body
                ? ControlFlowGraph.Create(body, cancellationToken) : null;
    }
}

/// <summary>A method that runs, and the call that runs it.</summary>
/// <param name="Method">The method.</param>
/// <param name="Call">The call; null for the callback.</param>
/// <param name="Caller">The caller; null for the callback.</param>
internal sealed record CallFrame(IMethodSymbol Method, IOperation? Call, CallFrame? Caller)
{
    /// <summary>Gets the number of calls below the callback.</summary>
    public int Depth => Caller is null ? 0 : Caller.Depth + 1;

    /// <summary>Indicates whether a method runs here or further out, so that a call of it would be recursive.</summary>
    public bool Runs(IMethodSymbol method) => FrameOf(method) is not null;

    /// <summary>The frame of a method; null if it does not run.</summary>
    public CallFrame? FrameOf(ISymbol method) => SymbolEqualityComparer.Default.Equals(Method, method.OriginalDefinition) ? this : Caller?.FrameOf(method);

    /// <summary>The argument for a parameter of the method; null if the call passes none.</summary>
    public IOperation? ArgumentFor(IParameterSymbol parameter)
    {
        var (arguments, instance) = Call switch
        {
            IInvocationOperation call => (call.Arguments, call.Instance),
            IPropertyReferenceOperation access => (access.Arguments, access.Instance),
            _ => ([], null),
        };
        var offset = Call is IInvocationOperation { TargetMethod.ReducedFrom: not null } ? 1 : 0;
        return offset == 1 && parameter.Ordinal == 0 ? instance
            : arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal - offset
                && argument.ArgumentKind != ArgumentKind.DefaultValue)?.Value;
    }
}
