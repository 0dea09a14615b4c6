using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace StateGen.Analyzers.Flow.Values;

/// <summary>The body of a member, a lambda or a local function: its control flow graph and the events in each of its blocks.</summary>
/// <param name="symbol">The function; null for the initializer of a field or property.</param>
/// <param name="graph">The control flow graph.</param>
internal sealed class FlowFunction(IMethodSymbol? symbol, ControlFlowGraph graph)
{
    public IMethodSymbol? Symbol => symbol;

    public ControlFlowGraph Graph => graph;

    /// <summary>Gets the events of each block, by its ordinal.</summary>
    public List<FlowEvent>[] Events { get; } = [.. graph.Blocks.Select(static _ => new List<FlowEvent>())];

    /// <summary>Gets or sets what all calls pass to the function.</summary>
    public ValueSet Passed { get; set; }

    /// <summary>Gets or sets what the function may return.</summary>
    public ValueSet Returns { get; set; }
}
