using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow.Values;

/// <summary>Runs one pass over a body: evaluates every expression to the objects that it may refer to, and writes down the events.</summary>
internal sealed partial class Evaluator(FlowBody body, Variables variables, CancellationToken cancellationToken)
{
    // The compiler accepts expressions of some hundred levels. What is deeper is not followed, so that the stack suffices on any thread.
    private const int MaxDepth = 150;
    private const int MaxFunctionDepth = 12;

    private readonly Dictionary<CaptureId, IOperation> _capturedTargets = [];
    private readonly Dictionary<(IOperation Call, int Ordinal), ValueSet> _outs = [];
    private readonly Dictionary<IOperation, ValueSet> _collections = [];
    private FlowFunction _function = body.Main;
    private List<FlowEvent> _events = [];
    private int _depth;
    private int _functionDepth;

    private OperatorModel Model => body.Context.Model;

    public void Run() => Run(body.Main);

    private void Run(FlowFunction function)
    {
        if (++_functionDepth <= MaxFunctionDepth)
        {
            var (outerFunction, outerEvents, outerValues) = (_function, _events, variables.Current);
            _function = function;
            foreach (var local in function.Graph.LocalFunctions)
                body.AddFunction(local, function.Graph.GetLocalFunctionControlFlowGraph(local, cancellationToken));
            foreach (var local in function.Graph.LocalFunctions)
                Run(body.FunctionOf(local)!);
            foreach (var block in function.Graph.Blocks)
                Run(block);
            (_function, _events, variables.Current) = (outerFunction, outerEvents, outerValues);
        }

        _functionDepth--;
    }

    private void Run(BasicBlock block)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _events = _function.Events[block.Ordinal];
        _events.Clear();
        variables.Enter(block);
        foreach (var operation in block.Operations)
            Evaluate(operation);
        if (block.BranchValue is { } value)
        {
            var result = Evaluate(value);
            if (block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return && block.ConditionalSuccessor is null)
                Return(value, result);
        }

