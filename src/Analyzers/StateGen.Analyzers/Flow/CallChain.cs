using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Generators.Parsing.Operators;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.Flow;

/// <summary>Follows chains of calls, such as those that build streams and pipelines, within one body.</summary>
internal static class CallChain
{
    /// <summary>
    /// The calls of the chain that produces the value of an expression, last call first. Variables that always have the same value are followed.
    /// </summary>
    public static IEnumerable<IInvocationOperation> EndingIn(IOperation expression)
    {
        for (var call = FindCall(expression); call is not null; call = FindPrevious(call))
            yield return call;
    }

    /// <summary>The calls before a call in its chain, last call first.</summary>
    public static IEnumerable<IInvocationOperation> Before(IInvocationOperation call) => EndingIn(call).Skip(1);

    // An extension method is called on its first argument.
    private static IInvocationOperation? FindPrevious(IInvocationOperation call) =>
        (call.Instance ?? call.Arguments.FirstOrDefault()?.Value) is { } receiver ? FindCall(receiver) : null;

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

    /// <summary>Finds the calls of <c>Process</c> upstream of this one, nearest first.</summary>
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
