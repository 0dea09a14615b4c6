using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.Flow.Values;

/// <content>Calls, and the delegates that they receive.</content>
internal sealed partial class Evaluator
{
    private ValueSet Lambda(IFlowAnonymousFunctionOperation function)
    {
        var known = body.AddFunction(function.Symbol, _function.Graph.GetAnonymousFunctionControlFlowGraph(function, cancellationToken));
        Run(known);
        return ValueSet.Of(body.OriginOf(OriginKind.Delegate, function.Symbol, function.Syntax).Index);
    }

    private ValueSet MethodGroup(IMethodReferenceOperation reference)
    {
        Evaluate(reference.Instance);
        return ValueSet.Of(body.OriginOf(OriginKind.Delegate, reference.Method, reference.Syntax).Index);
    }

    // The values of the arguments by the ordinals of the parameters.
    private ValueSet[] Arguments(IReadOnlyCollection<IArgumentOperation> arguments)
    {
        var values = new ValueSet[arguments.Count == 0 ? 0 : arguments.Max(argument => argument.Parameter?.Ordinal ?? 0) + 1];
        foreach (var argument in arguments)
        {
            var isReference = argument.Parameter is { RefKind: RefKind.Ref or RefKind.Out or RefKind.In or RefKind.RefReadOnlyParameter };
            var value = argument.Parameter?.RefKind == RefKind.Out ? default : isReference ? Referenced(argument.Value) : Evaluate(argument.Value);
            var ordinal = argument.Parameter?.Ordinal ?? 0;
            values[ordinal] = values[ordinal].Union(value);
        }

        return values;
    }

    private static ValueSet Union(ValueSet[] values)
    {
        var union = ValueSet.Empty;
        foreach (var value in values)
            union = union.Union(value);
        return union;
    }

    private ValueSet Call(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        var instance = Evaluate(call.Instance);
        var arguments = Arguments(call.Arguments);
        var result = Dispatch(call, method, instance, arguments);
        AssignReferences(call, method, instance, arguments);
        ChangeStruct(call, method);
        return call.Type is { } type && (method.ReturnsByRef || method.ReturnsByRefReadonly || MayCarry(type)) ? result : default;
    }

    // A method that changes its struct changes the field that holds the struct.
    private void ChangeStruct(IInvocationOperation call, IMethodSymbol method)
    {
        if (call.Instance is { Type.IsValueType: true } instance
            && OperationContext.Unwrap(instance) is IFieldReferenceOperation or IArrayElementReferenceOperation && ChangesInstance(method))
            ChangeTarget(OperationContext.Unwrap(instance), call);
    }

    private bool ChangesInstance(IMethodSymbol method) =>
        SourceOf(method) is { } source && body.Context.Summaries.Find(source, body.Context) is { } summary
        && summary.Parameters.Any(effect => effect is { Ordinal: MethodSummary.Instance, Change: not null });

    private ValueSet Dispatch(IInvocationOperation call, IMethodSymbol method, ValueSet instance, ValueSet[] arguments)
    {
        Enumerate(call, instance);
        if (method.MethodKind == MethodKind.DelegateInvoke)
            return Invoke(call, instance, arguments);
        if (method.MethodKind == MethodKind.LocalFunction)
            return body.FunctionOf(method) is { } local ? RunNow(call, local, arguments, isCertain: true, isDirect: true) : default;
        if (Model.IsEmit(method))
        {
            var emitted = call.Arguments.First(argument => argument.Parameter?.Ordinal == method.Parameters.Length - 1);
            _events.Add(new EmitEvent(emitted.Value, Union(arguments)));
            return default;
        }

        if (body.IsOperator && OperatorMembers.IsState(method))
        {
            _events.Add(new AssignEvent(call, null, default));
            return default;
        }

        if (method.Name == "<Clone>$")
            return Clone(call, instance);
        if (HandleIn(instance, method.ContainingType) is { } state && CallOfHandle(call, method, state, instance, Union(arguments)) is { } value)
            return value;
        if (KnownTypes.IsSortedMapRange(method.ContainingType))
            return CallOfRange(call, method, instance);
        if (SourceOf(Implementation(method, instance)) is { } source)
            return Apply(call, source, instance, arguments);
        return KnownMethods.IsOfFramework(method.ContainingType) || KnownTypes.IsHandle(method.ContainingType)
            ? CallOfFramework(call, method, instance, arguments)
            : CallOfOthers(call, method, instance, arguments);
    }

    // What a "with" expression begins with: a copy that shares the members of a record.
    private ValueSet Clone(IInvocationOperation call, ValueSet instance)
    {
        var made = Make(OriginKind.Made, null, call);
        Fill(made, PartsOf(instance, call));
        foreach (var member in instance.Origins.ToArray().SelectMany(index => body.Origins[index].Members.Keys).Distinct(StringComparer.Ordinal).ToArray())
            Fill(made, PartsOf(instance, call, member), member);
        return ValueSet.Of(made.Index);
    }