        variables.Leave(block);
    }

    private void Return(IOperation operation, ValueSet value)
    {
        value = Carried(operation.Type, value);
        if (value.IsEmpty)
            return;
        var union = _function.Returns.Union(value);
        if (!union.Equals(_function.Returns))
        {
            _function.Returns = union;
            variables.MarkChanged();
        }

        _events.Add(new ReturnEvent(operation, value, _function == body.Main));
    }

    // An iterator returns a sequence of what it yields.
    private ValueSet Yield(IReturnOperation yielded)
    {
        var sequence = body.OriginOf(OriginKind.Made, null, _function.Graph.OriginalOperation.Syntax);
        Fill(sequence, Evaluate(yielded.ReturnedValue));
        if (_function.Returns.IsEmpty)
            variables.MarkChanged();
        _function.Returns = ValueSet.Of(sequence.Index);
        return default;
    }

    // The sequence of an iterator reads what the iterator enumerates.
    private void Enumerate(IInvocationOperation call, ValueSet instance)
    {
        if (call.TargetMethod.Name is not ("GetEnumerator" or "GetAsyncEnumerator" or "MoveNext" or "MoveNextAsync" or "OpenCursor") || instance.IsEmpty)
            return;
        _events.Add(new EnumerateEvent(call, instance, IsStart: !call.TargetMethod.Name.StartsWith("MoveNext", StringComparison.Ordinal)));
        foreach (var index in _function.Returns.Origins)
        {
            if (body.Origins[index] is { Kind: OriginKind.Made } sequence && sequence.Site == _function.Graph.OriginalOperation.Syntax)
                AddStreams(sequence, instance);
        }
    }

    private ValueSet Evaluate(IOperation? operation)
    {
        if (operation is null)
            return default;
        if (++_depth > MaxDepth)
        {
            _depth--;
            return default;
        }

        var value = Dispatch(operation);
        _depth--;
        return value;
    }

    private ValueSet Dispatch(IOperation operation) => operation switch
    {
        IExpressionStatementOperation statement => Evaluate(statement.Operation),
        ILocalReferenceOperation reference => MayCarry(reference.Type) ? variables.Get(reference.Local, IsOwn(reference.Local)) : default,
        IParameterReferenceOperation reference => Get(reference.Parameter),
        IFlowCaptureReferenceOperation reference => variables.Get(reference.Id),
        IFlowCaptureOperation capture => Capture(capture),
        IInstanceReferenceOperation => ValueSet.Of(body.OriginOf(OriginKind.This, null, null).Index),
        IFieldReferenceOperation reference => Field(reference),
        IPropertyReferenceOperation reference => Property(reference),
        IArrayElementReferenceOperation element => Element(element),
        IImplicitIndexerReferenceOperation element => ElementOf(element, Evaluate(element.Instance), Evaluate(element.Argument)),
        IInlineArrayAccessOperation element => ElementOf(element, Evaluate(element.Instance), Evaluate(element.Argument)),
        IInvocationOperation call => Call(call),
        IObjectCreationOperation creation => Create(creation),
        IConversionOperation { OperatorMethod: { } method } conversion => Operate(conversion, method, Evaluate(conversion.Operand)),
        IConversionOperation conversion => Evaluate(conversion.Operand),
        IUnaryOperation { OperatorMethod: { } method } unary => Operate(unary, method, Evaluate(unary.Operand)),
        IDelegateCreationOperation creation => Evaluate(creation.Target),
        IFlowAnonymousFunctionOperation function => Lambda(function),
        IMethodReferenceOperation reference => MethodGroup(reference),
        ISimpleAssignmentOperation assignment => Assign(assignment),
        IReturnOperation { Kind: OperationKind.YieldReturn } yielded => Yield(yielded),
        ICompoundAssignmentOperation assignment => Combine(assignment),
        IIncrementOrDecrementOperation increment => Increment(increment),
        IDeconstructionAssignmentOperation deconstruction => Deconstruct(deconstruction),
        IEventAssignmentOperation subscription => Subscribe(subscription),
        IIsPatternOperation match => Match(match),
        IIsNullOperation test => Ignore(Evaluate(test.Operand)),
        ITupleOperation tuple => Tuple(tuple),
        IAnonymousObjectCreationOperation creation => Anonymous(creation),
        IArrayCreationOperation creation => Array(creation),
        ICollectionExpressionOperation creation => Collection(creation),
        IWithOperation copy => Copy(copy),
        IAwaitOperation wait => Awaited(wait),
        ITranslatedQueryOperation query => Evaluate(query.Operation),
        IDeclarationExpressionOperation declaration => Evaluate(declaration.Expression),
        IParenthesizedOperation parenthesized => Evaluate(parenthesized.Operand),
        IBinaryOperation { Type.TypeKind: TypeKind.Delegate } sum => Evaluate(sum.LeftOperand).Union(Evaluate(sum.RightOperand)),
        IBinaryOperation binary => Binary(binary),
        INameOfOperation or ILiteralOperation or ITypeOfOperation or IDefaultValueOperation => default,
        _ => EvaluateChildren(operation),
    };

    // The left operands of a chain of operators nest as deep as the chain is long.
    private ValueSet Binary(IBinaryOperation binary)
    {
        var open = new Stack<IBinaryOperation>();
        IOperation left = binary;
        while (left is IBinaryOperation { Type.TypeKind: not TypeKind.Delegate } inner)
        {
            open.Push(inner);
            left = inner.LeftOperand;
        }

        var value = Evaluate(left);
        foreach (var inner in open)
        {
            var right = Evaluate(inner.RightOperand);
            value = SourceOf(inner.OperatorMethod) is null ? default : Operate(inner, inner.OperatorMethod, value, right);
        }

        return value;
    }

    // An operator that is written in source; the others return what they receive.
    private ValueSet Operate(IOperation operation, IMethodSymbol? method, params ValueSet[] operands) =>
        SourceOf(method) is null ? operands[0] : Carried(operation.Type, Apply(operation, method!, default, operands));

    private ValueSet EvaluateChildren(IOperation operation)
    {
        foreach (var child in operation.ChildOperations)
            Evaluate(child);
        return default;
    }

    // An expression that is evaluated only for its events.
    private static ValueSet Ignore(ValueSet _) => default;

    private ValueSet Capture(IFlowCaptureOperation capture)
    {
        _capturedTargets[capture.Id] = capture.Value;
        var value = Evaluate(capture.Value);
        variables.Add(capture.Id, value);
        return value;
    }

    private ValueSet Get(IParameterSymbol parameter)
    {
        if (!MayCarry(parameter.Type) && parameter.RefKind == RefKind.None)
            return default;
        if (parameter.ContainingSymbol is INamedTypeSymbol) // The receiver of extension members.
            return ValueSet.Of(body.OriginOf(OriginKind.This, null, null).Index);
        if (IsCaptured(parameter))
            return ValueSet.Of(body.OriginOf(OriginKind.Field, parameter, null).Index);
        var assigned = variables.Get(parameter, IsOwn(parameter));
        if (!SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, body.Member) && !IsAccessorOfMember(parameter.ContainingSymbol))
            return assigned;
        if (parameter.RefKind == RefKind.Out)
            return assigned;
        var kind = OperatorModel.IsContext(parameter.Type) ? OriginKind.Context : OriginKind.Parameter;
        return assigned.Union(ValueSet.Of(body.OriginOf(kind, parameter, null).Index));
    }

    private bool IsAccessorOfMember(ISymbol symbol) =>
        symbol is IMethodSymbol { AssociatedSymbol: { } property } && SymbolEqualityComparer.Default.Equals(property, body.Member);

    // A parameter of the class that a member other than the constructor uses lives as long as the operator.
    private bool IsCaptured(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
        && !SymbolEqualityComparer.Default.Equals(constructor, body.Member) && body.Member is not IFieldSymbol;

    private bool IsOwn(ISymbol variable) => _function.Symbol is not { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction } function
        ? variable.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction }
        : SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, function);

    private bool MayCarry(ITypeSymbol? type) => body.Context.Types.MayCarry(type);

    private ValueSet Carried(ITypeSymbol? type, ValueSet value) => value.IsEmpty || MayCarry(type) ? value : default;

    private Origin Make(OriginKind kind, ISymbol? symbol, IOperation operation)
    {
        var origin = body.OriginOf(kind, symbol, operation.Syntax, operation.Type);
        _events.Add(new MadeEvent(operation, origin.Index));
        return origin;
    }

    private void Fill(Origin origin, ValueSet value, string? member = null)
    {
        if (member is not null && !value.IsEmpty)
        {
            origin.Members.TryGetValue(member, out var known);
            var members = known.Union(value);
            if (!members.Equals(known))
            {
                origin.Members[member] = members;
                MarkChanged(origin);
            }
        }

        var union = origin.Contents.Union(value);
        if (union.Equals(origin.Contents))
            return;
        origin.Contents = union;
        MarkChanged(origin);
    }

    private void MarkChanged(Origin origin)
    {
        if (origin.IsRead)
            variables.MarkChanged();
    }

    // Elements that cannot change are not followed, but what is made of them is a copy of their collection.
    private void FillWithElements(Origin made, ITypeSymbol? collection, ValueSet source, ValueSet elements)
    {
        made.Sources = made.Sources.Union(source);

        if (MayCarryElements(collection))
            Fill(made, elements);
    }

    private static bool IsSequenceOf(INamedTypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T;

    private bool MayCarryElements(ITypeSymbol? collection) => collection switch
    {
        IArrayTypeSymbol array => MayCarry(array.ElementType),
        INamedTypeSymbol { TypeArguments.IsEmpty: false } generic => generic.TypeArguments.Any(MayCarry),
        INamedTypeSymbol named when named.AllInterfaces.FirstOrDefault(IsSequenceOf) is { TypeArguments: [var element] } => MayCarry(element),
        _ => true,
    };

    private static void AddStreams(Origin origin, ValueSet value)
    {
        origin.Streams = origin.Streams.Union(value);
    }

    // What the members and elements of objects may refer to.
    private ValueSet PartsOf(ValueSet objects, IOperation access, string? member = null)
    {
        var parts = ValueSet.Empty;
        foreach (var index in objects.Origins)
        {
            var origin = body.Origins[index];
            origin.IsRead = true;
            parts = parts.Union(origin.Kind switch
            {
                OriginKind.Handle => EntriesOf((IPropertySymbol)origin.Symbol!, access),
                OriginKind.Delegate => default,
                OriginKind.Made when member is not null && origin.Members.TryGetValue(member, out var known) => known,
                OriginKind.Made when IsContainer(origin.Type) => origin.Contents,
                OriginKind.Parameter or OriginKind.This when !body.IsOperator || origin.Kind == OriginKind.Parameter => origin.Contents.Union(PartOf(origin)),
                OriginKind.Made or OriginKind.Read or OriginKind.Field => Inside(origin),
                _ => origin.Contents.Union(ValueSet.Of(index)),
            });
        }

        return parts;
    }

    private ValueSet Inside(Origin origin)
    {
        var inner = ValueSet.Of(body.InnerOf(origin).Index);
        return origin.Contents.Union(inner);
    }

    private ValueSet EntriesOf(IPropertySymbol state, IOperation access) =>
        MayCarryElements(state.Type) ? ValueSet.Of(Make(OriginKind.Read, state, access).Index) : default;

    private ValueSet PartOf(Origin origin)
    {
        var part = ValueSet.Of(body.OriginOf(OriginKind.Part, origin.Symbol, null).Index);
        Fill(origin, part);
        return part;
    }

    // What a container of the framework contains is known; an object of another type may have made its members itself.
    private static bool IsContainer(ITypeSymbol? type) =>
        type is IArrayTypeSymbol or INamedTypeSymbol { IsAnonymousType: true } or INamedTypeSymbol { IsTupleType: true }
        || (type is not null && type.SpecialType != SpecialType.System_Object && KnownMethods.IsOfFramework(type));

    private void Use(IOperation operation, ValueSet objects)
    {
        if (!objects.IsEmpty)
            _events.Add(new UseEvent(operation, objects));
    }
}
