using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow.Values;

/// <content>Assignments, changes and handlers of events.</content>
internal sealed partial class Evaluator
{
    private ValueSet Assign(ISimpleAssignmentOperation assignment)
    {
        if (assignment is { IsRef: true, Target: ILocalReferenceOperation { Local: var local } })
        {
            var referenced = Referenced(assignment.Value);
            variables.Set(local, referenced, assignment.Syntax, IsOwn(local));
            return referenced;
        }

        var value = Evaluate(assignment.Value);
        AssignTo(assignment.Target, value, assignment);
        return value;
    }

    // What a reference refers into: the object whose member or element it is, and the field that holds it.
    private ValueSet Referenced(IOperation expression) => OperationContext.Unwrap(expression) switch
    {
        ILocalReferenceOperation { Local: { RefKind: not RefKind.None } local } => variables.Get(local, IsOwn(local)),
        IFieldReferenceOperation reference when IsOfOperator(reference.Instance, reference.Field) => FieldOrigin(reference.Field),
        IFieldReferenceOperation { Instance: { } instance } => Referenced(instance),
        IArrayElementReferenceOperation element => Evaluate(element.ArrayReference).Union(Ignore(Evaluate(element))),
        IPropertyReferenceOperation { Instance: { } instance } reference => Evaluate(instance).Union(Ignore(Evaluate(reference))),
        IInvocationOperation { TargetMethod.ReturnsByRef: true } call => Evaluate(call),
        IFlowCaptureReferenceOperation capture when CapturedTarget(capture) is { } target => Referenced(target),
        var other => Evaluate(other),
    };

    private IOperation? CapturedTarget(IFlowCaptureReferenceOperation capture) =>
        _capturedTargets.TryGetValue(capture.Id, out var target) && target is not IFlowCaptureReferenceOperation ? target : null;

    private ValueSet FieldOrigin(ISymbol field) =>
        ValueSet.Of(body.OriginOf(OriginKind.Field, (field as IFieldSymbol)?.AssociatedSymbol ?? field, null).Index);

    private ValueSet Combine(ICompoundAssignmentOperation assignment)
    {
        var value = Evaluate(assignment.Value);
        if (SourceOf(assignment.OperatorMethod) is not null)
            return Operate(assignment, assignment.Target, assignment.OperatorMethod!, value);
        if (assignment.Type?.TypeKind == TypeKind.Delegate)
            AssignTo(assignment.Target, value.Union(Evaluate(assignment.Target)), assignment);
        else
            ChangeTarget(assignment.Target, assignment);
        return default;
    }

    private ValueSet Increment(IIncrementOrDecrementOperation increment) => SourceOf(increment.OperatorMethod) is not null
        ? Operate(increment, increment.Target, increment.OperatorMethod!, default)
        : ChangeTarget(increment.Target, increment);

    // An operator that is an instance method changes its target in place; others return what is assigned to the target.
    private ValueSet Operate(IOperation operation, IOperation target, IMethodSymbol method, ValueSet value)
    {
        var former = Evaluate(target);
        if (!method.IsStatic)
        {
            Apply(operation, method, former, [value]);
            return former;
        }

        var result = Carried(operation.Type, Apply(operation, method, default, [former, value]));
        AssignTo(target, result, operation);
        return result;
    }

    private ValueSet ChangeTarget(IOperation target, IOperation operation)
    {
        AssignTo(target, default, operation);
        return default;
    }

    private void AssignTo(IOperation target, ValueSet value, IOperation operation)
    {
        switch (target)
        {
            case IConversionOperation conversion:
                AssignTo(conversion.Operand, value, operation);
                break;
            case IDeclarationExpressionOperation declaration:
                AssignTo(declaration.Expression, value, operation);
                break;
            case ITupleOperation tuple:
                AssignParts(tuple, value, operation);
                break;
            case ILocalReferenceOperation { Local: var local }:
                AssignTo(local, value, operation);
                break;
            case IParameterReferenceOperation { Parameter: var parameter }:
                AssignTo(parameter, value, operation);
                break;
            case IFlowCaptureReferenceOperation capture when CapturedTarget(capture) is { } captured:
                AssignTo(captured, value, operation);
                break;
            case IFieldReferenceOperation reference when IsOfOperator(reference.Instance, reference.Field):
                Store(reference.Field.AssociatedSymbol ?? reference.Field, value, operation);
                break;
            case IFieldReferenceOperation { Instance: { } instance } reference:
                ChangeMember(instance, NameOf(reference.Field), value, operation);
                break;
            case IFieldReferenceOperation reference:
                _events.Add(new StoreEvent(operation, reference.Field, value, false));
                break;
            case IPropertyReferenceOperation reference:
                AssignTo(reference, value, operation);
                break;
            case IArrayElementReferenceOperation element:
                foreach (var index in element.Indices)
                    Evaluate(index);
                ChangeObjects(Evaluate(element.ArrayReference), null, value, operation, ChangeKind.Content);
                break;
            case IImplicitIndexerReferenceOperation element:
                ChangeObjects(Evaluate(element.Instance), null, value, operation, ChangeKind.Content);
                break;
            case IInvocationOperation { TargetMethod: { } method } call when method.ReturnsByRef || method.ReturnsByRefReadonly:
                ChangeObjects(Evaluate(call), null, value, operation, ChangeKind.Content);
                break;
            default:
                Evaluate(target);
                break;
        }
    }

