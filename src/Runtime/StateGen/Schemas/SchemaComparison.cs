namespace StateGen.Schemas;

/// <summary>
/// Finds the first difference that matters to stored bytes: operator, key, states in the order of the row, and behind each the
/// named types that it reaches, so that a changed member is reported at a state that holds it. The length of a time to live and the
/// order of enum members and of types do not matter.
/// </summary>
internal sealed class SchemaComparison
{
    private readonly OperatorSchema _stored;
    private readonly OperatorSchema _declared;
    private readonly HashSet<string> _comparedTypes = new(StringComparer.Ordinal);

    private SchemaComparison(OperatorSchema stored, OperatorSchema declared)
    {
        _stored = stored;
        _declared = declared;
    }

    public static SchemaDifference? FirstDifference(OperatorSchema stored, OperatorSchema declared) =>
        new SchemaComparison(stored, declared).Differences().FirstOrDefault();

    private IEnumerable<SchemaDifference> Differences() =>
        OperatorDifferences().Concat(MissingAndAddedStates()).Concat(StateOrder()).Concat(_declared.States.SelectMany(StateDifferences));

    private IEnumerable<SchemaDifference> OperatorDifferences()
    {
        if (_stored.OperatorId != _declared.OperatorId)
            yield return new SchemaDifference(null, null, $"operator id '{_stored.OperatorId}'", $"operator id '{_declared.OperatorId}'");
        if (_stored.KeyType != _declared.KeyType)
            yield return new SchemaDifference(null, null, $"key type {_stored.KeyType}", $"key type {_declared.KeyType}");
        foreach (var difference in TypeDifferences(null, _declared.KeyType))
            yield return difference;
    }

    private IEnumerable<SchemaDifference> MissingAndAddedStates()
    {
        foreach (var state in _stored.States.ExceptBy(Names(_declared), s => s.Name, StringComparer.Ordinal))
            yield return new SchemaDifference(state.Name, null, Describe(state), "no such state");
        foreach (var state in _declared.States.ExceptBy(Names(_stored), s => s.Name, StringComparer.Ordinal))
            yield return new SchemaDifference(state.Name, null, "no such state", Describe(state));
    }

    private IEnumerable<SchemaDifference> StateOrder()
    {
        if (!Names(_stored).SequenceEqual(Names(_declared), StringComparer.Ordinal))
            yield return new SchemaDifference(null, null, $"the states in the order {string.Join(", ", Names(_stored))}", $"{string.Join(", ", Names(_declared))}");
    }

    private IEnumerable<SchemaDifference> StateDifferences(StateSchema declared)
    {
        var stored = _stored.States.First(s => s.Name == declared.Name);
        if (WithoutLength(stored) != WithoutLength(declared))
            yield return new SchemaDifference(declared.Name, null, Describe(stored), Describe(declared));
        var expressions = declared.MapKeyType is null ? [declared.Type] : new[] { declared.MapKeyType, declared.Type };
        foreach (var difference in expressions.SelectMany(expression => TypeDifferences(declared.Name, expression)))
            yield return difference;
    }

    private IEnumerable<SchemaDifference> TypeDifferences(string? state, string expression) =>
        TypeExpression.Mentioned(expression).Where(_comparedTypes.Add).SelectMany(name => NamedTypeDifferences(state, name));

    private IEnumerable<SchemaDifference> NamedTypeDifferences(string? state, string name)
    {
        var stored = _stored.Types.FirstOrDefault(type => type.Name == name);
        var declared = _declared.Types.FirstOrDefault(type => type.Name == name);
        return (stored, declared) switch
        {
            (null, null) => [],
            (RecordSchema before, RecordSchema after) => RecordComparison.Differences(state, before, after)
                .Concat(after.Members.SelectMany(member => TypeDifferences(state, member.Type))),
            (EnumSchema before, EnumSchema after) => EnumComparison.Differences(state, before, after),
            (UnionSchema before, UnionSchema after) when before.Cases == after.Cases => after.Cases.SelectMany(single => TypeDifferences(state, single.Type)),
            (OpaqueSchema before, OpaqueSchema after) when before.Version == after.Version => [],
            _ => [new SchemaDifference(state, name, Describe(stored), Describe(declared))],
        };
    }

    private static IEnumerable<string> Names(OperatorSchema schema) => schema.States.Select(state => state.Name);

    private static StateSchema WithoutLength(StateSchema state) =>
        state with { TimeToLiveMilliseconds = state.TimeToLiveMilliseconds is null ? null : 0 };

    private static string Describe(StateSchema state)
    {
        var key = state.MapKeyType is null ? "" : $" from {state.MapKeyType}";
        var timeToLive = state.TimeToLiveMilliseconds is { } milliseconds ? $" with a time to live of {milliseconds} ms" : " without a time to live";
        return $"{state.Kind.ToString().ToLowerInvariant()} state{key} of {state.Type}{timeToLive}";
    }

    private static string Describe(TypeSchema? type) => type switch
    {
        null => "no such type",
        EnumSchema => "an enum",
        UnionSchema union => $"a union of {string.Join(", ", union.Cases.Select(single => $"{single.Tag} = {single.Type}"))}",
        OpaqueSchema opaque => $"version {opaque.Version} of a hand-written codec",
        _ => "a record",
    };
}
