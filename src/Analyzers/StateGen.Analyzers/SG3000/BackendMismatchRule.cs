using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Operators;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG3000;

/// <summary>SG3001. Reports options that run a pipeline on another backend than the one that an operator of the pipeline requires.</summary>
internal sealed class BackendMismatchRule() : OptionsRule(DiagnosticCatalogue.BackendMismatch)
{
    private const string DefaultBackend = "MemoryBackend";

    public override IEnumerable<Diagnostic> Find(OptionAssignments options) =>
        options.AreOfPipeline && !options.MayBeChanged
            ? PipelineOperators.Of(options).Select(declaration => Find(options, declaration)).OfType<Diagnostic>().Take(1)
            : [];

    private Diagnostic? Find(OptionAssignments options, OperatorDeclaration declaration)
    {
        if (declaration.RequiredBackend is not { } required)
            return null;
        if (options.Find("Backend") is { } set)
            return FindOther(set, required) is { } other ? Describe(set.Syntax.GetLocation(), other.Name) : null;
        return options.AreAll && !KnownTypes.IsMemoryBackend(required) ? Describe(NewOf(options.Expression.Syntax), DefaultBackend) : null;

        Diagnostic Describe(Location location, string used) => Diagnostic.Create(Rule, location, declaration.Type.Name, required.Name, used);
    }

    private static ITypeSymbol? FindOther(ISimpleAssignmentOperation set, INamedTypeSymbol required)
    {
        var used = ChosenBackends.TypesOf(set.Value).ToArray();
        return used.Any(type => IsOrDerives(type, required)) ? null : used.FirstOrDefault();
    }

    private static bool IsOrDerives(ITypeSymbol type, INamedTypeSymbol required) =>
        BaseTypes.Of(type).Prepend(type).Contains(required, SymbolEqualityComparer.Default);

    private static Location NewOf(SyntaxNode creation) =>
        creation is BaseObjectCreationExpressionSyntax { NewKeyword: var keyword } ? keyword.GetLocation() : creation.GetLocation();
}

/// <summary>Finds the operators of the pipeline that runs with certain options, within one body.</summary>
internal static class PipelineOperators
{
    /// <summary>The operators of the pipeline; none if the code does not show the pipeline.</summary>
    public static IEnumerable<OperatorDeclaration> Of(OptionAssignments options) => OperationContext.ConsumerOf(options.Expression) switch
    {
        IArgumentOperation argument => OfRun(argument),
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } =>
            LocalVariables.UsesOf(declarator.Symbol, declarator)
                .SelectMany(use => OperationContext.ConsumerOf(use) is IArgumentOperation argument ? OfRun(argument) : []),
        _ => [],
    };

    private static IEnumerable<OperatorDeclaration> OfRun(IArgumentOperation argument) =>
        argument.Parent is IInvocationOperation { Instance: { Type: { } type } pipeline } && KnownTypes.IsRunnablePipeline(type)
            ? CallChain.LeadingTo(pipeline).SelectMany(call => call.Arguments).SelectMany(Created)
            : [];

    private static IEnumerable<OperatorDeclaration> Created(IArgumentOperation argument) =>
        argument.Descendants().OfType<IObjectCreationOperation>().Select(creation => creation.Type).OfType<INamedTypeSymbol>()
            .Select(OperatorDeclaration.Find).OfType<OperatorDeclaration>();
}