    private void AssignTo(ILocalSymbol local, ValueSet value, IOperation operation)
    {
        if (local.RefKind != RefKind.None)
            ChangeObjects(variables.Get(local, IsOwn(local)), null, value, operation, ChangeKind.Content);
        else if (MayCarry(local.Type))
            Replace(local, value, operation);
    }

    // A variable that takes an element of a collection, as that of a loop does, takes another object each time.
    private static bool IsElement(ILocalSymbol local, IOperation operation) => operation switch
    {
        ISimpleAssignmentOperation { Value: var value } => OperationContext.Unwrap(value) switch
        {
            IPropertyReferenceOperation { Property: { IsIndexer: true } or { Name: "Current" } } => true,
            IMemberReferenceOperation { Instance: ILocalReferenceOperation { Local: var owner } } => SymbolEqualityComparer.Default.Equals(owner, local),
            IInvocationOperation { TargetMethod.OriginalDefinition.ReturnType.TypeKind: var kind } => kind == TypeKind.TypeParameter,
            var element => element is IArrayElementReferenceOperation or IImplicitIndexerReferenceOperation,
        },
        IDeconstructionAssignmentOperation or IArgumentOperation => true,
        _ => false,
    };

    // The objects that a variable held before are out of reach if no other variable holds them.
    private void Replace(ILocalSymbol local, ValueSet value, IOperation operation)
    {
        var former = variables.Get(local, IsOwn(local)).Without(value);
        variables.Set(local, value, operation.Syntax, IsOwn(local));
        foreach (var origin in value.Origins)
            body.AddHolder(origin, local, operation.Syntax.SpanStart);
        var next = IsElement(local, operation) ? value : default;
        if (!former.IsEmpty || !next.IsEmpty)
            _events.Add(new ForgetEvent(operation, former, next, next.IsEmpty ? default : CollectionOf(operation)));
    }

    private ValueSet CollectionOf(IOperation operation)
    {
        var element = operation switch
        {
            ISimpleAssignmentOperation { Value: var value } => OperationContext.Unwrap(value),
            IDeconstructionAssignmentOperation { Value: var value } => OperationContext.Unwrap(value),
            _ => operation,
        };
        return _collections.TryGetValue(element, out var collection) ? collection : default;
    }

    private void AssignTo(IParameterSymbol parameter, ValueSet value, IOperation operation)
    {
        if (IsCaptured(parameter))
            Store(parameter, value, operation);
        else if (parameter.RefKind is RefKind.Ref)
            Refer(parameter, operation);
        else if (MayCarry(parameter.Type))
            variables.Set(parameter, value, operation.Syntax, IsOwn(parameter));
        if (parameter.RefKind == RefKind.Out && !value.IsEmpty)
            body.AddOut(parameter.Ordinal, value);
    }

