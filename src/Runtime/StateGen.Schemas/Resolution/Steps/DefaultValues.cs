using StateGen.Schemas.Resolution.Plans;

namespace StateGen.Schemas.Resolution.Steps;

/// <summary>Finds what a member that was never stored is read as.</summary>
/// <param name="schema">The schema that describes the types.</param>
/// <param name="isStored">Whether what is asked is how the default of a C# type is stored instead, in a row that has never set it: there, text has no
/// default but null, which no row holds, and a collection is nil.</param>
internal sealed class DefaultValues(OperatorSchema schema, bool isStored = false)
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