    // Only a method of the handle's own type runs on it, and not on the object that contains the handle.
    private IPropertySymbol? HandleIn(ValueSet instance, INamedTypeSymbol type)
    {
        foreach (var index in instance.Origins)
        {
            if (body.Origins[index] is { Kind: OriginKind.Handle, Symbol: IPropertySymbol state } && IsKindOf(state.Type, type))
                return state;
        }

        return null;
    }

    private static bool IsKindOf(ITypeSymbol type, INamedTypeSymbol wanted) => BaseTypes.Of(type).Concat(type.AllInterfaces)
        .Prepend(type).Any(known => SymbolEqualityComparer.Default.Equals(known.OriginalDefinition, wanted.OriginalDefinition));

    // The method that runs if the class of the object is known, such as that of a state that is used through an interface.
    private IMethodSymbol Implementation(IMethodSymbol method, ValueSet instance)
    {
        if (!method.IsAbstract || instance.Origins.Length == 0)
            return method;
        if (body.Origins[instance.Origins[0]].Type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type)
            return method;
        if (method.ContainingType.TypeKind == TypeKind.Interface)
            return type.FindImplementationForInterfaceMember(method) as IMethodSymbol ?? method;
        return BaseTypes.Of(type).Prepend(type).SelectMany(candidate => candidate.GetMembers(method.Name)).OfType<IMethodSymbol>()
            .FirstOrDefault(candidate => Overrides(candidate, method)) ?? method;
    }

    private static bool Overrides(IMethodSymbol candidate, IMethodSymbol method) =>
        SymbolEqualityComparer.Default.Equals(candidate.OverriddenMethod?.OriginalDefinition, method.OriginalDefinition);

    // A delegate that code without source receives may be kept, or is run in place.
    private ValueSet CallOfOthers(IInvocationOperation call, IMethodSymbol method, ValueSet instance, ValueSet[] arguments)
    {
        var all = Union(arguments);
        if (KnownMethods.GivesBack(method))
            _events.Add(new UnsubscribeEvent(call, null, all));
        else if (KnownMethods.Keeps(method))
            HandOver(call, Union([.. arguments.Where((_, i) => !IsForNow(method.Parameters.ElementAtOrDefault(i)))]), ExecutionContextKind.Escaping);
        else
            RunDelegates(call, all, default);
        Use(call, instance.Union(all));
        return default;
    }

    // A helper that receives the context or the timers registers or schedules for the record.
    private static bool IsForNow(IParameterSymbol? parameter) => parameter is not null
        && ((parameter is { Ordinal: 0, ContainingSymbol: IMethodSymbol { IsExtensionMethod: true } })
        || KnownTypes.IsOperatorContext(parameter.Type) || KnownTypes.IsTimerService(parameter.Type));

    private ValueSet Invoke(IInvocationOperation call, ValueSet instance, ValueSet[] arguments)
    {
        var result = ValueSet.Empty;
        var isKnown = !instance.IsEmpty;
        foreach (var index in instance.Origins)
        {
            var origin = body.Origins[index];
            if (origin is { Kind: OriginKind.Delegate, Symbol: IMethodSymbol method })
                result = result.Union(Invoke(call, origin, method, arguments, isCertain: instance.Origins.Length == 1, isDirect: true));
            else
                isKnown = false;
            if (origin.Kind == OriginKind.Parameter)
                _events.Add(new InvokeEvent(call, index, arguments));
        }

        if (!isKnown)
            _events.Add(new UnknownEvent(call, Union(arguments)));
        return result;
    }

    // A method group runs where it is called, and not where it is named.
    private ValueSet Invoke(IInvocationOperation call, Origin origin, IMethodSymbol method, ValueSet[] arguments, bool isCertain, bool isDirect)
    {
        if (origin.Site is not null && method.MethodKind != MethodKind.AnonymousFunction)
            HandOver(call, ValueSet.Of(origin.Index), ExecutionContextKind.InPlace);
        return Invoke(call, method, arguments, isCertain, isDirect);
    }

    private ValueSet Invoke(IOperation call, IMethodSymbol method, ValueSet[] arguments, bool isCertain, bool isDirect = false)
    {
        if (body.FunctionOf(method) is { } function)
            return RunNow(call, function, arguments, isCertain, isDirect);
        return SourceOf(method) is not null ? Apply(call, method, default, arguments) : default;
    }

    private ValueSet RunNow(IOperation call, FlowFunction function, ValueSet[] arguments, bool isCertain, bool isDirect)
    {
        foreach (var parameter in function.Symbol!.Parameters)
        {
            if (parameter.Ordinal < arguments.Length && MayCarry(parameter.Type))
                variables.Add(parameter, arguments[parameter.Ordinal]);
        }

        var passed = Union(arguments);
        function.Passed = function.Passed.Union(passed);
        _events.Add(new RunEvent(call, function, isCertain, isDirect ? passed : default));
        return function.Returns;
    }

    // Runs the delegates among the arguments of a call, with the elements of the collection, and returns what they return.
    private ValueSet RunDelegates(IInvocationOperation call, ValueSet arguments, ValueSet elements) => RunDelegates(call, arguments, elements, elements);

