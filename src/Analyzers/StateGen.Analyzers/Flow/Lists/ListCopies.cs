using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow.Effects;
using StateGen.Analyzers.Flow.Timers;

namespace StateGen.Analyzers.Flow.Lists;

/// <summary>Recognizes sequences that consist of all elements of a list state, unchanged and in order, followed by others.</summary>
/// <param name="source">The source of the compilation.</param>
/// <param name="list">The list state, or the parameter that holds it.</param>
/// <param name="cancellationToken">The token that cancels the analysis.</param>
internal sealed class ListCopies(SourceCode source, ISymbol list, CancellationToken cancellationToken)
{
    private const int MaxDepth = 5;

    private static readonly ImmutableHashSet<string> Copying = ImmutableHashSet.Create(
        StringComparer.Ordinal, "AsEnumerable", "DrainToImmutable", "MoveToImmutable", "ToArray", "ToBuilder", "ToImmutable",
        "ToImmutableArray", "ToImmutableList", "ToList");

    private static readonly ImmutableHashSet<string> Adding = ImmutableHashSet.Create(StringComparer.Ordinal, "Add", "AddLast", "AddRange", "Append",
        "Concat", "Enqueue");

    private static readonly ImmutableHashSet<string> Collections = ImmutableHashSet.Create(StringComparer.Ordinal, "Collection", "LinkedList", "List",
        "Queue");

    private const int MostVariables = 32;

    private readonly HashSet<ISymbol> _open = new(SymbolEqualityComparer.Default);

    /// <summary>Indicates whether a sequence is the list with more elements after its own.</summary>
    public bool IsExtended(IOperation elements) => BeginsWith(elements, null) && !IsPlain(elements);

    /// <summary>Indicates whether a sequence begins with all elements of the list.</summary>
    public bool BeginsWith(IOperation elements) => BeginsWith(elements, null);

    private bool BeginsWith(IOperation elements, CallFrame? frame) => OperationContext.Unwrap(elements) switch
    {
        ICollectionExpressionOperation { Elements: [ISpreadOperation { Operand: var first }, ..] } => BeginsWith(first, frame),
        IInvocationOperation call => IsCopying(call, frame),
        IObjectCreationOperation { Type.Name: var type, Arguments: [{ Value: var first }, ..] } => Collections.Contains(type) && BeginsWith(first, frame),
        ILocalReferenceOperation variable => IsHandle(variable, frame) || IsFilled(variable, frame),
        IParameterReferenceOperation { Parameter: var parameter } reference => IsHandle(reference, frame)
            || (frame?.FrameOf(parameter.ContainingSymbol) is { Caller: var caller } of && of.ArgumentFor(parameter) is { } argument
                && BeginsWith(argument, caller)),
        var other => IsHandle(other, frame),
    };

    // A method that receives the list sees it under another name.
    private bool IsHandle(IOperation expression, CallFrame? frame)
    {
        if (ListHandles.Find(expression) is not { } found)
            return false;
        return SymbolEqualityComparer.Default.Equals(found, list)
            || (found is IParameterSymbol && frame?.FrameOf(found.ContainingSymbol) is { Caller: var caller } of
                && of.ArgumentFor((IParameterSymbol)found) is { } argument && IsHandle(argument, caller));
    }

    private bool IsCopying(IInvocationOperation call, CallFrame? frame)
    {
        var method = call.TargetMethod;
        if (Callees.IsInSource((method.ReducedFrom ?? method).OriginalDefinition))
            return IsReturned(call, frame);
        var first = call.Instance ?? call.Arguments.FirstOrDefault()?.Value;
        if (first is null
            || !(method.ContainingType.Name is "Enumerable" || method.ContainingNamespace.Name is "Immutable"
                || Mutation.IsMutableCollection(method.ContainingType)))
            return false;
        return (Copying.Contains(method.Name) || (Adding.Contains(method.Name) && !method.ReturnsVoid)) && BeginsWith(first, frame);
    }

