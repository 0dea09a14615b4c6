using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2007. Reports objects that are read from state and changed, but not assigned back.</summary>
internal sealed class StateNotAssignedBackRule() : LocalRule(DiagnosticCatalogue.StateNotAssignedBack)
{
    protected override void Register(SymbolStartAnalysisContext context) => context.RegisterOperationBlockAction(Report);

    private void Report(OperationBlockAnalysisContext context)
    {
        var operations = context.OperationBlocks.SelectMany(block => block.DescendantsAndSelf()).ToArray();
        var all = operations.Select(InPlaceChange.Find).OfType<InPlaceChange>();
        foreach (var changes in all.GroupBy(change => (change.State, change.Local), KeyComparer.Instance))
        {
            var (state, local) = changes.Key;
            if (local is null || !operations.Any(operation => AssignsBack(operation, state) || HandsOver(operation, local, state)))
                context.ReportDiagnostic(Describe([.. changes], context.CancellationToken));
        }
    }

    // The fix assigns a variable back after its last change. Without a variable every change is lost at once, and the first is reported.
    private Diagnostic Describe(InPlaceChange[] changes, CancellationToken cancellationToken)
    {
        var change = changes[0].Local is null ? changes[0] : changes[changes.Length - 1];
        var properties = ImmutableDictionary<string, string?>.Empty;
        if (!KnownTypes.IsCollection(change.State.Type) && (change.Local is not null || changes.Length == 1) && !IsConditional(change.Operation))
            properties = properties.Add(OperatorCodeProperties.StateName, change.State.Name).Add(OperatorCodeProperties.LocalName, change.Local?.Name);
        return Diagnostic.Create(Rule, change.Operation.Syntax.GetLocation(), properties, change.State.Name);
    }

    private static bool IsConditional(IOperation operation) =>
        OperationContext.AncestorsOf(operation).Any(ancestor => ancestor is IConditionalAccessOperation);

    private static bool AssignsBack(IOperation operation, IPropertySymbol state) =>
        operation is IAssignmentOperation { Target: var target } && CollectionUse.IsHandle(target, state) || CollectionUse.Changes(operation, state);

    // Passed to the caller, or to a method that mentions the state: either may assign it back.
    private static bool HandsOver(IOperation operation, ILocalSymbol local, IPropertySymbol state) => operation switch
    {
        IReturnOperation { ReturnedValue: { } value } => IsVariable(value, local),
        IArgumentOperation { Value: var value, Parent: IInvocationOperation { TargetMethod: var method } } =>
            IsVariable(value, local) && Mentions(method, state),
        _ => false,
    };

    private static bool IsVariable(IOperation value, ILocalSymbol local) =>
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

/// <summary>A change inside an object that was read from state.</summary>
/// <param name="State">The state.</param>
/// <param name="Local">The variable that holds the object; null if the object is changed in the expression that reads it.</param>
/// <param name="Operation">The change.</param>
internal sealed record InPlaceChange(IPropertySymbol State, ILocalSymbol? Local, IOperation Operation)
{
    /// <summary>The change that an operation makes inside an object from state; null if it makes none.</summary>
    public static InPlaceChange? Find(IOperation operation) =>
        Mutation.FindChangedObject(operation) is { } changed ? Find(operation, RootOf(changed)) : null;

    private static InPlaceChange? Find(IOperation operation, IOperation root) => root switch
    {
        ILocalReferenceOperation { Local: var local } => FindOrigin(root, local) is { } state ? new(state, local, operation) : null,
        _ => StateOf(root) is { } state ? new(state, null, operation) : null,
    };

    // Follows member accesses to the object that they start from, and ?. to the expression before it.
    private static IOperation RootOf(IOperation expression) => expression switch
    {
        IConversionOperation conversion => RootOf(conversion.Operand),
        IConditionalAccessInstanceOperation => OperationContext.AccessedBy(expression) is { } accessed ? RootOf(accessed) : expression,
        IPropertyReferenceOperation { Instance: { } instance, Property: var property }
            when !OperatorMembers.IsState(property) && !KnownTypes.IsCollection(instance.Type!) => RootOf(instance),
        IFieldReferenceOperation { Instance: { } instance } => RootOf(instance),
        IArrayElementReferenceOperation element => RootOf(element.ArrayReference),
        _ => expression,
    };

    /// <summary>The state from which an expression reads a value; null if it reads none.</summary>
    public static IPropertySymbol? StateOf(IOperation? expression) => expression switch
    {
        IConversionOperation conversion => StateOf(conversion.Operand),
        ICoalesceOperation coalesce => StateOf(coalesce.Value),
        IPropertyReferenceOperation { Property: { IsIndexer: false } property }
            when KnownTypes.IsState(property) && !KnownTypes.IsCollection(property.Type) => property,
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } map } => HandleOf(map),
        IInvocationOperation { TargetMethod.Name: "GetValueOrDefault", Instance: { } map } => HandleOf(map),
        _ => null,
    };

    private static IPropertySymbol? HandleOf(IOperation map) =>
        map is IPropertyReferenceOperation { Property: var property } && KnownTypes.IsState(property) && KnownTypes.IsMapState(property.Type)
            ? property
            : null;

    private static IPropertySymbol? FindOrigin(IOperation use, ILocalSymbol local) => OperationContext.RootOf(use).Descendants()
        .Select(operation => OriginIn(operation, local)).FirstOrDefault(state => state is not null);

    private static IPropertySymbol? OriginIn(IOperation operation, ILocalSymbol local) => operation switch
    {
        IVariableDeclaratorOperation declarator when Is(declarator.Symbol, local) => StateOf(declarator.GetVariableInitializer()?.Value),
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when Is(target.Local, local) =>
            StateOf(assignment.Value),
        IIsPatternOperation { Value: var value, Pattern: IRecursivePatternOperation { DeclaredSymbol: ILocalSymbol found } }
            when Is(found, local) => StateOf(value),
        IIsPatternOperation { Value: var value, Pattern: IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol found } }
            when Is(found, local) => StateOf(value),
        IForEachLoopOperation loop when loop.Locals.Contains(local, SymbolEqualityComparer.Default) => ElementsOf(loop.Collection),
        IInvocationOperation { TargetMethod.Name: "TryGetValue", Instance: { } map } call
            when call.Arguments.Any(argument => Declares(argument.Value, local)) => HandleOf(map),
        _ => null,
    };

    private static IPropertySymbol? ElementsOf(IOperation collection) => OperationContext.Unwrap(collection) switch
    {
        IPropertyReferenceOperation { Property.Name: "Values", Instance: { } map } => HandleOf(map),
        IPropertyReferenceOperation { Property: var property }
            when KnownTypes.IsState(property) && KnownTypes.IsCollection(property.Type) => property,
        _ => null,
    };

    private static bool Declares(IOperation argument, ILocalSymbol local) => argument switch
    {
        IDeclarationExpressionOperation { Expression: ILocalReferenceOperation declared } => Is(declared.Local, local),
        ILocalReferenceOperation reference => Is(reference.Local, local),
        _ => false,
    };

    private static bool Is(ILocalSymbol candidate, ILocalSymbol local) => SymbolEqualityComparer.Default.Equals(candidate, local);
}