    private ValueSet RunDelegates(IInvocationOperation call, ValueSet arguments, ValueSet first, ValueSet elements)
    {
        var results = ValueSet.Empty;
        foreach (var index in arguments.Origins)
        {
            if (body.Origins[index] is not { Kind: OriginKind.Delegate, Symbol: IMethodSymbol method })
                continue;
            ValueSet[] values = [.. method.Parameters.Select(parameter => parameter.Ordinal == 0 ? first : elements)];
            results = results.Union(Invoke(call, method, values, isCertain: false));
        }

        return results;
    }

    private void HandOver(IOperation operation, ValueSet delegates, ExecutionContextKind context)
    {
        if (!delegates.IsEmpty)
            _events.Add(new HandOverEvent(operation, delegates, context));
    }

    // A variable that a call assigns receives an element, such as with TryGetValue.
    private void AssignReferences(IInvocationOperation call, IMethodSymbol method, ValueSet instance, ValueSet[] arguments)
    {
        var isKnown = SourceOf(method) is not null;
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is not { RefKind: RefKind.Ref or RefKind.Out } parameter)
                continue;
            var source = method.IsStatic && arguments.Length > 0 && method.IsExtensionMethod ? arguments[0] : instance;
            _collections[argument] = source;
            if (parameter.RefKind == RefKind.Out)
                AssignTo(argument.Value, isKnown ? OutOf(call, parameter.Ordinal)
                    : MakesAnother(method) ? Carried(parameter.Type, ValueSet.Of(Make(OriginKind.Made, null, argument).Index))
                    : Carried(parameter.Type, PartsOf(source, argument)), argument);
            else if (!isKnown)
                AssignTo(argument.Value, KnownMethods.Exchanges(method) ? arguments[1] : FormerValue(argument.Value), argument);
            else if (IsReplaced(method, parameter.Ordinal))
                Replace(argument, call);
        }
    }

    // What a method takes out of a collection, or computes, is no part of it any more.
    private static bool MakesAnother(IMethodSymbol method) => KnownMethods.Removes(method)
        || KnownTypes.IsAggregatingState(method.ContainingType) || KnownTypes.IsWindowState(method.ContainingType);

    private void Replace(IArgumentOperation argument, IInvocationOperation call)
    {
        if (IsVariable(argument.Value))
            AssignTo(argument.Value, default, argument);
        else if (FindForwarded(argument.Value) is { } forwarded)
            AssignTo(forwarded, default, call);
    }

    // A variable that a method gives another object, which may be any.
    private bool IsReplaced(IMethodSymbol method, int ordinal) => SourceOf(method) is { } source
        && body.Context.Summaries.Find(source, body.Context) is { } summary && summary.Replaced.Contains(ordinal);

    /// <summary>Indicates whether a reference is to a variable of the body itself that holds an object, and not to a part of another object.</summary>
    public static bool IsVariable(IOperation reference) => OperationContext.Unwrap(reference)
        is ILocalReferenceOperation { Local.RefKind: RefKind.None, Type.IsReferenceType: true } or IDeclarationExpressionOperation;

    /// <summary>Finds the <c>ref</c> parameter, of a type of objects, that a method passes on by reference.</summary>
    public static IParameterReferenceOperation? FindForwarded(IOperation reference) =>
        OperationContext.Unwrap(reference) is IParameterReferenceOperation { Parameter.RefKind: RefKind.Ref, Type.IsReferenceType: true } passed
            ? passed : null;

    private ValueSet FormerValue(IOperation target) =>
        OperationContext.Unwrap(target) is ILocalReferenceOperation { Local: var local } ? variables.Get(local, IsOwn(local)) : default;

    private ValueSet OutOf(IOperation call, int ordinal) => _outs.TryGetValue((call, ordinal), out var value) ? value : default;

    private static IMethodSymbol? SourceOf(IMethodSymbol? method) => method is null ? null : MethodSummaries.FindSource(method);

    private ValueSet Apply(IOperation call, IMethodSymbol method, ValueSet instance, ValueSet[] arguments)
    {
        _events.Add(new CallEvent(call, method));
        if (body.Context.Summaries.Find(SourceOf(method)!, body.Context) is not { } summary)
        {
            _events.Add(new UnknownEvent(call, Union(arguments)));
            return default;
        }

        var caller = new SummaryCaller(
            Make, Fill, (place, objects, value) => Put(place, objects, value, null), (objects, access) => PartsOf(objects, access), RunArgument);
        var application = new SummaryApplication(body, call, instance, arguments, _events, caller);
        var result = application.Apply(summary);
        foreach (var (ordinal, value) in summary.Outs)
            _outs[(call, ordinal)] = application.Translate(value);
        return result;
    }

    private void RunArgument(IOperation call, ValueSet delegates, ValueSet[] arguments)
    {
        foreach (var index in delegates.Origins)
        {
            if (body.Origins[index] is { Kind: OriginKind.Delegate, Symbol: IMethodSymbol method })
                Invoke(call, method, arguments, isCertain: false);
        }
    }
}
