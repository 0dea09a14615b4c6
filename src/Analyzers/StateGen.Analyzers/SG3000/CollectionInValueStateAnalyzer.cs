using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Problems;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG3000;

/// <summary>SG3002. Reports collections inside value states of operators that run on disk, when the whole compilation and the options in it are known.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CollectionMustNotBeValueOnDiskAnalyzer() : RuleAnalyzer(DiagnosticCatalogue.CollectionInValue)
{
    private protected override void Start(CompilationStartAnalysisContext context)
    {
        var operators = new ConcurrentBag<INamedTypeSymbol>();
        var configured = new ConcurrentBag<ITypeSymbol>();
        context.RegisterSymbolAction(symbol => Collect((INamedTypeSymbol)symbol.Symbol, operators), SymbolKind.NamedType);
        context.RegisterOperationAction(operation => Collect(operation.Operation, configured), OperationKind.ObjectCreation, OperationKind.With);
        context.RegisterCompilationEndAction(end => Report(end, operators, configured.Any(KnownTypes.IsRocksDbBackend)));
    }

    private static void Collect(INamedTypeSymbol type, ConcurrentBag<INamedTypeSymbol> operators)
    {
        if (KnownTypes.IsOperator(type))
            operators.Add(type);
    }

    private static void Collect(IOperation operation, ConcurrentBag<ITypeSymbol> configured)
    {
        if (SetOptions.Find(operation)?.Find("Backend") is not { Value: var backend })
            return;
        foreach (var type in ChosenBackends.TypesOf(backend))
            configured.Add(type);
    }

    private static void Report(CompilationAnalysisContext context, ConcurrentBag<INamedTypeSymbol> operators, bool isConfigured)
    {
        foreach (var state in operators.Where(type => ChosenBackends.FindDeclared(type) is { } declared ? KnownTypes.IsRocksDbBackend(declared) : isConfigured).SelectMany(ValueStatesOf))
        {
            if (HeldCollections.Find(state.Type) is { } collection)
                context.ReportDiagnostic(Describe(state, collection, context.CancellationToken));
        }
    }

    private static IEnumerable<IPropertySymbol> ValueStatesOf(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IPropertySymbol>().Where(property => KnownTypes.IsState(property) && !KnownTypes.IsCollection(property.Type));

    private static Diagnostic Describe(IPropertySymbol state, ITypeSymbol collection, CancellationToken cancellationToken)
    {
        var properties = HeldCollections.IsReplaceable(state, collection)
            ? ImmutableDictionary<string, string?>.Empty.Add(BackendProperties.CollectionState, HeldCollections.StateFor(collection).Split('<')[0])
            : null;
        return Diagnostic.Create(
            DiagnosticCatalogue.CollectionInValue, new ProblemSite(state, SitePart.PropertyType).Locate(cancellationToken), properties,
            state.Name, TypeNames.InMessages(collection).TrimEnd('?'), HeldCollections.StateFor(collection));
    }
}
