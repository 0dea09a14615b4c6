using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Usage;

namespace StateGen.Analyzers.Backends;

/// <summary>Where options and pipelines go, as far as one body shows it.</summary>
internal static class OptionsFlow
{
    /// <summary>What takes an expression, conversions aside.</summary>
    public static IOperation? Consumer(IOperation expression)
    {
        var consumer = expression.Parent;
        while (consumer is IConversionOperation or IParenthesizedOperation)
            consumer = consumer.Parent;
        return consumer;
    }

    /// <summary>The uses of a local variable in the body that declares it.</summary>
    public static IEnumerable<ILocalReferenceOperation> UsesOf(ILocalSymbol local, IOperation place) =>
        OperationContext.RootOf(place).Descendants().OfType<ILocalReferenceOperation>().Where(use => SymbolEqualityComparer.Default.Equals(use.Local, local));

    /// <summary>What a local variable is declared with; null where it is declared without a value.</summary>
    public static IOperation? InitialValueOf(ILocalReferenceOperation use) => OperationContext.RootOf(use).Descendants().OfType<IVariableDeclaratorOperation>()
        .FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, use.Local))?.GetVariableInitializer()?.Value;
}
