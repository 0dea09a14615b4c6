using StateGen.Schemas.Resolution.Plans;

namespace StateGen.Schemas.Resolution.Steps;

/// <summary>Finds what a member that was never stored is read as.</summary>
/// <param name="schema">The schema that describes the types.</param>
/// <param name="isStored">Whether what is asked is how the default of a C# type is stored instead, in a row that has never set it: there, text has no
/// default but null, which no row holds, and a collection is nil.</param>
internal sealed class DefaultValueBuilder(OperatorSchema schema, bool isStored = false)
{
    // Their default is null or, of a DateTime, no instant.
    private static readonly string[] WithoutStoredDefault = ["string", "uri", "version", "datetime"];

    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    /// <summary>The default of a type; null when it has none: a union, a type with a codec of its own, and a record that contains itself.</summary>
    public DefaultValue? Of(TypeExpression type)
    {
        if (type.IsNullable)
            return NilDefault.Instance;
        if (BuiltInTypes.IsScalar(type.Name))
            return isStored && WithoutStoredDefault.Contains(type.Name, StringComparer.Ordinal) ? null : new ScalarDefault(type.Name);
        return BuiltInTypes.IsCollection(type.Name) ? OfCollection(type) : OfNamed(type.FullName);
    }

    private DefaultValue? OfCollection(TypeExpression type) => type.Name switch
    {
        BuiltInTypes.Tuple => Array(type.Arguments),
        _ when isStored => NilDefault.Instance,
        BuiltInTypes.Map => new MapDefault([], []),
        _ => new ArrayDefault([]),
    };

    private DefaultValue? OfNamed(string name)
    {
        if (!_open.Add(name))
            return null;
        var found = schema.FindType(name) switch
        {
            EnumSchema type => new ScalarDefault(type.UnderlyingType),
            RecordSchema record => OfRecord(record),
            _ => null,
        };
        _open.Remove(name);
        return found;
    }

    private DefaultValue? OfRecord(RecordSchema record)
    {
        if (Values([.. record.Members.Select(member => TypeExpression.Parse(member.Type))]) is not { } values)
            return null;
        var layout = RecordLayout.Of(record);
        return layout.IsMap ? new MapDefault(layout.Names, values.ToEquatableArray()) : new ArrayDefault(Placed(layout, values));
    }

    private static EquatableArray<DefaultValue> Placed(RecordLayout layout, DefaultValue[] values)
    {
        var elements = Enumerable.Repeat<DefaultValue>(NilDefault.Instance, layout.Length).ToArray();
        for (var member = 0; member < values.Length; member++)
            elements[layout.Positions[member]] = values[member];
        return elements.ToEquatableArray();
    }

    private ArrayDefault? Array(IReadOnlyCollection<TypeExpression> types) => Values(types) is { } values ? new ArrayDefault(values.ToEquatableArray()) : null;

    private DefaultValue[]? Values(IReadOnlyCollection<TypeExpression> types)
    {
        var values = types.Select(Of).OfType<DefaultValue>().ToArray();
        return values.Length == types.Count ? values : null;
    }
}

/// <summary>
/// A value state that admits no null has no mark for "never set": a row holds the default of its type then, and what was set to that default is the same. Where the
/// next shape can tell the two apart, because it admits null or because an upgrade makes it, the default is read as never set.
/// </summary>
internal static class UnsetValues
{
    /// <summary>How a row holds a value that was never set; null when that is nil.</summary>
    /// <param name="schema">The schema that the row is in.</param>
    /// <param name="state">A state of it.</param>
    public static DefaultValue? Of(OperatorSchema schema, StateSchema state) =>
        state.Kind == StateKind.Value ? Of(schema, TypeExpression.Parse(state.Type)) : null;

    /// <summary>A plan by which the default of a type becomes nil.</summary>
    /// <param name="schema">The schema that the row is in.</param>
    /// <param name="stored">The type of a value state of it.</param>
    /// <param name="plan">What is done to every other value.</param>
    public static ValuePlan Omit(OperatorSchema schema, TypeExpression stored, ValuePlan plan) =>
        Of(schema, stored) is { } unset ? new NilIfDefaultPlan(plan, unset) : plan;

    private static DefaultValue? Of(OperatorSchema schema, TypeExpression type) =>
        new DefaultValueBuilder(schema, isStored: true).Of(type) is { } unset && unset != NilDefault.Instance ? unset : null;
}
