using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow.Effects;
using StateGen.Analyzers.Flow.Facts;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.Flow.Values;

/// <summary>
/// Provides the flow and the summaries of the methods of a compilation, each analyzed when it is first asked for. Thread-safe. A method that calls itself is
/// taken to have no effect inside itself, and calls beyond a depth are taken to have none.
/// </summary>
internal sealed class MethodSummaries
{
    private const int MaxDepth = 6;

    private static readonly PerCompilation<MethodSummaries> Known = new(static compilation => new(compilation));

    private static readonly ConditionalWeakTable<IMethodSymbol, object> Automatic = new();

    [ThreadStatic]
    private static HashSet<IMethodSymbol>? s_running;

    private readonly ConcurrentDictionary<(IMethodSymbol Method, OperatorModel Model), (MemberFlow Flow, MethodSummary Summary)?> _known = new();
    private readonly Compilation _compilation;

    private MethodSummaries(Compilation compilation) => _compilation = compilation;

    public CarriedTypes Types { get; } = new();

    public static MethodSummaries Of(Compilation compilation) => Known.Get(compilation);

    /// <summary>The method with the body that a call runs, as far as its source is in the compilation; null if there is none.</summary>
    public static IMethodSymbol? FindSource(IMethodSymbol method)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        definition = definition.PartialImplementationPart ?? definition;
        return definition.IsAbstract || definition.DeclaringSyntaxReferences.IsEmpty || IsAutomatic(definition) ? null : definition;
    }

    // The accessor of a property whose field the compiler declares.
    private static bool IsAutomatic(IMethodSymbol method) => method.MethodKind is MethodKind.PropertyGet or MethodKind.PropertySet
        && (bool)Automatic.GetValue(method, static accessor => HasNoBody(accessor));

    private static bool HasNoBody(IMethodSymbol method) => method.MethodKind is MethodKind.PropertyGet or MethodKind.PropertySet
        && method.DeclaringSyntaxReferences[0].GetSyntax() is AccessorDeclarationSyntax { Body: null, ExpressionBody: null } or ParameterSyntax;

    /// <summary>The summary of a method; null if its body cannot be analyzed.</summary>
    public MethodSummary? Find(IMethodSymbol source, FlowContext context) => Analyze(source, context)?.Summary;

    /// <summary>The only implementation of an abstract method in the project; null if there is none or more than one.</summary>
    public IMethodSymbol? FindOnlyImplementation(IMethodSymbol method) =>
        SourceCode.Of(_compilation).ImplementationsOf(method) is [var only] ? only : null;

    /// <summary>The flow through a method; null if its body cannot be analyzed.</summary>
    public MemberFlow? FindFlow(IMethodSymbol source, FlowContext context) => Analyze(source, context)?.Flow;

    private (MemberFlow Flow, MethodSummary Summary)? Analyze(IMethodSymbol source, FlowContext context)
    {
        if (_known.TryGetValue((source, context.Model), out var known))
            return known;
        var running = s_running ??= new(SymbolEqualityComparer.Default);
        if (context.Depth >= MaxDepth || !running.Add(source))
            return null;
        try
        {
            return _known.GetOrAdd((source, context.Model), AnalyzeBody(source, context));
        }
        finally
        {
            running.Remove(source);
        }
    }

    private (MemberFlow Flow, MethodSummary Summary)? AnalyzeBody(IMethodSymbol source, FlowContext context)
    {
        if (FindBody(source, context.CancellationToken) is not { } graph)
            return null;
        var body = FlowBody.Analyze(source, graph, context with { Depth = context.Depth + 1 });
        var facts = PathFacts.Find(body);
        return (new(CallGraph.MemberOf(source), body, facts, IsInitializer: false), SummaryBuilder.Build(body, facts));
    }

    /// <summary>The body of a method; null if it has none.</summary>
    public IOperation? FindOperation(IMethodSymbol source, CancellationToken cancellationToken) =>
        source.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is { } syntax
            ? SourceCode.Of(_compilation).Find(syntax, cancellationToken) : null;

    private ControlFlowGraph? FindBody(IMethodSymbol source, CancellationToken cancellationToken) => FindOperation(source, cancellationToken) switch
    {
        IMethodBodyOperation { Parent: null } body => ControlFlowGraph.Create(body, cancellationToken),
        IConstructorBodyOperation { Parent: null } body => ControlFlowGraph.Create(body, cancellationToken),
        IBlockOperation { Parent: null } body => ControlFlowGraph.Create(body, cancellationToken),
        _ => null,
    };
}
