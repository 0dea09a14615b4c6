namespace StateGen.Analyzers.Flow.Values;

/// <summary>The settings and services with which a body is analyzed.</summary>
/// <param name="Model">The roles of members.</param>
/// <param name="Types">The types whose values are followed.</param>
/// <param name="Summaries">The effects of called methods.</param>
/// <param name="Depth">The number of calls between the member that is analyzed for itself and this body.</param>
/// <param name="CancellationToken">The token that cancels the analysis.</param>
internal sealed record FlowContext(
    OperatorModel Model, CarriedTypes Types, MethodSummaries Summaries, int Depth, CancellationToken CancellationToken);
