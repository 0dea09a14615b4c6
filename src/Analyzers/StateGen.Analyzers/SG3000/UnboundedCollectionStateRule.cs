using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Analyzers.SG2000;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG3000;

/// <summary>SG3003. Reports map and list states that are only ever added to. A base class between the operator and KeyedOperator may clear them, so such operators are left out.</summary>
internal sealed class CollectionMustNotGrowForeverRule() : OperatorCodeRule(DiagnosticCatalogue.StateGrows)
{
    public override Action<OperatorEnd>? Register(SymbolStartAnalysisContext context, INamedTypeSymbol operatorType, CallGraph calls)
    {
        var states = operatorType.GetMembers().OfType<IPropertySymbol>().Where(CollectionGrowth.IsUnbounded).ToArray();
        if (states.Length == 0 || !KnownTypes.IsKeyedOperator(operatorType.BaseType!))
            return null;
        var uses = new ConcurrentBag<(ISymbol Member, Growth Growth)>();
        context.RegisterOperationAction(use => Add((IPropertyReferenceOperation)use.Operation, uses), OperationKind.PropertyReference);
        context.RegisterOperationAction(call => Add((IInvocationOperation)call.Operation, states, uses), OperationKind.Invocation);
        return end => Report(end, operatorType, states, uses);
    }

    private static void Add(IPropertyReferenceOperation use, ConcurrentBag<(ISymbol Member, Growth Growth)> uses)
    {
        if (CollectionGrowth.IsUnbounded(use.Property))
            uses.Add((use.Property.OriginalDefinition, CollectionGrowth.Of(use)));
    }

    private static void Add(IInvocationOperation call, IPropertySymbol[] states, ConcurrentBag<(ISymbol Member, Growth Growth)> uses)
    {
        if (!OperatorMembers.IsState(call.TargetMethod))
            return;
        foreach (var state in states)
            uses.Add((state, Growth.Unknown));
    }

    private void Report(OperatorEnd context, INamedTypeSymbol operatorType, IPropertySymbol[] states, ConcurrentBag<(ISymbol Member, Growth Growth)> uses)
    {
        var byState = uses.ToLookup(use => use.Member, use => use.Growth, SymbolEqualityComparer.Default);
        foreach (var state in states.Where(state => byState[state].Contains(Growth.Grows) && !byState[state].Contains(Growth.Unknown)))
            context.ReportDiagnostic(Diagnostic.Create(Rule, state.Locations[0], SeverityFor(operatorType), [], null, state.Name));
    }

    // What is chosen in options may be one of several; what is declared is meant.
    private static DiagnosticSeverity SeverityFor(INamedTypeSymbol operatorType) =>
        ChosenBackends.FindDeclared(operatorType) is { } backend && KnownTypes.IsMemoryBackend(backend) ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info;
}