    private bool IsReturned(IInvocationOperation call, CallFrame? frame)
    {
        var method = (call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition;
        if (frame is { Depth: >= MaxDepth } || frame?.Runs(method) == true)
            return false;
        var inner = new CallFrame(method, call, frame ?? new(method.ContainingSymbol as IMethodSymbol ?? method, null, null));
        var returned = source.BodiesOf(method, cancellationToken).SelectMany(Callees.RunBy).OfType<IReturnOperation>()
            .Select(static result => result.ReturnedValue).OfType<IOperation>().ToArray();
        return returned.Length > 0 && Array.TrueForAll(returned, value => BeginsWith(value, inner))
            || source.BodiesOf(method, cancellationToken).Any(body => Yields(body, inner));
    }

    // An iterator that yields all elements of the list and then others.
    private bool Yields(IOperation body, CallFrame frame)
    {
        var yields = body.Descendants().OfType<IReturnOperation>().Where(static result => result.Kind != OperationKind.Return).ToArray();
        return yields.Length > 1 && Array.TrueForAll(yields, static result => result.Kind == OperationKind.YieldReturn)
            && StatementsOf(body).FirstOrDefault(statement => statement.DescendantsAndSelf().Contains(yields[0]))
                is IForEachLoopOperation { LoopControlVariable: IVariableDeclaratorOperation { Symbol: var element }, Collection: var elements } loop
            && (loop.Body is IBlockOperation { Operations: [var only] } ? only : loop.Body) == yields[0]
            && yields[0].ReturnedValue is ILocalReferenceOperation { Local: var yielded } && SymbolEqualityComparer.Default.Equals(yielded, element)
            && BeginsWith(elements, frame);
    }

    private static ImmutableArray<IOperation> StatementsOf(IOperation body) => body switch
    {
        IMethodBodyOperation { BlockBody: { } block } => block.Operations,
        ILocalFunctionOperation { Body: { } block } => block.Operations,
        IBlockOperation block => block.Operations,
        _ => [],
    };

    // A variable that begins with the list, and whose elements only become more.
    private bool IsFilled(ILocalReferenceOperation variable, CallFrame? frame)
    {
        if (_open.Count > MostVariables)
            return false;
        if (!_open.Add(variable.Local))
            return true;
        try
        {
            if (LocalVariables.FindInitialValue(variable) is not { } initial)
                return false;
            var uses = LocalVariables.UsesOf(variable.Local, variable).Where(use => use != variable && use.Syntax.SpanStart < variable.Syntax.SpanStart)
                .ToArray();
            return (BeginsWith(initial, frame) || (IsEmpty(initial) && uses.Length > 0 && FillsFirst(uses[0], frame)))
                && Array.TrueForAll(uses, use => Keeps(use, frame));
        }
        finally
        {
            _open.Remove(variable.Local);
        }
    }

    private static bool IsEmpty(IOperation value) => OperationContext.Unwrap(value) switch
    {
        ICollectionExpressionOperation { Elements.IsEmpty: true } => true,
        IObjectCreationOperation { Initializer: null, Type.Name: var type, Arguments: var arguments } =>
            Collections.Contains(type) && arguments.All(static argument => argument.Value.Type?.SpecialType == SpecialType.System_Int32),
        IInvocationOperation { TargetMethod: { Name: "CreateBuilder", ContainingNamespace.Name: "Immutable" } } => true,
        _ => false,
    };

    // The elements of the list, added at once or one by one.
    private bool FillsFirst(ILocalReferenceOperation use, CallFrame? frame)
    {
        if (use.Parent is not IInvocationOperation { Arguments: [{ Value: var added }], TargetMethod.Name: var method } call)
            return false;
        return method == "AddRange" ? BeginsWith(added, frame) : Adding.Contains(method) && ListRefill.FindLoop(call) is { Collection: var elements }
            && BeginsWith(elements, frame);
    }

    private bool Keeps(ILocalReferenceOperation use, CallFrame? frame) => use.Parent switch
    {
        IInvocationOperation { Instance: { } instance, TargetMethod: var method } when instance == use =>
            Adding.Contains(method.Name) || (method.ContainingType.Name == "Builder" ? Copying.Contains(method.Name) : !Mutation.ChangesInPlace(method)),
        ISimpleAssignmentOperation assignment when assignment.Target == use => BeginsWith(assignment.Value, frame),
        IAssignmentOperation assignment => assignment.Target != use,
        IPropertyReferenceOperation { Property.IsIndexer: true } element => element.Parent is not IAssignmentOperation assignment
            || assignment.Target != element,
        IArrayElementReferenceOperation element => element.Parent is not IAssignmentOperation assignment || assignment.Target != element,
        IConversionOperation { Parent: IArgumentOperation argument } => KeepsArgument(argument),
        IArgumentOperation argument => KeepsArgument(argument),
        _ => true,
    };

    private static bool KeepsArgument(IArgumentOperation argument) => argument.Parent is not IInvocationOperation call
        || !(Callees.IsInSource((call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition)
            || call.TargetMethod.ContainingType.Name is "Array" or "CollectionsMarshal");

    // The list itself, or a copy without more elements.
    private static bool IsPlain(IOperation elements) => OperationContext.Unwrap(elements) switch
    {
        ICollectionExpressionOperation { Elements: [ISpreadOperation { Operand: var only }] } => IsPlain(only),
        IInvocationOperation call when Copying.Contains(call.TargetMethod.Name) => (call.Instance ?? call.Arguments.FirstOrDefault()?.Value) is { } first
            && IsPlain(first),
        IObjectCreationOperation { Initializer: null, Arguments: [{ Value: var only }] } => IsPlain(only),
        ILocalReferenceOperation variable => ListHandles.Find(variable) is not null
            || (LocalVariables.FindAssignedOnce(variable) is { } value && IsPlain(value) && !LocalVariables.UsesOf(variable.Local, variable).Any(IsAdded)),
        var other => ListHandles.Find(other) is not null,
    };

    private static bool IsAdded(ILocalReferenceOperation use) =>
        use.Parent is IInvocationOperation { Instance: { } instance, TargetMethod.Name: var method } && instance == use && Adding.Contains(method);
}