    // The caller's variable refers to another object: what it is part of changes, the object itself does not.
    private void Refer(IParameterSymbol parameter, IOperation operation)
    {
        var isObject = parameter.Type.IsReferenceType && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, body.Member);
        ChangeObjects(Get(parameter), null, default, operation, isObject ? ChangeKind.Reference : ChangeKind.Content);
        if (isObject && IsUnconditional(operation.Syntax))
            body.Replaced.Add(parameter.Ordinal);
    }

    private static bool IsUnconditional(SyntaxNode assignment) => !assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression)
        && assignment.Parent is ArrowExpressionClauseSyntax
            or ExpressionStatementSyntax { Parent: BlockSyntax { Parent: BaseMethodDeclarationSyntax or AccessorDeclarationSyntax } };

    private void AssignTo(IPropertyReferenceOperation reference, ValueSet value, IOperation operation)
    {
        var property = reference.Property;
        if (body.IsOperator && IsThis(reference.Instance) && Model.IsValueState(property))
        {
            _events.Add(new AssignEvent(operation, property, value, operation.Syntax.IsKind(SyntaxKind.CoalesceAssignmentExpression)));
            return;
        }

        if (IsOfOperator(reference.Instance, property) && !property.IsIndexer)
        {
            Store(property, value, operation);
            if (SourceOf(property.SetMethod) is not null)
                Apply(operation, property.SetMethod!, default, [value]);
            return;
        }

        if (reference.Instance is null)
        {
            _events.Add(new StoreEvent(operation, property, value, false));
            return;
        }

        foreach (var argument in reference.Arguments)
            Evaluate(argument.Value);
        ChangeMember(reference.Instance, property.IsIndexer ? null : property.Name, value, operation);
    }

    // A member of a struct changes within the variable that holds the struct.
    private void ChangeMember(IOperation instance, string? member, ValueSet value, IOperation operation)
    {
        if (instance.Type is { IsValueType: true, IsRefLikeType: false } && OperationContext.Unwrap(instance) is var holder
            && holder is ILocalReferenceOperation { Local.RefKind: RefKind.None } or IFieldReferenceOperation or IArrayElementReferenceOperation)
        {
            if (holder is not ILocalReferenceOperation)
                AssignTo(holder, value, operation);
            else
                ChangeObjects(Evaluate(holder), member, value, operation, null);
            return;
        }

        ChangeObjects(Evaluate(instance), member, value, operation, ChangeKind.Content);
    }

    private void ChangeObjects(ValueSet objects, string? member, ValueSet value, IOperation operation, ChangeKind? kind, bool isIfTrue = false)
    {
        var handles = AssignHandles(objects, value, operation);
        objects = objects.Without(handles);
        if (objects.IsEmpty && !handles.IsEmpty)
            return;
        if (kind is { } change && !objects.IsEmpty)
            _events.Add(new ChangeEvent(operation, objects, change, isIfTrue));
        Put(operation, objects, value, member);
    }

    // A method that puts a value into what it receives leaves it to its caller whether that outlives the callback.
    private void Put(IOperation operation, ValueSet objects, ValueSet value, string? member)
    {
        if (value.IsEmpty)
            return;
        var isForeign = objects.IsEmpty;
        foreach (var index in objects.Origins)
        {
            var origin = body.Origins[index];
            Fill(origin, value, origin.Kind == OriginKind.Made ? member : null);
            isForeign |= origin.Kind is OriginKind.Field or OriginKind.Context or OriginKind.Read
                || (origin.Kind is OriginKind.Parameter or OriginKind.Part && body.IsOperator);
        }

        if (isForeign)
            _events.Add(new StoreEvent(operation, HolderOf(objects), value, IsSubscription: false, objects));
    }

    private ISymbol? HolderOf(ValueSet objects)
    {
        foreach (var index in objects.Origins)
        {
            if (body.Origins[index] is { Kind: OriginKind.Field or OriginKind.Parameter, Symbol: { } holder })
                return holder;
        }

        return null;
    }

    // Setting an entry of a map state assigns the state.
    private ValueSet AssignHandles(ValueSet objects, ValueSet value, IOperation operation)
    {
        var found = ValueSet.Empty;
        foreach (var index in objects.Origins)
        {
            if (body.Origins[index] is { Kind: OriginKind.Handle, Symbol: IPropertySymbol state })
            {
                _events.Add(new AssignEvent(operation, state, value));
                found = found.Union(ValueSet.Of(index));
            }
        }

        return found;
    }

    private void Store(ISymbol holder, ValueSet value, IOperation operation)
    {
        Fill(body.OriginOf(OriginKind.Field, holder, null), value);
        _events.Add(new StoreEvent(operation, holder, value, false));
    }

    private ValueSet Subscribe(IEventAssignmentOperation subscription)
    {
        var handler = Evaluate(subscription.HandlerValue);
        var source = subscription.EventReference is IEventReferenceOperation { Instance: { } instance } ? Evaluate(instance) : default;
        var raised = (subscription.EventReference as IEventReferenceOperation)?.Event;
        if (!subscription.Adds)
        {
            _events.Add(new UnsubscribeEvent(subscription, raised, handler));
            return default;
        }

        var isMadeHere = !source.IsEmpty;
        foreach (var index in source.Origins)
        {
            isMadeHere &= body.Origins[index].Kind == OriginKind.Made;
            Fill(body.Origins[index], handler);
        }

        if (KnownMethods.RaisesOnOtherThread(raised?.ContainingType))
            HandOver(subscription, handler, ExecutionContextKind.OtherThread);
        else if (!isMadeHere)
            _events.Add(new StoreEvent(subscription, raised, handler, true));
        return default;
    }
}
