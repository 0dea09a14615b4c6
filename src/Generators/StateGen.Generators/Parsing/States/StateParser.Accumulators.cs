using Microsoft.CodeAnalysis;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Problems;
using StateGen.Generators.Parsing.Symbols;
using StateGen.Generators.Parsing.Types;

namespace StateGen.Generators.Parsing.States;

/// <content>The states with accumulators: one, which is a column of the row, or one for each window, in a sorted map.</content>
internal sealed partial class StateParser
{
    private string? ParseAccumulator(StateDeclaration state, PropertyModel model)
    {
        var type = KnownTypes.FindAccumulator(state.Property.Type)!;
        if (ParseType(state, type, IsNullable(type), out var brokenRule) is not { } use)
            return brokenRule;
        if (ParseUpgrades(state, type) is { } wrongUpgrade)
            return wrongUpgrade;
        CheckFunction(state.Property);
        var needsRules = state.TimeToLive is not null || use.NormalizationEffect != NormalizationEffect.None || use.IsMutable;
        var accumulator = new AccumulatorModel
        {
            Kind = KnownTypes.IsReducingState(state.Property.Type) ? AccumulatorKind.Reducing : AccumulatorKind.Aggregating,
            Type = use,
            RulesField = needsRules ? ChooseField(state.Property.Name) : null,
        };
        _values.Add(new()
        {
            Property = model,
            StateName = state.Name,
            Type = ColumnOf(use),
            Accumulator = accumulator,
            TimeToLive = state.TimeToLive?.Model,
            Field = TypeNames.Escape(state.Property.Name),
            FormerNames = state.FormerNames,
            LastWriteField = _rowNames.Choose(state.Property.Name + "WrittenAt"),
        });
        return null;
    }

    private string? ParseWindows(StateDeclaration state, PropertyModel model)
    {
        var type = KnownTypes.FindAccumulator(state.Property.Type)!;
        if (ParseType(state, type, IsNullable(type), out var brokenRule) is not { } use)
            return brokenRule;
        if (ParseUpgrades(state, type) is { } wrongUpgrade)
            return wrongUpgrade;
        CheckFunction(state.Property);
        var window = new KeyParser(scope, cancellationToken).Parse(KnownTypes.FindTimeWindow(state.Property.Type)!);
        AddCollection(state, model, CollectionKind.SortedMap, window, use);
        return null;
    }

    // The state works all the same, so it is no stub.
    private void CheckFunction(IPropertySymbol property)
    {
        var function = ((INamedTypeSymbol)property.Type).TypeArguments.Last();
        if (FindChangeableField(function) is { } field)
            Report(DiagnosticCatalogue.ReducerKeepsData, property, DeclarationPart.PropertyType, function.Name, property.Name, field.Name);
    }

    // A struct with static functions has no instance. What a static property without a body holds is in a field.
    private static ISymbol? FindChangeableField(ITypeSymbol function) => function.GetMembers().OfType<IFieldSymbol>()
        .Where(field => field is { IsStatic: true, IsReadOnly: false, IsConst: false })
        .Select(field => field.AssociatedSymbol ?? field)
        .FirstOrDefault();

    private static TypeUse ColumnOf(TypeUse accumulator) => new()
    {
        CSharpName = $"global::StateGen.Backends.Accumulator<{accumulator.CSharpName}>",
        SchemaName = accumulator.SchemaName,
        Codec = $"global::StateGen.Serialization.AccumulatorCodec<{accumulator.CSharpName}, {accumulator.Codec}>",
        NormalizationEffect = accumulator.NormalizationEffect,
        DefaultTest = DefaultTest.IsEmpty,
        DefaultHasEncoding = true,
        RefusesNull = false,
    };
}
