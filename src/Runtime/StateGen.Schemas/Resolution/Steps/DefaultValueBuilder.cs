using StateGen.Schemas.Resolution.Plans;

namespace StateGen.Schemas.Resolution.Steps;

/// <summary>Determines the value of a member that was never stored.</summary>
/// <param name="schema">The schema that describes the types.</param>
/// <param name="isStored">
/// true to determine the stored form of the C# default in a row in which the state was never set: text then has no default but null, which no row contains,
/// and a collection is nil; otherwise, false.
/// </param>
internal sealed class DefaultValueBuilder(OperatorSchema schema, bool isStored = false)
{
    // The C# default of these types is null or, for DateTime, not a valid instant.
    private static readonly string[] WithoutStoredDefault = ["string", "uri", "version", "datetime"];

    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    /// <summary>
    /// Determines the default of a type; null if the type has none: a union, a type with its own codec, or a record that contains itself.
    /// </summary>
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

    private ArrayDefault? Array(IReadOnlyCollection<TypeExpression> types) =>
        Values(types) is { } values ? new ArrayDefault(values.ToEquatableArray()) : null;

    private DefaultValue[]? Values(IReadOnlyCollection<TypeExpression> types)
    {
        var values = types.Select(Of).OfType<DefaultValue>().ToArray();
        return values.Length == types.Count ? values : null;
    }
}

/// <summary>
/// Handles values that were never set. A value state that does not admit null has no marker for them: a row then contains the default of the type, exactly as
/// for a value that was set to the default. If the next shape distinguishes the two, because it admits null or because an upgrade produces it, the default is
/// read as never set.
/// </summary>
internal static class UnsetValues
{
    /// <summary>Determines the form in which a row stores a value that was never set; null if that is nil.</summary>
    /// <param name="schema">The schema of the row.</param>
    /// <param name="state">A state of the schema.</param>
    public static DefaultValue? Of(OperatorSchema schema, StateSchema state) =>
        state.Kind == StateKind.Value ? Of(schema, TypeExpression.Parse(state.Type)) : null;

    /// <summary>Returns a plan that converts the default of a type to nil.</summary>
    /// <param name="schema">The schema of the row.</param>
    /// <param name="stored">The type of a value state of the schema.</param>
    /// <param name="plan">The plan for every other value.</param>
    public static ValuePlan Omit(OperatorSchema schema, TypeExpression stored, ValuePlan plan) =>
        Of(schema, stored) is { } unset ? new NilIfDefaultPlan(plan, unset) : plan;

    private static DefaultValue? Of(OperatorSchema schema, TypeExpression type) =>
        new DefaultValueBuilder(schema, isStored: true).Of(type) is { } unset && unset != NilDefault.Instance ? unset : null;
}
