using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.Flow.Lists;

/// <summary>Recognizes the handles of list states.</summary>
internal static class ListHandles
{
    /// <summary>The state whose handle an expression is, or the parameter that receives a handle; null if it is neither.</summary>
    public static ISymbol? Find(IOperation? expression) => expression is null ? null : OperationContext.Unwrap(expression) switch
    {
        IPropertyReferenceOperation { Property: var property } when KnownTypes.IsListState(property.Type) && OperatorMembers.IsState(property) => property,
        IParameterReferenceOperation { Parameter: var parameter } when KnownTypes.IsListState(parameter.Type) => parameter,
        ILocalReferenceOperation variable when KnownTypes.IsListState(variable.Local.Type) => Find(LocalVariables.FindAssignedOnce(variable)),
        _ => null,
    };

    /// <summary>Indicates whether an expression is the handle of a given state or parameter.</summary>
    public static bool Is(IOperation? expression, ISymbol list) => SymbolEqualityComparer.Default.Equals(Find(expression), list);
}
