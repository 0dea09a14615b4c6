using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.Flow.Effects;

/// <summary>Finds the functions of reducers and aggregators that the methods of reducing, aggregating and window states call.</summary>
internal static class AccumulatorFunctions
{
    /// <summary>The functions that a call of a method runs; empty unless it is a method of such a state.</summary>
    public static IEnumerable<IMethodSymbol> Of(IMethodSymbol method)
    {
        if (!KnownTypes.HasAccumulators(method.ContainingType) || method.ContainingType.TypeArguments.Last() is not INamedTypeSymbol type)
            return [];
        var names = NamesIn(method);
        return type.AllInterfaces.Where(KnownTypes.IsAccumulatorFunction)
            .SelectMany(contract => contract.GetMembers())
            .Where(member => names.Contains(member.Name, StringComparer.Ordinal))
            .Select(type.FindImplementationForInterfaceMember).OfType<IMethodSymbol>();
    }

    private static string[] NamesIn(IMethodSymbol method) => method.Name switch
    {
        "Add" => ["Reduce", "CreateAccumulator", "Add"],
        "TryAdd" => ["CreateAccumulator", "Add", "Merge"],
        "TryGetValue" or "GetValueOrDefault" or "TakeEnded" => ["GetResult"],
        _ => [],
    };
}
