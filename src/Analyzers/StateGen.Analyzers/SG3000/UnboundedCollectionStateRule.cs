using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Analyzers.Flow.Lists;
using StateGen.Analyzers.SG2000;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.States;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG3000;

/// <summary>
/// SG3003. Reports map, list and window states to which code only adds. Operators with a base class of the project are skipped, because the base class may
/// clear the states.
/// </summary>
internal sealed class UnboundedCollectionStateRule() : OperatorCodeRule(DiagnosticCatalogue.UnboundedCollectionState)
{
    public override Action<OperatorEnd>? Register(OperatorStart context, OperatorCode code)
    {
        var states = code.Type.GetMembers().OfType<IPropertySymbol>().Where(SizeEffectClassifier.IsUnbounded).ToArray();
        if (states.Length == 0 || !KnownTypes.IsOperatorBase(code.Type.BaseType!))
            return null;
        var uses = new ConcurrentBag<(ISymbol Member, SizeEffect Effect)>();
        context.RegisterOperationAction(use => Add((IPropertyReferenceOperation)use.Operation, uses), OperationKind.PropertyReference);
        context.RegisterOperationAction(call => Add((IInvocationOperation)call.Operation, states, uses), OperationKind.Invocation);
        return end => Report(end, code.Type, states, uses);
    }

    private static void Add(IPropertyReferenceOperation use, ConcurrentBag<(ISymbol Member, SizeEffect Effect)> uses)
    {
        if (!SizeEffectClassifier.IsUnbounded(use.Property))
            return;
        foreach (var effect in SizeEffectClassifier.Of(use))
            uses.Add((use.Property.OriginalDefinition, effect));
    }

    private static void Add(IInvocationOperation call, IPropertySymbol[] states, ConcurrentBag<(ISymbol Member, SizeEffect Effect)> uses)
    {
        if (!OperatorMembers.IsState(call.TargetMethod))
            return;
        foreach (var state in states)
            uses.Add((state, SizeEffect.Unknown));
    }

    private void Report(
        OperatorEnd context, INamedTypeSymbol operatorType, IPropertySymbol[] states, ConcurrentBag<(ISymbol Member, SizeEffect Effect)> uses)
    {
        var byState = uses.ToLookup(use => use.Member, use => use.Effect, SymbolEqualityComparer.Default);
        foreach (var state in states.Where(state => byState[state].Contains(SizeEffect.Grows) && !byState[state].Contains(SizeEffect.Unknown)))
            context.ReportDiagnostic(Diagnostic.Create(Rule, state.Locations[0], SeverityFor(operatorType), [], null, state.Name));
    }

    // Only the declared backend counts: the backend in the options may be one of several.
    private static DiagnosticSeverity SeverityFor(INamedTypeSymbol operatorType) =>
        ChosenBackends.FindDeclared(operatorType) is null ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning;
}

/// <summary>Classifies uses of collection states by their effect on the size.</summary>
internal static class SizeEffectClassifier
{
    // A map with keys of these types has at most 256 entries.
    private static readonly ImmutableHashSet<SpecialType> BoundedKeys =
        ImmutableHashSet.Create(SpecialType.System_Boolean, SpecialType.System_Byte, SpecialType.System_SByte);

    /// <summary>
    /// Indicates whether only code limits the size of a state: a list, windows, or a map whose key type has many values, without a time to live.
    /// </summary>
    public static bool IsUnbounded(IPropertySymbol state) =>
        KnownTypes.IsCollection(state.Type) && !OperatorMembers.IsBroadcastState(state) && !OperatorMembers.IsOperatorState(state)
        && StateDeclaration.Find(state) is { TimeToLive: null } && !HasBoundedKeys((INamedTypeSymbol)state.Type);

    /// <summary>The effects of one use of a collection state. A variable that always holds the collection has the effects of its uses.</summary>
    public static IEnumerable<SizeEffect> Of(IPropertyReferenceOperation use) =>
        OperationContext.ConsumerOf(use) is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var variable } }
            && IsHandle(variable.Type)
            ? LocalVariables.UsesOf(variable, use).Select(alias => LocalVariables.FindAssignedOnce(alias) is null ? SizeEffect.Unknown : OfExpression(alias))
            : [OfExpression(use)];

    private static bool IsHandle(ITypeSymbol type) => KnownTypes.IsCollection(type);

    private static SizeEffect OfExpression(IOperation use) => OperationContext.ConsumerOf(use) switch
    {
        INameOfOperation => SizeEffect.None,
        IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: [{ Value: var key }] } entry =>
            IsAssigned(entry) && !key.ConstantValue.HasValue ? SizeEffect.Grows : SizeEffect.None,
        IPropertyReferenceOperation => SizeEffect.None,
        IInvocationOperation { Instance: { } instance, TargetMethod.Name: var method } call when OperationContext.Unwrap(instance) == use =>
            method == "Update" && IsGrown(call) ? SizeEffect.Grows : IsRange(call) ? OfExpression(call) : OfMethod(method),
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ContainingType.Name: "Enumerable" } } => SizeEffect.None,
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Update" }, Instance: { Type: { } updated } } }
            when KnownTypes.IsListState(updated) => SizeEffect.None,
        IForEachLoopOperation or ISpreadOperation => SizeEffect.None,
        _ => SizeEffect.Unknown,
    };

    // The list with one more element, as SG2012 reports it.
    private static bool IsGrown(IInvocationOperation update) => update.Arguments is [{ Value: var elements }] && OperationContext.Unwrap(elements) switch
    {
        ICollectionExpressionOperation { Elements: [ISpreadOperation { Operand: var first }, _, ..] } => IsSame(first, update),
        IInvocationOperation { TargetMethod: { Name: "Append" or "Concat", ContainingType.Name: "Enumerable" }, Arguments: [{ Value: var first }, ..] } =>
            IsSame(first, update),
        _ => false,
    };

    private static bool IsSame(IOperation elements, IInvocationOperation update) =>
        ListHandles.Find(update.Instance) is { } list && ListHandles.Is(elements, list);

    private static bool IsRange(IInvocationOperation call) => call.Type is { } type && KnownTypes.IsSortedMapRange(type);

    private static SizeEffect OfMethod(string method) => method switch
    {
        "Add" or "AddRange" or "TryAdd" => SizeEffect.Grows,
        "TryGetValue" or "GetValueOrDefault" or "ContainsKey" or "Contains" or "GetEnumerator" or "TryGetFirst" or "TryGetLast" => SizeEffect.None,
        _ => SizeEffect.Unknown,
    };

    private static bool IsAssigned(IPropertyReferenceOperation entry) =>
        entry.Parent is IAssignmentOperation assignment && assignment.Target == entry || entry.Parent is IIncrementOrDecrementOperation;

    private static bool HasBoundedKeys(INamedTypeSymbol collection) =>
        KnownTypes.IsAnyMapState(collection)
        && (collection.TypeArguments[0].TypeKind == TypeKind.Enum || BoundedKeys.Contains(collection.TypeArguments[0].SpecialType));
}

/// <summary>Specifies the effect of a use of a collection state on its size.</summary>
internal enum SizeEffect
{
    /// <summary>The use reads, or writes an entry with a constant key.</summary>
    None,

    /// <summary>The use may add an element or entry.</summary>
    Grows,

    /// <summary>The use removes elements, or passes the collection to code that may remove them.</summary>
    Unknown,
}
