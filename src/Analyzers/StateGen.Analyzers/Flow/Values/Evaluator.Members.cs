using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.Flow.Values;

/// <content>The members and elements of objects, and objects that are made.</content>
internal sealed partial class Evaluator
{
    private ValueSet Field(IFieldReferenceOperation reference)
    {
        var field = reference.Field;
        if (IsOfOperator(reference.Instance, field))
            return UsedField(reference, field.AssociatedSymbol ?? field, field.Type);
        return reference.Instance is null ? default : MemberOf(reference, Evaluate(reference.Instance), NameOf(field));
    }

    private ValueSet UsedField(IOperation reference, ISymbol field, ITypeSymbol type)
    {
        if (!MayCarry(type) && !type.IsReferenceType)
            return default;
        var value = ValueSet.Of(body.OriginOf(OriginKind.Field, field, null).Index);
        if (!IsAssigned(reference.Syntax))
            Use(reference, value);
        return MayCarry(type) ? value : default;
    }

    private static bool IsAssigned(SyntaxNode target) => target.Parent is AssignmentExpressionSyntax assignment && assignment.Left == target
        && assignment.IsKind(SyntaxKind.SimpleAssignmentExpression);

    // The elements of a tuple have the names Item1, Item2, ... besides those that the code gives them.
    private static string NameOf(IFieldSymbol field) => (field.CorrespondingTupleField ?? field).Name;

    private ValueSet Property(IPropertyReferenceOperation reference)
    {
        var property = reference.Property;
        var instance = reference.Instance is null ? default : Evaluate(reference.Instance);
        foreach (var argument in reference.Arguments)
            Evaluate(argument.Value);
        if (body.IsOperator && IsThis(reference.Instance))
        {
            if (Model.IsValueState(property))
                return MayCarry(property.Type) ? ValueSet.Of(Make(OriginKind.Read, property, reference).Index) : default;
            if (Model.IsHandleState(property))
                return ValueSet.Of(body.OriginOf(OriginKind.Handle, property, null).Index);
        }

        if (IsOfOperator(reference.Instance, property) && property is { IsIndexer: false })
        {
            if (SourceOf(property.GetMethod) is not null)
                return Apply(reference, property.GetMethod!, instance, []);
            return UsedField(reference, property, property.Type);
        }

        if (property is { Name: "Keys" or "Values", ContainingType: { } container }
            && (KnownTypes.IsAnyMapState(container) || KnownTypes.IsSortedMapRange(container)))
            return View(reference, instance);
        return MemberOf(reference, instance, property.IsIndexer || IsEntry(property) ? null : property.Name);
    }

    private static bool IsEntry(IPropertySymbol property) => property is { Name: "First" or "Last", ContainingType: { } container }
        && (KnownTypes.IsSortedMapState(container) || KnownTypes.IsSortedMapRange(container));

    private ValueSet MemberOf(IOperation reference, ValueSet instance, string? member)
    {
        Use(reference, instance);
        _collections[reference] = instance;
        return Carried(reference.Type, PartsOf(instance, reference, member));
    }

    private ValueSet Element(IArrayElementReferenceOperation element)
    {
        var array = Evaluate(element.ArrayReference);
        foreach (var index in element.Indices)
            Evaluate(index);
        return ElementOf(element, array, default);
    }

    private ValueSet ElementOf(IOperation element, ValueSet container, ValueSet index)
    {
        Use(element, container);
        _collections[element] = container;
        return index.IsEmpty ? Carried(element.Type, PartsOf(container, element)) : default;
    }

    // A sequence that reads its source when it is enumerated.
    private ValueSet View(IOperation operation, ValueSet source)
    {
        if (source.IsEmpty)
            return default;
        var view = Make(OriginKind.Made, null, operation);
        AddStreams(view, source);
        Fill(view, PartsOf(source, operation));
        return ValueSet.Of(view.Index);
    }

