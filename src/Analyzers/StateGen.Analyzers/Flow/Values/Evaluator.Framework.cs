using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.Flow.Values;

/// <content>Calls of the methods of handles and of the framework.</content>
internal sealed partial class Evaluator
{
    private static bool ReturnsBoolean(IMethodSymbol method) => method.ReturnType.SpecialType == SpecialType.System_Boolean;

    private ValueSet? CallOfHandle(IInvocationOperation call, IMethodSymbol method, IPropertySymbol state, ValueSet instance, ValueSet arguments)
    {
        if (KnownTypes.IsAggregatingState(state.Type) || KnownTypes.IsWindowState(state.Type))
            return CallOfAggregating(call, method, state);
        switch (method.Name)
        {
            case "Add" or "AddRange" or "Update" or "Remove" or "RemoveRange" or "Clear" or "TryAdd":
                _events.Add(new AssignEvent(call, state, arguments));
                return ValueSet.Empty;
            case "GetValueOrDefault" or "TryGetValue" or "TryGetFirst" or "TryGetLast":
                return PartsOf(instance, call);
            case "Range" or "From" or "After" or "Before" or "UpTo" or "Reverse":
                return View(call, instance);
            case "OpenCursor" or "GetEnumerator":
                return instance;
            default:
                return null;
        }
    }

    // An aggregator makes the accumulator and the result of the values, which the state does not hold.
    private ValueSet? CallOfAggregating(IInvocationOperation call, IMethodSymbol method, IPropertySymbol state)
    {
        if (method.Name is not ("Add" or "TryAdd" or "Remove" or "Clear"))
            return ValueSet.Of(Make(OriginKind.Made, null, call).Index);
        _events.Add(new AssignEvent(call, state, ValueSet.Empty));
        return ValueSet.Empty;
    }

    // A range of a sorted map reads the map when it is used.
    private ValueSet CallOfRange(IInvocationOperation call, IMethodSymbol method, ValueSet instance)
    {
        if (method.Name is "TryGetFirst" or "TryGetLast")
            return PartsOf(instance, call);
        if (method.Name != "RemoveAll")
            return instance;
        foreach (var handle in instance.Origins.ToArray().SelectMany(range => body.Origins[range].Streams.Origins.ToArray()))
        {
            if (body.Origins[handle] is { Kind: OriginKind.Handle, Symbol: IPropertySymbol state })
                _events.Add(new AssignEvent(call, state, default));
        }

        return default;
    }

    private ValueSet CallOfFramework(IInvocationOperation call, IMethodSymbol method, ValueSet instance, ValueSet[] arguments)
    {
        var all = Union(arguments);
        if (KnownMethods.IsOtherThread(method))
        {
            HandOver(call, all, ExecutionContextKind.OtherThread);
            return View(call, all.Union(instance));
        }

        var source = method.IsStatic && arguments.Length > 0 ? arguments[0] : instance;
        var elements = PartsOf(source, call);
        var results = Keeps(method) ? default
            : KnownMethods.HasSeed(method) ? RunDelegates(call, all, arguments[1].Union(elements.Without(all)), elements)
            : RunDelegates(call, ResultingIn(method, arguments), elements);
        if (!Keeps(method) && !KnownMethods.HasSeed(method) && ResultingIn(method, arguments) is var selecting && !selecting.Equals(all))
            RunDelegates(call, all.Without(selecting), elements);
        Use(call, source.Union(all));
        ChangeArguments(call, method, instance, arguments);
        return Result(call, method, source, arguments, results);
    }

    // A collection of delegates keeps those that it receives.
    private static bool Keeps(IMethodSymbol method) => Mutation.ChangesInPlace(method)
        && !method.OriginalDefinition.Parameters.Any(static parameter => parameter.Type.TypeKind == TypeKind.Delegate);

    // The delegates whose results the result is made of: the last one of those that select keys and elements.
    private static ValueSet ResultingIn(IMethodSymbol method, ValueSet[] arguments) =>
        method.Name is "ToDictionary" or "ToLookup" or "GroupBy" && method.Parameters.Length > 2 && method.Parameters[2].Type.TypeKind == TypeKind.Delegate
            ? arguments[2]
            : Union(arguments);

    private void ChangeArguments(IInvocationOperation call, IMethodSymbol method, ValueSet instance, ValueSet[] arguments)
    {
        foreach (var changed in KnownMethods.FindChangedArguments(method).Where(changed => changed < arguments.Length))
            _events.Add(new ChangeEvent(call, arguments[changed], KnownMethods.KindOf(method), ReturnsBoolean(method)));
        if (call.Instance is null || !(Mutation.ChangesInPlace(method) || IsChangedSpan(method)))
            return;
        ChangeObjects(instance, null, KeptArguments(call, method, arguments), call, KnownMethods.KindOf(method), ReturnsBoolean(method));
    }

    // A collection keeps its elements; it runs a delegate that it declares as such in place.
    private ValueSet KeptArguments(IInvocationOperation call, IMethodSymbol method, ValueSet[] arguments)
    {
        var kept = ValueSet.Empty;
        foreach (var parameter in method.OriginalDefinition.Parameters)
        {
            if (parameter.Ordinal < arguments.Length && parameter.Type.TypeKind != TypeKind.Delegate)
                kept = kept.Union(IsSequence(parameter.Type) ? Elements(call, parameter, arguments[parameter.Ordinal]) : arguments[parameter.Ordinal]);
        }

        return kept;
    }

