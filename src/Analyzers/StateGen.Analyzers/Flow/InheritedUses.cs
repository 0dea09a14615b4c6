using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow.Values;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.Flow;

/// <summary>
/// Finds which members of an operator the members of its base classes use on the operator itself: states, the key, and what the operator overrides. Each
/// member is read when it is first asked for. Thread-safe.
/// </summary>
/// <param name="operatorType">The operator.</param>
/// <param name="model">The roles of members.</param>
/// <param name="summaries">The methods of the compilation.</param>
internal sealed class InheritedUses(INamedTypeSymbol operatorType, OperatorModel model, MethodSummaries summaries)
{
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<ISymbol>> _used = new(SymbolEqualityComparer.Default);

    /// <summary>The members that a member of a base class uses where it runs; none for a member of the operator.</summary>
    public ImmutableArray<ISymbol> UsedBy(ISymbol member) => IsOf(operatorType, member) || !IsOfBase(member) ? [] : _used.GetOrAdd(member, Find);

    private ImmutableArray<ISymbol> Find(ISymbol member)
    {
        IMethodSymbol?[] methods = member is IPropertySymbol property ? [property.GetMethod, property.SetMethod] : [member as IMethodSymbol];
        return
        [
            .. methods.OfType<IMethodSymbol>().Select(MethodSummaries.FindSource).OfType<IMethodSymbol>()
                .Select(source => summaries.FindOperation(source, CancellationToken.None)).OfType<IOperation>()
                .SelectMany(static body => body.Descendants()).Select(FindUsed).OfType<ISymbol>().Distinct<ISymbol>(SymbolEqualityComparer.Default),
        ];
    }

    private ISymbol? FindUsed(IOperation operation)
    {
        var used = operation switch
        {
            IInvocationOperation { Instance: IInstanceReferenceOperation } call => Overriding(call.TargetMethod, call.IsVirtual),
            IPropertyReferenceOperation { Instance: IInstanceReferenceOperation } reference => Overriding(reference.Property, true),
            _ => null,
        };
        return used is null || !(model.IsState(used) || IsOf(operatorType, used) || IsOfBase(used))
            || OperationContext.AncestorsOf(operation).Any(static ancestor => ancestor is IAnonymousFunctionOperation or INameOfOperation)
            ? null : CallGraph.MemberOf(used);
    }

    private ISymbol Overriding(ISymbol member, bool isVirtual) => !isVirtual || !(member.IsAbstract || member.IsVirtual || member.IsOverride) ? member
        : BaseTypes.Of(operatorType).Prepend(operatorType).SelectMany(type => type.GetMembers(member.Name))
            .FirstOrDefault(candidate => Overrides(candidate, member))
            ?? member;

    private static bool Overrides(ISymbol? candidate, ISymbol member)
    {
        for (; candidate is not null; candidate = OverriddenBy(candidate))
        {
            if (SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, member.OriginalDefinition))
                return true;
        }

        return false;
    }

    private static ISymbol? OverriddenBy(ISymbol member) =>
        member is IMethodSymbol method ? method.OverriddenMethod : (member as IPropertySymbol)?.OverriddenProperty;

    private bool IsOfBase(ISymbol member) => BaseTypes.Of(operatorType).Any(type => IsOf(type, member)) && !member.DeclaringSyntaxReferences.IsEmpty;

    private static bool IsOf(INamedTypeSymbol type, ISymbol member) =>
        SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, member.ContainingType?.OriginalDefinition);
}
