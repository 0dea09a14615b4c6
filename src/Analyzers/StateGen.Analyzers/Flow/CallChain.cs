using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Generators.Parsing.Operators;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.Flow;

/// <summary>Follows the calls that build streams and pipelines, within one body.</summary>
internal static class CallChain
{
    /// <summary>
    /// The calls that produce the value of an expression: those of its chain, and those of the streams and pipelines that are combined in it. Each occurs once,
    /// after the calls that use its result. Variables that always have the same value are followed.
    /// </summary>
    public static IEnumerable<IInvocationOperation> LeadingTo(IOperation expression)
    {
        var pending = new Queue<IOperation>();
        var seen = new HashSet<SyntaxNode>();
        pending.Enqueue(expression);
        while (pending.Count > 0)
        {
            if (FindCall(pending.Dequeue()) is not { } call || !seen.Add(call.Syntax))
                continue;
            yield return call;
            foreach (var input in InputsOf(call))
                pending.Enqueue(input);
        }
    }

    /// <summary>The calls before a call.</summary>
    public static IEnumerable<IInvocationOperation> Before(IInvocationOperation call) => LeadingTo(call).Skip(1);

    /// <summary>The streams and pipelines that a call combines; none if it does not combine several.</summary>
    public static IEnumerable<IOperation> CombinedBy(IInvocationOperation call) => IsCombination(call.TargetMethod) ? InputsOf(call) : [];

    private static bool IsCombination(IMethodSymbol method) => method.Name switch
    {
        "Combine" => KnownTypes.IsPipeline(method.ContainingType),
        "Union" => KnownTypes.IsEventStream(method.ContainingType),
        "Connect" => KnownTypes.IsKeyedStream(method.ContainingType),
        _ => false,
    };

    // An extension method is called on its first argument.
    private static IEnumerable<IOperation> InputsOf(IInvocationOperation call)
    {
        if ((call.Instance ?? (IsCombination(call.TargetMethod) ? null : call.Arguments.FirstOrDefault()?.Value)) is { } receiver)
            yield return receiver;
        if (!IsCombination(call.TargetMethod))
            yield break;
        foreach (var combined in call.Arguments.SelectMany(argument => ElementsOf(argument.Value)))
            yield return combined;
    }

    // The elements of a collection that the code shows; otherwise, the value itself.
    private static IEnumerable<IOperation> ElementsOf(IOperation value) => OperationContext.Unwrap(value) switch
    {
        ICollectionExpressionOperation collection => collection.Elements,
        IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
        ILocalReferenceOperation local when !KnownTypes.IsPartOfPipeline(local.Type) && LocalVariables.FindOnlyValue(local) is { } initial =>
            ElementsOf(initial),
        var other => [other],
    };

    private static IInvocationOperation? FindCall(IOperation expression) => OperationContext.Unwrap(expression) switch
    {
        IInvocationOperation call => call,
        ILocalReferenceOperation local when LocalVariables.FindOnlyValue(local) is { } value => FindCall(value),
        _ => null,
    };
}

/// <summary>A call of <c>Process</c> whose operator id is known at compile time.</summary>
/// <param name="Call">The call.</param>
/// <param name="Id">The id that the call passes, or else the id of the operator.</param>
/// <param name="IdSyntax">The expression that determines the id: the id argument, or the argument that creates the operator.</param>
internal sealed record ProcessCall(IInvocationOperation Call, string Id, SyntaxNode IdSyntax)
{
    /// <summary>Reads a call; null if it is not a call of <c>Process</c>, or if the id is known only at run time.</summary>
    public static ProcessCall? Find(IInvocationOperation call)
    {
        if (call.TargetMethod.Name != "Process" || !KnownTypes.IsKeyedStream(call.TargetMethod.ContainingType))
            return null;
        var (operatorArgument, idArgument) = (ArgumentOf(call, 0), ArgumentOf(call, 1));
        return idArgument.Value.ConstantValue switch
        {
            { HasValue: false } => null,
            { Value: string id } => new(call, id, idArgument.Value.Syntax),
            _ => IdOf(operatorArgument.Value) is { } id ? new(call, id, operatorArgument.Value.Syntax) : null,
        };
    }

    /// <summary>Finds the calls of <c>Process</c> upstream of this one.</summary>
    public IEnumerable<ProcessCall> FindUpstream() => CallChain.Before(Call).Select(Find).OfType<ProcessCall>();

    private static IArgumentOperation ArgumentOf(IInvocationOperation call, int ordinal) =>
        call.Arguments.Single(argument => argument.Parameter!.Ordinal == ordinal);

    // The id of Sample in () => new Sample().
    private static string? IdOf(IOperation creator)
    {
        var created = creator.DescendantsAndSelf().OfType<IReturnOperation>().ToArray() is [{ ReturnedValue: { } value }]
            ? OperationContext.Unwrap(value)
            : null;
        return created is IObjectCreationOperation { Type: INamedTypeSymbol type } && OperatorDeclaration.Find(type) is { Id: { Length: > 0 } id } ? id : null;
    }
}
