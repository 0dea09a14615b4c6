using StateGen.Generators.Model;
using StateGen.Schemas.Resolution;

namespace StateGen.Generators.Schemas;

/// <summary>Describes the state of an operator as the schema that checkpoints contain and that recorded schemas are compared with.</summary>
internal static class SchemaBuilder
{
    public static OperatorSchema Build(BindingModel binding)
    {
        var states = binding.Values.Select(Describe).Concat(binding.Collections.Select(Describe))
            .OrderBy(state => state.Name, StringComparer.Ordinal).ToEquatableArray();
        var expressions = states.SelectMany(state => new[] { state.Type, state.MapKeyType }).OfType<string>().Append(binding.Key.SchemaName);
        return new(binding.OperatorId, binding.Key.SchemaName, states, TypeClosure.Of(expressions, Types(binding.Codecs)));
    }

    /// <summary>Describes the types that the upgrades of an operator read, in the order of the upgrades.</summary>
    public static EquatableArray<StateUpgradeSchema> BuildUpgrades(BindingModel binding)
    {
        var types = Types(binding.Codecs);
        return binding.Upgrades
            .Select(upgrade => new StateUpgradeSchema(upgrade.StateName, upgrade.Old.SchemaName, TypeClosure.Of([upgrade.Old.SchemaName], types)))
            .ToEquatableArray();
    }

    // A type that is both a key and a value has two codecs and one shape.
    public static EquatableArray<TypeSchema> Types(EquatableArray<CodecModel> described) => described
        .Where(codec => codec.Shape.IsNamed)
        .GroupBy(codec => codec.SchemaName, StringComparer.Ordinal)
        .Select(codecs => Describe(codecs.First()))
        .OrderBy(type => type.Name, StringComparer.Ordinal)
        .ToEquatableArray();

    private static StateSchema Describe(ValueStateModel state) =>
        new(state.StateName, KindOf(state.Accumulator), state.Type.SchemaName, MapKeyType: null, state.TimeToLive?.Milliseconds, state.FormerNames)
        {
            ExpiresByEventTime = state.TimeToLive is { IsEventTime: true },
        };

    private static StateSchema Describe(CollectionStateModel state) =>
        new(state.StateName, KindOf(state), state.Element.SchemaName, state.MapKey?.SchemaName, state.TimeToLive?.Milliseconds, state.FormerNames)
        {
            ExpiresByEventTime = state.TimeToLive is { IsEventTime: true },
        };

    private static StateKind KindOf(AccumulatorModel? accumulator) => accumulator?.Kind switch
    {
        null => StateKind.Value,
        AccumulatorKind.Reducing => StateKind.Reducing,
        AccumulatorKind.Aggregating => StateKind.Aggregating,
        _ => throw Unreachable.Case(accumulator),
    };

    private static StateKind KindOf(CollectionStateModel state) => state.Kind switch
    {
        CollectionKind.Map => StateKind.Map,
        CollectionKind.List => StateKind.List,
        CollectionKind.Broadcast => StateKind.Broadcast,
        CollectionKind.SortedMap => StateKind.SortedMap,
        CollectionKind.OperatorList => StateKind.OperatorList,
        CollectionKind.OperatorUnion => StateKind.OperatorUnion,
        _ => throw Unreachable.Case(state.Kind),
    };

    private static TypeSchema Describe(CodecModel codec) => codec.Shape switch
    {
        EnumShape shape => Describe(codec, shape),
        RecordShape shape => new RecordSchema(codec.SchemaName, shape.WrittenMembers.Select(Describe).ToEquatableArray(), codec.FormerNames),
        UnionShape shape => new UnionSchema(codec.SchemaName, shape.Cases.Select(Describe).ToEquatableArray(), codec.FormerNames),
        OpaqueShape shape => new OpaqueSchema(codec.SchemaName, shape.Version, codec.FormerNames),
        _ => throw Unreachable.Case(codec.Shape),
    };

    private static EnumSchema Describe(CodecModel codec, EnumShape shape) =>
        new(codec.SchemaName, shape.UnderlyingType.SchemaName, shape.IsFlags, shape.Members.Select(Describe).ToEquatableArray(), codec.FormerNames);

    private static EnumMemberSchema Describe(EnumMemberModel member) => new(member.Name, member.Value, member.FormerNames);

    private static MemberSchema Describe(MemberModel member) => new(member.Name, member.Type.SchemaName, member.Key, member.FormerNames);

    private static UnionCaseSchema Describe(UnionCaseModel single) => new(single.Tag, single.Type.SchemaName);
}

/// <summary>Finds the types that type expressions mention directly or indirectly. Types that only an upgrade reads are not part of the schema.</summary>
internal static class TypeClosure
{
    public static EquatableArray<TypeSchema> Of(IEnumerable<string> expressions, IEnumerable<TypeSchema> types)
    {
        var byName = types.ToDictionary(type => type.Name, StringComparer.Ordinal);
        var found = new SortedDictionary<string, TypeSchema>(StringComparer.Ordinal);
        var open = new Stack<string>(expressions);
        while (open.Count > 0)
        {
            foreach (var name in TypeExpression.Mentioned(open.Pop()))
            {
                if (found.ContainsKey(name) || !byName.TryGetValue(name, out var type))
                    continue;
                found.Add(name, type);
                foreach (var part in PartsOf(type))
                    open.Push(part);
            }
        }

        return found.Values.ToEquatableArray();
    }

    private static IEnumerable<string> PartsOf(TypeSchema type) => type switch
    {
        RecordSchema record => record.Members.Select(member => member.Type),
        UnionSchema union => union.Cases.Select(single => single.Type),
        EnumSchema or OpaqueSchema => [],
        _ => throw Unreachable.Case(type),
    };
}
