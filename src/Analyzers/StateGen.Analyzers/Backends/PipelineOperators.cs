using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Generators.Parsing;

namespace StateGen.Analyzers.Backends;

/// <summary>Finds the operators of the pipeline that options are given to, as far as one body shows them.</summary>
internal static class PipelineOperators
{
    /// <summary>The operators; none where the code does not show the pipeline.</summary>
    public static IEnumerable<INamedTypeSymbol> Of(SetOptions options) => OptionsFlow.Consumer(options.Expression) switch
    {
        IArgumentOperation argument => OfRun(argument),
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } =>
            OptionsFlow.UsesOf(declarator.Symbol, declarator).SelectMany(use => OptionsFlow.Consumer(use) is IArgumentOperation argument ? OfRun(argument) : []),
        _ => [],
    };

    private static IEnumerable<INamedTypeSymbol> OfRun(IArgumentOperation argument) =>
        argument.Parent is IInvocationOperation { Instance: { Type: { } type } pipeline } && KnownTypes.IsRunnablePipeline(type) ? OfStage(pipeline) : [];

    private static IEnumerable<INamedTypeSymbol> OfStage(IOperation? stage) => stage switch
    {
        IInvocationOperation call => OfStage(call.Instance).Concat(call.Arguments.SelectMany(Created)),
        IConversionOperation conversion => OfStage(conversion.Operand),
        ILocalReferenceOperation local => OfStage(OptionsFlow.InitialValueOf(local)),
        _ => [],
    };

    private static IEnumerable<INamedTypeSymbol> Created(IArgumentOperation argument) =>
        argument.Descendants().OfType<IObjectCreationOperation>().Select(creation => creation.Type).OfType<INamedTypeSymbol>().Where(KnownTypes.IsOperator);
}
