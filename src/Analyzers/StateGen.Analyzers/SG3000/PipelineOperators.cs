using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG3000;

/// <summary>Finds the operators of the pipeline that options are given to, as far as one body shows them.</summary>
internal static class PipelineOperators
{
    /// <summary>The operators; none where the code does not show the pipeline.</summary>
    public static IEnumerable<INamedTypeSymbol> Of(SetOptions options) => OperationContext.ConsumerOf(options.Expression) switch
    {
        IArgumentOperation argument => OfRun(argument),
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } =>
            LocalVariables.UsesOf(declarator.Symbol, declarator).SelectMany(use => OperationContext.ConsumerOf(use) is IArgumentOperation argument ? OfRun(argument) : []),
        _ => [],
    };

    private static IEnumerable<INamedTypeSymbol> OfRun(IArgumentOperation argument) =>
        argument.Parent is IInvocationOperation { Instance: { Type: { } type } pipeline } && KnownTypes.IsRunnablePipeline(type)
            ? CallChain.EndingIn(pipeline).SelectMany(call => call.Arguments).SelectMany(Created)
            : [];

    private static IEnumerable<INamedTypeSymbol> Created(IArgumentOperation argument) =>
        argument.Descendants().OfType<IObjectCreationOperation>().Select(creation => creation.Type).OfType<INamedTypeSymbol>().Where(KnownTypes.IsOperator);
}
