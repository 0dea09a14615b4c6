using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Analyzers.Flow.Facts;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2007. Reports objects that are read from state and changed, but on some way out of the callback not assigned to state afterwards.</summary>
internal sealed class StateNotAssignedBackRule() : FlowRule(DiagnosticCatalogue.StateNotAssignedBack)
{
    public override IEnumerable<Diagnostic> Find(MemberFlow flow)
    {
        var lost = flow.Facts.LostChanges.Where(change => change.State is not null && !IsReplaced(change, flow)).ToArray();
        foreach (var change in lost.GroupBy(change => change.Operation.Syntax).Select(changes => changes.First()))
        {
            var isAlone = lost.Count(other => SymbolEqualityComparer.Default.Equals(other.State, change.State)) == 1;
            yield return Describe(change, isAlone);
        }
    }

    private static bool IsReplaced(LostChange change, MemberFlow flow) => ChangedVariable.LocalOf(change.Operation) is { } part
        && new ReplacedParts(part, change.State!, flow.Body.Main.Graph.OriginalOperation).Contain(change.Operation.Syntax);

    // The fix assigns a variable back after its last change.
    private Diagnostic Describe(LostChange change, bool isAlone)
    {
        var local = ChangedVariable.Find(change.Operation, change.State!);
        var properties = ImmutableDictionary<string, string?>.Empty;
        if (!KnownTypes.IsHandle(change.State!.Type) && (local is not null || isAlone) && CanAssignAfter(change.Operation))
            properties = properties.Add(OperatorCodeProperties.StateName, change.State.Name).Add(OperatorCodeProperties.LocalName, local);
        return Diagnostic.Create(Rule, change.Operation.Syntax.GetLocation(), properties, change.State.Name, Advise(change.State, local));
    }

    private static bool CanAssignAfter(IOperation change) => change.Syntax is not InvocationExpressionSyntax { Parent: ArgumentSyntax }
        && !IsConditional(change.Syntax) && ChangedVariable.IsDirect(change);

    private static string Advise(IPropertySymbol state, string? local)
    {
        var variable = local ?? ChangedVariable.NameFor(state);
        var assignment = KnownTypes.IsAnyMapState(state.Type) ? $"{state.Name}[key] = {variable};"
            : KnownTypes.IsListState(state.Type) ? $"{state.Name}.Update(changed);"
            : KnownTypes.IsAccumulatorState(state.Type) ? $"{state.Name}.Clear(); {state.Name}.Add({variable});"
            : $"{state.Name} = {variable};";
        return local is null && !KnownTypes.IsHandle(state.Type) ? $"var {variable} = {state.Name}; ... {assignment}" : assignment;
    }

    private static bool IsConditional(SyntaxNode change) =>
        change.AncestorsAndSelf().TakeWhile(node => node is not StatementSyntax).Any(node => node is ConditionalAccessExpressionSyntax);
}

/// <summary>Finds the variable from which a change starts, such as <c>order</c> in <c>order.Lines.Add(line)</c>.</summary>
internal static class ChangedVariable
{
    /// <summary>The name of the variable; null if the change starts from something else.</summary>
    /// <param name="change">The change.</param>
    /// <param name="state">The state, of whose type the variable must be.</param>
    public static string? Find(IOperation change, IPropertySymbol state) =>
        LocalOf(change) is { } local && CanHold(local.Type, state) ? local.Name : null;

    /// <summary>The variable from which a change starts, whatever its type; null if the change starts from something else.</summary>
    public static ILocalSymbol? LocalOf(IOperation change) =>
        RootOf(change) is ILocalReferenceOperation { Local: { RefKind: RefKind.None } local } ? local : null;

    /// <summary>The name of a variable that could hold the value of a state.</summary>
    public static string NameFor(ISymbol state) => char.ToLowerInvariant(state.Name[0]) + state.Name.Substring(1);

    /// <summary>Indicates whether the operation itself changes the object, and not a method to which it is passed.</summary>
    public static bool IsDirect(IOperation change) => RootOf(change) is ILocalReferenceOperation or IPropertyReferenceOperation;

    // What a handle returns has another type than the state.
    private static bool CanHold(ITypeSymbol type, IPropertySymbol state) =>
        KnownTypes.IsHandle(state.Type) || SymbolEqualityComparer.Default.Equals(type, state.Type);

    private static IOperation? RootOf(IOperation change)
    {
        var root = change switch
        {
            IInvocationOperation call => call.Instance,
            IAssignmentOperation assignment => assignment.Target is ITupleOperation tuple ? tuple.Elements[0] : assignment.Target,
            IIncrementOrDecrementOperation increment => increment.Target,
            _ => null,
        };
        while (Next(root) is { } next)
            root = next;
        return root;
    }

    private static IOperation? Next(IOperation? expression) => expression switch
    {
        IConversionOperation conversion => conversion.Operand,
        IFieldReferenceOperation { Instance: { } instance } => instance,
        IPropertyReferenceOperation { Instance: { } instance and not IInstanceReferenceOperation } => instance,
        IArrayElementReferenceOperation element => element.ArrayReference,
        _ => null,
    };
}