    private ValueSet Create(IObjectCreationOperation creation)
    {
        var made = Make(OriginKind.Made, null, creation);
        var isRecord = creation.Type is INamedTypeSymbol { IsRecord: true };
        var values = Arguments(creation.Arguments);
        var isCollection = creation.Type is { } type && KnownMethods.IsOfFramework(type)
            && type.AllInterfaces.Any(known => known.SpecialType == SpecialType.System_Collections_IEnumerable);
        foreach (var argument in creation.Arguments.Where(argument => argument.Parameter is not null))
        {
            var value = values[argument.Parameter!.Ordinal];
            if (isCollection)
                FillWithElements(made, creation.Type, value, PartsOf(value, argument));
            else
                Fill(made, value, isRecord ? argument.Parameter.Name : null);
        }

        if (creation.Constructor is { } constructor)
        {
            if (KnownMethods.IsOtherThread(constructor))
                HandOver(creation, Union(values), ExecutionContextKind.OtherThread);
            else if (SourceOf(constructor) is not null)
                Apply(creation, constructor, ValueSet.Of(made.Index), values);
        }

        if (creation.Initializer is { } initializer)
            Evaluate(initializer);
        return Carried(creation.Type, ValueSet.Of(made.Index));
    }

    private ValueSet Tuple(ITupleOperation tuple)
    {
        var values = tuple.Elements.Select(Evaluate).ToArray();
        if (System.Array.TrueForAll(values, value => value.IsEmpty))
            return default;
        var made = Make(OriginKind.Made, null, tuple);
        for (var i = 0; i < values.Length; i++)
            Fill(made, values[i], $"Item{i + 1}");
        return ValueSet.Of(made.Index);
    }

    private ValueSet Anonymous(IAnonymousObjectCreationOperation creation)
    {
        var made = Make(OriginKind.Made, null, creation);
        foreach (var initializer in creation.Initializers)
        {
            if (initializer is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name }, Value: var value })
                Fill(made, Evaluate(value), name);
            else
                Fill(made, Evaluate(initializer));
        }

        return ValueSet.Of(made.Index);
    }

    private ValueSet Array(IArrayCreationOperation creation)
    {
        foreach (var size in creation.DimensionSizes)
            Evaluate(size);
        var made = Make(OriginKind.Made, null, creation);
        if (creation.Initializer is { } initializer)
            FillFrom(made, initializer);
        return ValueSet.Of(made.Index);
    }

    private void FillFrom(Origin made, IArrayInitializerOperation initializer)
    {
        foreach (var element in initializer.ElementValues)
        {
            if (element is IArrayInitializerOperation inner)
                FillFrom(made, inner);
            else
                Fill(made, Evaluate(element));
        }
    }

    private ValueSet Collection(ICollectionExpressionOperation creation)
    {
        var made = Make(OriginKind.Made, null, creation);
        foreach (var element in creation.Elements)
        {
            if (element is ISpreadOperation spread)
                Spread(spread, made);
            else
                Fill(made, Evaluate(element));
        }

        return Carried(creation.Type, ValueSet.Of(made.Index));
    }

    private void Spread(ISpreadOperation spread, Origin made)
    {
        var source = Evaluate(spread.Operand);
        Use(spread, source);
        FillWithElements(made, spread.Operand.Type, source, PartsOf(source, spread));
    }

    private ValueSet Copy(IWithOperation copy)
    {
        var source = Evaluate(copy.Operand);
        var made = Make(OriginKind.Made, null, copy);
        Fill(made, PartsOf(source, copy));
        if (copy.Initializer is { } initializer)
        {
            foreach (var member in initializer.Initializers)
            {
                if (member is ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member.Name: var name }, Value: var value })
                    Fill(made, Evaluate(value), name);
                else
                    Evaluate(member);
            }
        }

        return ValueSet.Of(made.Index);
    }

    private ValueSet Awaited(IAwaitOperation wait)
    {
        var task = Evaluate(wait.Operation);
        return Carried(wait.Type, PartsOf(task, wait));
    }

    private static bool IsThis(IOperation? instance) => instance is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance };

    // A member of the operator itself, or a static one of its class.
    private bool IsOfOperator(IOperation? instance, ISymbol member) =>
        body.IsOperator && (IsThis(instance) || (instance is null && member.IsStatic && IsOwnType(member.ContainingType)));

    private bool IsOwnType(INamedTypeSymbol type) => BaseTypes.Of(body.Member.ContainingType).Prepend(body.Member.ContainingType)
        .Any(own => SymbolEqualityComparer.Default.Equals(own.OriginalDefinition, type.OriginalDefinition));
}
