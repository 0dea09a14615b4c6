using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2007. Reports objects that are read from state, changed, and not assigned back.</summary>
internal sealed class CopiedStateMustBeAssignedBackRule() : LocalRule(DiagnosticCatalogue.NotAssignedBack)
{
    protected override void Register(SymbolStartAnalysisContext context) => context.RegisterOperationBlockAction(Report);

    private void Report(OperationBlockAnalysisContext context)
    {
        var operations = context.OperationBlocks.SelectMany(block => block.DescendantsAndSelf()).ToArray();
        foreach (var changes in operations.Select(InPlaceChange.Find).OfType<InPlaceChange>().GroupBy(change => (change.State, change.Local), KeyComparer.Instance))
        {
            if (changes.Key.Local is null || !operations.Any(operation => AssignsBack(operation, changes.Key.State) || HandsOver(operation, changes.Key.Local, changes.Key.State)))
                context.ReportDiagnostic(Describe([.. changes], context.CancellationToken));
        }
    }

    // A variable is assigned back after its last change; without one, every change is lost at once and the first is where to begin.
    private Diagnostic Describe(InPlaceChange[] changes, CancellationToken cancellationToken)
    {
        var change = changes[0].Local is null ? changes[0] : changes[changes.Length - 1];
        var properties = ImmutableDictionary<string, string?>.Empty;
        if (!KnownTypes.IsCollection(change.State.Type) && (change.Local is not null || changes.Length == 1) && !IsConditional(change.Operation))
            properties = properties.Add(UsageProperties.StateName, change.State.Name).Add(UsageProperties.LocalName, change.Local?.Name);
        return Diagnostic.Create(Rule, change.Operation.Syntax.GetLocation(), properties, change.State.Name);
    }

    private static bool IsConditional(IOperation operation) => OperationContext.AncestorsOf(operation).Any(ancestor => ancestor is IConditionalAccessOperation);

    private static bool AssignsBack(IOperation operation, IPropertySymbol state) =>
        operation is IAssignmentOperation { Target: var target } && CollectionUse.IsHandle(target, state) || CollectionUse.Changes(operation, state);

    // To the caller, or to a method that has to do with the state: either may assign it.
    private static bool HandsOver(IOperation operation, ILocalSymbol local, IPropertySymbol state) => operation switch
    {
        IReturnOperation { ReturnedValue: { } value } => IsHeldBy(value, local),
        IArgumentOperation { Value: var value, Parent: IInvocationOperation { TargetMethod: var method } } => IsHeldBy(value, local) && Mentions(method, state),
        _ => false,
    };

    private static bool IsHeldBy(IOperation value, ILocalSymbol local) =>
        OperationContext.Unwrap(value) is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local);

    private static bool Mentions(IMethodSymbol method, IPropertySymbol state) => method.DeclaringSyntaxReferences
        .Any(declaration => declaration.GetSyntax().DescendantTokens().Any(token => token.ValueText == state.Name));

    private sealed class KeyComparer : IEqualityComparer<(IPropertySymbol State, ILocalSymbol? Local)>
    {
        public static readonly KeyComparer Instance = new();

        public bool Equals((IPropertySymbol State, ILocalSymbol? Local) x, (IPropertySymbol State, ILocalSymbol? Local) y) =>
            SymbolEqualityComparer.Default.Equals(x.State, y.State) && SymbolEqualityComparer.Default.Equals(x.Local, y.Local);

        public int GetHashCode((IPropertySymbol State, ILocalSymbol? Local) key) => SymbolEqualityComparer.Default.GetHashCode(key.State);
    }
}