    private static bool IsSequence(ITypeSymbol type) => type is IArrayTypeSymbol
        or INamedTypeSymbol { Name: "IEnumerable" or "ReadOnlySpan", TypeArguments: [{ TypeKind: TypeKind.TypeParameter }] };

    private ValueSet Elements(IInvocationOperation call, IParameterSymbol parameter, ValueSet sequence) =>
        call.TargetMethod.Parameters[parameter.Ordinal].Type is var type && MayCarryElements(type) ? PartsOf(sequence, call) : default;

    private static bool IsChangedSpan(IMethodSymbol method) =>
        method.ContainingType is { Name: "Span", IsRefLikeType: true } && method.Name is "Clear" or "Fill" or "Reverse";

    // What a method of the framework returns: an element, a view, or an object that is made of the elements.
    private ValueSet Result(IInvocationOperation call, IMethodSymbol method, ValueSet source, ValueSet[] arguments, ValueSet results)
    {
        var all = Union(arguments);
        if (KnownMethods.Exchanges(method))
            return Exchanged(call, source);
        if (call.Type is not { SpecialType: not SpecialType.System_Void } type || (source.Union(all).Union(results).IsEmpty && !type.IsReferenceType))
            return default;
        var sourceType = (call.Instance ?? (call.Arguments.FirstOrDefault()?.Value is { } first ? OperationContext.Unwrap(first) : null))?.Type;
        if (IsView(method, type))
            return source;
        if (!MayCarry(type))
            return default;
        var selected = KnownMethods.IsSelecting(method) || !ResultingIn(method, arguments).Equals(all);
        if (sourceType is not null && IsElementOf(method.OriginalDefinition, sourceType, type))
            return ElementIn(call, method, source, selected ? results : default);
        if (KnownMethods.HasSeed(method))
            return results.Union(arguments[1]);
        var made = Make(OriginKind.Made, null, call);
        if (method.Name == "Chunk")
            Fill(made, ValueSet.Of(body.OriginOf(OriginKind.Made, null, call.Syntax, null, level: 1).Index));
        else if (method.Name == "Zip" && results.IsEmpty)
            Fill(made, Pairs(call, arguments));
        else
            FillWithElements(made, CollectionIn(type, sourceType), source, selected ? results : PartsOf(source, call).Union(results));
        made.IsBuffered = KnownMethods.IsBuffering(method);
        if (KnownMethods.IsStreaming(method))
            AddStreams(made, all);
        else
            FillRest(made, method, all, source);
        return ValueSet.Of(made.Index);
    }

    // What a variable held before; a field no longer holds it.
    private ValueSet Exchanged(IInvocationOperation call, ValueSet source) => !MayCarry(call.Type) ? default
        : IsVariable(call.Arguments[0].Value) ? source : ValueSet.Of(Make(OriginKind.Made, null, call).Index);

    // The tuples of the elements of several collections.
    private ValueSet Pairs(IInvocationOperation call, ValueSet[] collections)
    {
        var pair = body.OriginOf(OriginKind.Made, null, call.Syntax, null, level: 1);
        for (var i = 0; i < collections.Length; i++)
            Fill(pair, PartsOf(collections[i], call), $"Item{i + 1}");
        return ValueSet.Of(pair.Index);
    }

    // An element that is taken out of its collection no longer belongs to it.
    private ValueSet ElementIn(IInvocationOperation call, IMethodSymbol method, ValueSet source, ValueSet results)
    {
        if (KnownMethods.Removes(method))
            return ValueSet.Of(Make(OriginKind.Made, null, call).Index);
        _collections[call] = source;
        return PartsOf(source, call).Union(results);
    }

    private static ITypeSymbol CollectionIn(ITypeSymbol returned, ITypeSymbol? source) =>
        returned is IArrayTypeSymbol or INamedTypeSymbol { IsGenericType: true } ? returned : source ?? returned;

    private static bool IsView(IMethodSymbol method, ITypeSymbol returned) => method.ReturnsByRef || method.ReturnsByRefReadonly || returned.IsRefLikeType
        || method.Name is "GetEnumerator" or "AsSpan" or "AsMemory" or "AsReadOnly" or "AsEnumerable";

    private void FillRest(Origin made, IMethodSymbol method, ValueSet all, ValueSet source)
    {
        if (method.ContainingType.Name is not "Enumerable")
            Fill(made, all.Without(source));
    }

    // A method returns an element if its type is the element type of the collection, and declares it as a type parameter.
    private static bool IsElementOf(IMethodSymbol method, ITypeSymbol collection, ITypeSymbol result) =>
        method.ReturnType.TypeKind == TypeKind.TypeParameter && (collection is IArrayTypeSymbol { ElementType: var element }
            ? Same(element, result)
            : ArgumentsOf(collection).Any(argument => Same(argument, result)));

    private static IEnumerable<ITypeSymbol> ArgumentsOf(ITypeSymbol collection) => collection.AllInterfaces.Prepend(collection as INamedTypeSymbol)
        .Where(type => type is { IsGenericType: true }).SelectMany(type => type!.TypeArguments);

    private static bool Same(ITypeSymbol left, ITypeSymbol right) => SymbolEqualityComparer.Default.Equals(left, right);
}
